import Model

/// What an input asks a character to do once.
public enum WireDeed: Hashable, Sendable {
  /// Skills are numbered as in the content bundle, from 1. `entity` 0: nobody, or oneself. Both
  /// components of the direction are -127 ... 127.
  case use(skill: UInt32, entity: UInt64, dx: Int8, dy: Int8)
  case respawn
}

/// One numbered input of a player: a motion, a deed, or both.
public struct PlayerInput: Hashable, Sendable {
  public var sequence: InputSequence
  /// Nil: what it did before goes on.
  public var motion: WireMotion?
  public var deed: WireDeed?

  /// An input of neither motion nor deed is none: the other side refuses it.
  public init(sequence: InputSequence, motion: WireMotion?, deed: WireDeed? = nil) {
    self.sequence = sequence
    self.motion = motion
    self.deed = deed
  }
}
