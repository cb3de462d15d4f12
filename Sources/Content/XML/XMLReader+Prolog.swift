extension XMLReader {
  /// Reads `<?xml …?>`, which may name no encoding but UTF-8.
  mutating func declaration() throws(XMLSyntaxError) {
    let start = index
    index += 5
    let attributes = try attributes()
    guard take("?>") else { throw failure("its declaration does not end", at: start) }
    let encoding = attributes["encoding"] ?? "utf-8"
    guard ["utf-8", "us-ascii", "ascii"].contains(encoding.lowercased()) else {
      throw failure("it is in \(quoted(encoding)) and not in UTF-8", at: start)
    }
  }

  /// Steps over `<!DOCTYPE …>` when it only names things, which nobody fetches.
  mutating func skipDocumentType() throws(XMLSyntaxError) {
    let start = index
    var quote: UInt8?
    while let byte = current {
      index += 1
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["):
        throw failure(
          "its document type declares things of its own, which is not allowed", at: start)
      case UInt8(ascii: ">"): return
      default: break
      }
    }
    throw failure("its document type does not end", at: start)
  }

  /// Steps over white space, comments and instructions around the root.
  mutating func skipBetween() throws(XMLSyntaxError) {
    repeat { skipSpace() } while try skipOne()
  }

  /// Steps over a comment or an instruction to a processor; false when none is next.
  mutating func skipOne() throws(XMLSyntaxError) -> Bool {
    if begins("<!--") {
      try skip(past: "-->")
      return true
    }
    if begins("<?") {
      try skip(past: "?>")
      return true
    }
    return false
  }

  /// Steps over everything up to and with `end`.
  mutating func skip(past end: String) throws(XMLSyntaxError) {
    let start = index
    while index < bytes.count {
      if take(end) { return }
      index += 1
    }
    throw failure("something that begins here does not end", at: start)
  }
}
