/// Base32 without padding (RFC 4648): how people and authenticator apps exchange secrets.
public enum Base32 {
  private static let symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 8 + 4) / 5)
    var pending: UInt32 = 0
    var bits = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(symbols[Int(pending >> UInt32(bits) & 31)])
      }
      pending &= (1 << UInt32(bits)) - 1
    }
    if bits > 0 { text.append(symbols[Int(pending << UInt32(5 - bits) & 31)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text in letters of either case; nil when a symbol is foreign, the length
  /// impossible or a spare bit set.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var pending: UInt32 = 0
    var bits = 0
    for symbol in text.uppercased().utf8 {
      guard let value = symbols.firstIndex(of: symbol) else { return nil }
      pending = pending << 5 | UInt32(value)
      bits += 5
      guard bits >= 8 else { continue }
      bits -= 8
      bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
      pending &= (1 << UInt32(bits)) - 1
    }
    return bits < 5 && pending == 0 ? bytes : nil
  }
}
