/// Whether a character may use something up, and what that gives back: asked before storage takes it
/// away.
public enum Consumption: Hashable, Sendable {
  /// For `Intent.consume`, when it is gone.
  case ready(heal: Int32, mana: Int32)
  /// The character is not simulated here.
  case away
  /// The character is dead.
  case dead
  /// The character's level is too low.
  case level
  /// There is no such item, or nothing comes of using it up.
  case useless
}
