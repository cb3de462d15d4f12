extension JSONParser {
  /// Reads a number at the reading place.
  mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    let whole = digits()
    guard whole > 0 else { throw failure("a number needs digits") }
    let first = start + (slice(from: start).first == UInt8(ascii: "-") ? 1 : 0)
    if whole > 1, slice(from: first).first == UInt8(ascii: "0") {
      throw failure("a number does not start with 0", at: first)
    }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      guard digits() > 0 else { throw failure("digits follow a decimal point") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isWhole = false
      index += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
      guard digits() > 0 else { throw failure("digits follow an exponent's 'e'") }
    }
    if isWhole, let value = integer(slice(from: start)) { return .integer(value) }
    guard let value = Double(String(decoding: slice(from: start), as: UTF8.self)), value.isFinite
    else { throw failure("the number is too large", at: start) }
    return .number(value)
  }

  /// Steps over digits; how many.
  private mutating func digits() -> Int {
    let start = index
    while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  /// The whole number that `text` spells; nil when it does not fit 64 bits.
  private func integer(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    var value: Int64 = 0
    for byte in isNegative ? text.dropFirst() : text {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      guard !overflow, !carry else { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// Reads a string whose opening quote is at the reading place.
  mutating func string() throws(JSONSyntaxError) -> String {
    let opening = index
    index += 1
    var text: [UInt8] = []
    var run = index
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        text += slice(from: run)
        index += 1
        guard let string = String(validating: text, as: UTF8.self) else {
          throw failure("a string is not valid UTF-8", at: opening)
        }
        return string
      case UInt8(ascii: "\\"):
        text += slice(from: run)
        index += 1
        try escape(into: &text)
        run = index
      case 0..<0x20:
        throw failure("a string holds the control character \(byte); write it as an escape")
      default:
        index += 1
      }
    }
    throw failure("a string does not end", at: opening)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = current else { throw failure("a string does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(try unicodeEscape()).utf8)
    default: throw failure("this escape does not exist", at: index - 2)
    }
  }

  /// Reads what follows `\u`, with the second half of a surrogate pair.
  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Character {
    let start = index - 2
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), current == UInt8(ascii: "\\") {
      index += 1
      guard current == UInt8(ascii: "u") else { throw failure("half a surrogate pair", at: start) }
      index += 1
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else {
        throw failure("half a surrogate pair", at: start)
      }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw failure("half a surrogate pair", at: start)
    }
    return Character(scalar)
  }

  private mutating func hexadecimal() throws(JSONSyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits follow '\\u'")
      }
      code = code << 4 + UInt32(digit)
      index += 1
    }
    return code
  }
}
