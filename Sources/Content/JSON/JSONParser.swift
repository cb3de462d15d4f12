/// Reads JSON (RFC 8259) strictly and within limits: nesting, number of values, finite numbers,
/// valid UTF-8, and no key twice in one object.
struct JSONParser {
  private let bytes: [UInt8]
  var index = 0
  private var values = 0
  private let nestingMax: Int
  private let valuesMax: Int

  private init(bytes: [UInt8], nestingMax: Int, valuesMax: Int) {
    self.bytes = bytes
    self.nestingMax = nestingMax
    self.valuesMax = valuesMax
  }

  /// The document that `bytes` hold.
  static func parse(
    _ bytes: [UInt8], nestingMax: Int = Limits.jsonNestingMax, valuesMax: Int = Limits.jsonValuesMax
  ) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, nestingMax: nestingMax, valuesMax: valuesMax)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.index = 3 }
    let value = try parser.value(nesting: 0)
    parser.skipSpace()
    guard parser.index == bytes.count else {
      throw parser.failure("something follows the end of the document")
    }
    return value
  }

  /// The byte at the reading place; nil at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  func slice(from start: Int) -> ArraySlice<UInt8> { bytes[start..<index] }

  /// An error at `place`, or at the reading place.
  func failure(_ sentence: String, at place: Int? = nil) -> JSONSyntaxError {
    let before = bytes[..<min(place ?? index, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return JSONSyntaxError(line: line, column: before.count - start + 1, sentence: sentence)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      index += 1
    }
  }

  /// Steps over `byte` when it is the next one after white space.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(nesting: Int) throws(JSONSyntaxError) -> JSONValue {
    skipSpace()
    values += 1
    guard values <= valuesMax else { throw failure("the document has over \(valuesMax) values") }
    guard let byte = current else { throw failure("the document ends too early") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard nesting < nestingMax else {
        throw failure("lists and objects are nested deeper than \(nestingMax)")
      }
      index += 1
      return byte == UInt8(ascii: "[")
        ? .array(try array(nesting: nesting + 1)) : .object(try object(nesting: nesting + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw failure("a value cannot start with \(name(of: byte))")
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    let letters = Array(word.description.utf8)
    guard bytes[index...].starts(with: letters) else { throw failure("this is not a value") }
    index += letters.count
    return value
  }

  private mutating func array(nesting: Int) throws(JSONSyntaxError) -> [JSONValue] {
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try value(nesting: nesting))
      if take(UInt8(ascii: "]")) { return elements }
      guard take(UInt8(ascii: ",")) else {
        throw failure("a list goes on with ',' or ends with ']'")
      }
    }
  }

  private mutating func object(nesting: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw failure("a key in quotes is missing") }
      let start = index
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("':' is missing after a key") }
      let member = try value(nesting: nesting)
      guard members.updateValue(member, forKey: key) == nil else {
        throw failure("the key \(quoted(key)) stands twice in one object", at: start)
      }
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else {
        throw failure("an object goes on with ',' or ends with '}'")
      }
    }
  }

  private func name(of byte: UInt8) -> String {
    (0x21...0x7E).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte \(byte)"
  }
}
