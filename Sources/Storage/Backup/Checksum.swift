/// CRC-64 as XZ uses it: finds damage, not malice.
struct Checksum: Hashable, Sendable {
  private var register = UInt64.max

  var value: UInt64 { ~register }

  mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      register = Self.table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8)
    }
  }

  private static let polynomial: UInt64 = 0xC96C_5795_D787_0F42

  private static let table: [UInt64] = (0..<256).map { number in
    (0..<8).reduce(UInt64(number)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1
    }
  }
}
