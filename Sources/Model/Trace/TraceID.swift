/// Names one trace: everything that one cause led to, in whatever process. 16 bytes, not all zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
  /// How many bytes it has.
  public static let byteCount = 16

  public let high: UInt64
  public let low: UInt64

  /// Nil for zero, which stands for none.
  public init?(high: UInt64, low: UInt64) {
    guard high != 0 || low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// Reads 32 hexadecimal digits, small letters alone; nil for anything else, and for zeros.
  public init?(_ text: some StringProtocol) {
    let digits = text.utf8
    guard digits.count == 2 * Self.byteCount, let high = HexText.number(digits.prefix(16)),
      let low = HexText.number(digits.dropFirst(16))
    else { return nil }
    self.init(high: high, low: low)
  }

  /// The most significant first; nil for anything but 16 bytes that are not all zero.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init(
      high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
      low: bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The most significant first.
  public var bytes: [UInt8] { HexText.bytes(of: high) + HexText.bytes(of: low) }

  /// 32 hexadecimal digits.
  public var description: String { HexText.text(of: bytes) }
}

/// Names one span of a trace. 8 bytes, not all zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
  public let rawValue: UInt64

  /// Nil for zero, which stands for none.
  public init?(_ rawValue: UInt64) {
    guard rawValue != 0 else { return nil }
    self.rawValue = rawValue
  }

  /// The most significant first.
  public var bytes: [UInt8] { HexText.bytes(of: rawValue) }

  /// 16 hexadecimal digits.
  public var description: String { HexText.text(of: bytes) }
}

/// Hexadecimal digits, small letters, as W3C writes ids.
enum HexText {
  /// Nil when one of the bytes is no digit.
  static func number(_ digits: some Collection<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      number = number << 4 | value
    }
    return number
  }

  /// The most significant first.
  static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
  }

  static func text(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func value(of digit: UInt8) -> UInt64? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(digit - UInt8(ascii: "a")) + 10
    default: nil
    }
  }
}
