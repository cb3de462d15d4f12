/// One of the 16384 hash slots of a Redis Cluster, named by a key in it.
///
/// Each slot has one owner among the masters; all keys of one hash tag are in one slot.
public struct RedisSlot: Hashable, Sendable {
  /// The slot of the empty key: for those to whom any server of a cluster is right.
  public static let first = RedisSlot(of: "")
  static let count = 16_384

  /// A key in the slot.
  public let key: String
  /// 0 ..< 16384.
  public let number: Int

  public init(of key: String) {
    self.key = key
    number = Int(Self.checksum(Self.hashed(key))) % Self.count
  }

  /// What Redis hashes: what stands between the first `{` and the next `}`, unless that is nothing;
  /// else the whole key.
  private static func hashed(_ key: String) -> Substring.UTF8View {
    let whole = Substring(key).utf8
    guard let open = whole.firstIndex(of: UInt8(ascii: "{")) else { return whole }
    let rest = whole[whole.index(after: open)...]
    guard let close = rest.firstIndex(of: UInt8(ascii: "}")), close != rest.startIndex else {
      return whole
    }
    return rest[..<close]
  }

  /// CRC-16 with the polynomial 0x1021, from 0, not reflected ("XMODEM").
  private static func checksum(_ bytes: Substring.UTF8View) -> UInt16 {
    bytes.reduce(into: UInt16(0)) { sum, byte in
      sum ^= UInt16(byte) << 8
      for _ in 0..<8 { sum = sum & 0x8000 == 0 ? sum << 1 : sum << 1 ^ 0x1021 }
    }
  }
}
