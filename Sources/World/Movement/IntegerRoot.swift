/// The smallest integer whose square is at least `n`, the same on every machine.
///
/// Rounded up: a direction divided by it never makes anybody faster than allowed.
@inline(__always)
func squareRootRoundedUp(_ n: UInt64) -> UInt64 {
  precondition(n < 1 << 62, "squares of map distances")
  var root = UInt64(Double(n).squareRoot())
  while root &* root > n { root -= 1 }
  while root &* root < n { root += 1 }
  return root
}
