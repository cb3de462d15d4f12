extension XMLReader {
  /// Reads the name of an element or attribute.
  mutating func name() throws(XMLSyntaxError) -> String {
    let start = index
    while let byte = current, byte.isNameLetter || index > start && byte.isInsideName {
      index += 1
    }
    guard index > start else { throw failure("a name is missing") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// Reads the attributes in a tag, up to what ends it.
  mutating func attributes() throws(XMLSyntaxError) -> [String: String] {
    var attributes: [String: String] = [:]
    while true {
      let start = index
      skipSpace()
      guard let byte = current, byte.isNameLetter else { return attributes }
      guard index > start else { throw failure("a space is missing in front of an attribute") }
      let name = try name()
      skipSpace()
      guard take("=") else { throw failure("the attribute \(quoted(name)) has no value") }
      skipSpace()
      guard let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw failure("the value of \(quoted(name)) is not in quotes")
      }
      index += 1
      let value = try characters(until: quote)
      guard current == quote else { throw failure("the value of \(quoted(name)) does not end") }
      index += 1
      guard attributes.updateValue(value, forKey: name) == nil else {
        throw failure("the attribute \(quoted(name)) stands twice", at: start)
      }
      guard attributes.count <= Limits.xmlAttributesMax else {
        throw failure("an element has over \(Limits.xmlAttributesMax) attributes")
      }
    }
  }

  /// Reads text up to `end` or the end of the document: a quote ends the value of an attribute, in
  /// which no element may begin.
  mutating func characters(until end: UInt8) throws(XMLSyntaxError) -> String {
    let isAttribute = end != UInt8(ascii: "<")
    var text = ""
    var run = index
    while let byte = current, byte != end {
      if byte == UInt8(ascii: "&") {
        text += plain(bytes[run..<index], isAttribute: isAttribute)
        text.unicodeScalars.append(try reference())
        run = index
      } else if byte == UInt8(ascii: "<") {
        throw failure("'<' stands inside the value of an attribute")
      } else {
        index += 1
      }
    }
    return text + plain(bytes[run..<index], isAttribute: isAttribute)
  }

  /// Text as it is meant: each line end is one `\n`, and in attributes all white space is a space.
  func plain(_ text: ArraySlice<UInt8>, isAttribute: Bool) -> String {
    let return13 = UInt8(ascii: "\r")
    guard isAttribute || text.contains(return13) else {
      return String(decoding: text, as: UTF8.self)
    }
    var letters: [UInt8] = []
    letters.reserveCapacity(text.count)
    var before: UInt8 = 0
    for byte in text {
      if byte == UInt8(ascii: "\n"), before == return13 {
        // The second half of a line end.
      } else if isAttribute, byte.isSpace {
        letters.append(0x20)
      } else {
        letters.append(byte == return13 ? UInt8(ascii: "\n") : byte)
      }
      before = byte
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// Reads `&amp;`, `&#10;`, `&#xA;` and the like.
  private mutating func reference() throws(XMLSyntaxError) -> Unicode.Scalar {
    let start = index
    let named: [(String, Unicode.Scalar)] = [
      ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"),
    ]
    for (word, letter) in named where take(word) { return letter }
    guard take("&#") else {
      throw failure("it uses an entity that the language does not have", at: start)
    }
    let radix = take("x") ? 16 : 10
    let digits = index
    while let byte = current, byte != UInt8(ascii: ";"), index - digits < 8 { index += 1 }
    let code = UInt32(String(decoding: bytes[digits..<index], as: UTF8.self), radix: radix)
    guard let code, bytes[digits] != UInt8(ascii: "+"), let letter = Unicode.Scalar(code),
      code >= 0x20 || code == 0x09 || code == 0x0A || code == 0x0D, take(";")
    else { throw failure("a character's number is not one", at: start) }
    return letter
  }
}

extension UInt8 {
  /// Whether a name may begin with it; letters outside of ASCII are not told apart.
  fileprivate var isNameLetter: Bool {
    (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self >= 0x80
      || self == UInt8(ascii: "_") || self == UInt8(ascii: ":")
  }

  /// Whether it may stand in a name behind its first letter.
  fileprivate var isInsideName: Bool {
    (0x30...0x39).contains(self) || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
  }
}
