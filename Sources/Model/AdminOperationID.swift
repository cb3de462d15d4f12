/// Names one operation of an operator for ever: whoever is asked to do it twice does it once.
///
/// 16 bytes, drawn at random or derived from what the operation stands for.
public struct AdminOperationID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// How many bytes it has.
  public static let byteCount = 16

  private let high: UInt64
  private let low: UInt64

  /// - Parameter random: a source that nobody can guess, outside of tests.
  public init(using random: inout some RandomNumberGenerator) {
    high = random.next()
    low = random.next()
  }

  /// Nil for anything but 16 bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    let half = Self.byteCount / 2
    high = bytes.prefix(half).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(half).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads what `description` writes, in either case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let digits = text.utf8
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      guard let value = Self.value(of: digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.init(bytes: bytes)
  }

  /// The most significant first.
  public var bytes: [UInt8] {
    [high, low].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) }
    }
  }

  /// 32 hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
