/// Whether a character gets at something with its hands: what the world knows before storage is
/// asked to move anything.
public enum Reach: UInt8, Hashable, Sendable, CaseIterable {
  case near
  /// The character is not simulated here.
  case away
  /// The character is dead.
  case dead
  /// What it reaches for is not here: gone, or never was.
  case absent
  /// Whom it reaches for is dead.
  case lifeless
  /// It is a chest that somebody has opened.
  case empty
  /// Further than `Rules.reach`.
  case far
  /// A wall is in between.
  case hidden
}
