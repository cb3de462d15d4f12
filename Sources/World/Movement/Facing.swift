/// The eighth of a circle, 0 ... 32 of 256, whose tangent is index / 64.
private let eighth: [UInt8] = [
  0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 9, 10,
  11, 11, 12, 12, 13, 13, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19,
  20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 25, 26, 26, 27, 27,
  27, 28, 28, 29, 29, 29, 30, 30, 30, 31, 31, 31, 32, 32,
]

/// The direction of a vector in 1/256 of a full turn: 0 is right (+x), 64 is down (+y). Integers
/// only, so that every machine looks the same way. Nil for the vector that has no direction.
func facing(dx: Int32, dy: Int32) -> UInt8? {
  let width = Int64(dx).magnitude
  let height = Int64(dy).magnitude
  guard width > 0 || height > 0 else { return nil }
  let isSteep = height > width
  let tangent = (min(width, height) * 64 + max(width, height) / 2) / max(width, height)
  let flat = Int32(eighth[Int(tangent)])
  var angle = isSteep ? 64 - flat : flat
  if dx < 0 { angle = 128 - angle }
  if dy < 0 { angle = -angle }
  return UInt8(truncatingIfNeeded: angle)
}
