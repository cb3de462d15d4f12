/// Random numbers that repeat from their seed on every machine.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
  public private(set) var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `0 ..< bound`; the bias of the multiply-shift is below 2⁻³².
  public mutating func below(_ bound: UInt32) -> UInt32 {
    precondition(bound > 0, "an empty range has no numbers")
    return UInt32((UInt64(UInt32(truncatingIfNeeded: next())) * UInt64(bound)) >> 32)
  }
}
