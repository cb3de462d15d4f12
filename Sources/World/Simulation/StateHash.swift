/// A 64-bit digest of a state, the same on every machine and in every build: two simulations that
/// went apart differ in it. Not for adversaries.
struct StateHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 32
  }

  mutating func add(_ word: some BinaryInteger) { add(UInt64(truncatingIfNeeded: word)) }
}
