/// A 64-bit number for content, so that two processes can tell whether they loaded the same files.
///
/// FNV-1a (Fowler, Noll, Vo): it finds mistakes, not attacks; bundles are named by SHA-256.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  public private(set) var rawValue: UInt64 = 0xCBF2_9CE4_8422_2325

  init() {}

  init(of bytes: [UInt8], named name: String) {
    combine(name.utf8)
    combine(CollectionOfOne(0))
    combine(bytes)
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(rawValue, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func combine(_ other: Fingerprint?) {
    let value = other?.rawValue ?? 0
    combine((0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) })
  }

  private mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { rawValue = (rawValue ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }
}
