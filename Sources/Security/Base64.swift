/// Base64 without padding (RFC 4648), strict: a text that another encoder could not have written
/// is refused, so that one value has one text.
public enum Base64: Sendable {
  /// `-` and `_`: for URLs and tokens.
  case url
  /// `+` and `/`: for password hashes, as other software writes them.
  case standard

  private static let common = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  private var symbols: [UInt8] {
    Self.common + (self == .url ? Array("-_".utf8) : Array("+/".utf8))
  }

  public func encode(_ bytes: [UInt8]) -> String {
    let symbols = symbols
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var pending: UInt32 = 0
    var bits = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(symbols[Int(pending >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { text.append(symbols[Int(pending << UInt32(6 - bits) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text; nil when a symbol is foreign, the length impossible or a spare bit set.
  public func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3 / 4)
    var pending: UInt32 = 0
    var bits = 0
    for symbol in text.utf8 {
      guard let value = value(of: symbol) else { return nil }
      pending = pending << 6 | value
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
      pending &= (1 << UInt32(bits)) - 1
    }
    return bits < 6 && pending == 0 ? bytes : nil
  }

  private func value(of symbol: UInt8) -> UInt32? {
    switch symbol {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(symbol - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(symbol - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(symbol - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-") where self == .url: 62
    case UInt8(ascii: "_") where self == .url: 63
    case UInt8(ascii: "+") where self == .standard: 62
    case UInt8(ascii: "/") where self == .standard: 63
    default: nil
    }
  }
}
