/// Reads an XML document into its elements: strictly, within limits, and only what Tiled writes.
///
/// It has no entities but the five of the language and characters by number, so there is nothing to
/// multiply and nothing to fetch. A plain document type declaration, as old versions of Tiled wrote it
/// (`<!DOCTYPE map SYSTEM "…">`), is stepped over; one with a subset of its own, in which entities
/// are declared, is refused.
struct XMLReader {
  let bytes: [UInt8]
  var index = 0
  /// The elements that have begun and not ended, from the root on.
  private var open: [XMLNode] = []
  private var count = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  static func read(_ bytes: [UInt8]) throws(XMLSyntaxError) -> XMLNode {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw XMLSyntaxError(line: 0, sentence: "it is not in UTF-8")
    }
    var reader = XMLReader(bytes)
    if let place = bytes.firstIndex(where: { $0 < 0x20 && !$0.isSpace }) {
      throw reader.failure("it holds a control character", at: place)
    }
    return try reader.document()
  }

  /// The byte at the reading place; nil at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// An error at `place`, or at the reading place.
  func failure(_ sentence: String, at place: Int? = nil) -> XMLSyntaxError {
    let before = bytes[..<min(place ?? index, bytes.count)]
    return XMLSyntaxError(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, sentence: sentence)
  }

  /// Whether `word` stands at the reading place.
  func begins(_ word: String) -> Bool { bytes[index...].starts(with: word.utf8) }

  /// Steps over `word` when it is next.
  mutating func take(_ word: String) -> Bool {
    guard begins(word) else { return false }
    index += word.utf8.count
    return true
  }

  mutating func skipSpace() {
    while let byte = current, byte.isSpace { index += 1 }
  }

  private mutating func document() throws(XMLSyntaxError) -> XMLNode {
    _ = take("\u{FEFF}")
    if begins("<?xml"), index + 5 < bytes.count, bytes[index + 5].isSpace { try declaration() }
    try skipBetween()
    if begins("<!DOCTYPE") {
      try skipDocumentType()
      try skipBetween()
    }
    guard current == UInt8(ascii: "<") else { throw failure("it has no element") }
    var root = try startTag()
    while true {
      if let root {
        try skipBetween()
        guard current == nil else { throw failure("something follows the end of the document") }
        return root
      }
      root = try step()
    }
  }

  /// Reads what comes next inside an element; the root, when it has ended.
  private mutating func step() throws(XMLSyntaxError) -> XMLNode? {
    guard let byte = current else {
      throw failure("the element \(quoted(open.last?.name ?? "")) does not end")
    }
    if byte != UInt8(ascii: "<") {
      let text = try characters(until: UInt8(ascii: "<"))
      open[open.count - 1].text += text
    } else if begins("<![CDATA[") {
      let start = index + 9
      try skip(past: "]]>")
      open[open.count - 1].text += plain(bytes[start..<index - 3], isAttribute: false)
    } else if begins("</") {
      return try endTag()
    } else if try !skipOne() {
      return try startTag()
    }
    return nil
  }

  /// Reads a start tag; the root, when it is an empty one.
  private mutating func startTag() throws(XMLSyntaxError) -> XMLNode? {
    count += 1
    guard count <= Limits.xmlElementsMax else {
      throw failure("it has over \(Limits.xmlElementsMax) elements")
    }
    guard open.count < Limits.xmlNestingMax else {
      throw failure("elements are nested deeper than \(Limits.xmlNestingMax)")
    }
    index += 1
    let name = try name()
    open.append(XMLNode(name: name, attributes: try attributes()))
    if take("/>") { return close() }
    guard take(">") else { throw failure("the tag of \(quoted(name)) does not end") }
    return nil
  }

  private mutating func endTag() throws(XMLSyntaxError) -> XMLNode? {
    let start = index
    index += 2
    let name = try name()
    skipSpace()
    guard take(">") else { throw failure("the tag of \(quoted(name)) does not end") }
    guard name == open.last?.name else {
      throw failure(
        "\(quoted(name)) ends where \(quoted(open.last?.name ?? "")) is open", at: start)
    }
    return close()
  }

  /// Ends the innermost element; the root, when it was that.
  private mutating func close() -> XMLNode? {
    guard let node = open.popLast() else { return nil }
    guard !open.isEmpty else { return node }
    open[open.count - 1].children.append(node)
    return nil
  }
}
