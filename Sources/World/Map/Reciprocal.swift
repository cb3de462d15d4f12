/// Exact division of a non-negative `Int32` by one divisor, as a multiplication and a shift.
///
/// Every step asks many times on which tile and in which cell somebody stands, and a division costs
/// several times as much. (Granlund and Montgomery, "Division by invariant integers using
/// multiplication", PLDI 1994.)
struct Reciprocal: Hashable, Sendable {
  let divisor: Int32
  private let multiplier: UInt64
  private let shift: UInt64

  init(_ divisor: Int32) {
    precondition(divisor > 0, "division by a positive number")
    self.divisor = divisor
    let bits = UInt64(32 - (divisor - 1).leadingZeroBitCount)
    shift = 31 + bits
    multiplier = ((1 << shift) + UInt64(divisor) - 1) / UInt64(divisor)
  }

  /// `n / divisor` rounded down, for `n >= 0`.
  @inline(__always)
  func quotient(_ n: Int32) -> Int32 {
    assert(n >= 0)
    return Int32(truncatingIfNeeded: (UInt64(UInt32(bitPattern: n)) &* multiplier) >> shift)
  }
}
