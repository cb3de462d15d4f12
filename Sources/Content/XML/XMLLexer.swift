/// Looks through the letters of an XML document before a parser sees them, for what no file of
/// Tiled's has and what makes parsers slow or unsafe.
///
/// A plain document type declaration, as Tiled wrote up to 0.9 (`<!DOCTYPE map SYSTEM "…">`), is
/// harmless once nobody fetches what it names: it is blanked out, so that the parser reads a
/// document without one. Declarations with a subset of their own, in which entities are declared,
/// are refused. Instructions to processors (`<?name …?>`) are blanked out as well: none is for us,
/// and the parser of the toolchain crashes at one without text.
struct XMLLexer {
  private var bytes: [UInt8]
  private var index = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The document without its document type declaration; all else stays in its place.
  static func checked(_ bytes: [UInt8]) throws(XMLSyntaxError) -> [UInt8] {
    var lexer = XMLLexer(bytes)
    try lexer.run()
    // The search above steps over comments and the like. This one does not, so that no trick with
    // them brings a declaration past it.
    guard !lexer.holds("<!DOCTYPE"), !lexer.holds("<!ENTITY") else {
      throw lexer.failure("it has a document type declaration where none belongs", at: nil)
    }
    return lexer.bytes
  }

  private mutating func run() throws(XMLSyntaxError) {
    var isInProlog = true
    while let start = next("<") {
      index = start
      if begins("<!--") {
        try skip(past: "-->", from: start)
      } else if begins("<![CDATA[") {
        try skip(past: "]]>", from: start)
      } else if begins("<?") {
        let isDeclaration = isDeclaration(at: start)
        try skip(past: "?>", from: start)
        if !isDeclaration { blank(start..<index) }
      } else if begins("<!DOCTYPE"), isInProlog {
        try blankDeclaration(from: start)
        isInProlog = false
      } else {
        isInProlog = false
        try element(from: start)
      }
    }
  }

  /// Blanks a document type declaration out.
  private mutating func blankDeclaration(from start: Int) throws(XMLSyntaxError) {
    var quote: UInt8?
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") {
        throw failure(
          "its document type declares things of its own, which is not allowed", at: start)
      } else if byte == UInt8(ascii: ">") {
        index += 1
        blank(start..<index)
        return
      }
      index += 1
    }
    throw failure("its document type declaration does not end", at: start)
  }

  /// Steps over a tag and counts its attributes.
  private mutating func element(from start: Int) throws(XMLSyntaxError) {
    var quote: UInt8?
    var attributes = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
        attributes += 1
        guard attributes <= Limits.xmlAttributesMax else {
          throw failure("an element has over \(Limits.xmlAttributesMax) attributes", at: start)
        }
      } else if byte == UInt8(ascii: ">") {
        return
      }
    }
  }

  private mutating func skip(past end: String, from start: Int) throws(XMLSyntaxError) {
    let letters = Array(end.utf8)
    guard let place = next(end) else {
      throw failure("something that begins here does not end", at: start)
    }
    index = place + letters.count
  }

  /// Whether the document's own declaration stands there, which says how it is encoded.
  private func isDeclaration(at start: Int) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return start == (bytes.starts(with: mark) ? mark.count : 0) && begins("<?xml")
      && index + 5 < bytes.count && bytes[index + 5].isSpace
  }

  /// Puts spaces in the place of letters; line ends stay, so that later lines keep their numbers.
  private mutating func blank(_ range: Range<Int>) {
    for place in range where bytes[place] != UInt8(ascii: "\n") { bytes[place] = 0x20 }
  }

  private func begins(_ word: String) -> Bool { bytes[index...].starts(with: word.utf8) }

  /// Where `word` stands next; nil when it does not.
  private func next(_ word: String) -> Int? {
    let letters = Array(word.utf8)
    guard bytes.count >= letters.count else { return nil }
    var place = index
    while place <= bytes.count - letters.count {
      if bytes[place] == letters[0], bytes[place...].starts(with: letters) { return place }
      place += 1
    }
    return nil
  }

  private func holds(_ word: String) -> Bool {
    var lexer = self
    lexer.index = 0
    return lexer.next(word) != nil
  }

  private func failure(_ sentence: String, at place: Int?) -> XMLSyntaxError {
    let line = place.map { bytes[..<$0].count { $0 == UInt8(ascii: "\n") } + 1 }
    return XMLSyntaxError(line: line ?? 0, sentence: sentence)
  }
}
