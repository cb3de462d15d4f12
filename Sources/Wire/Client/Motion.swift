import Model

/// What an input asks a character to do. It holds until the next input.
public enum WireMotion: Hashable, Sendable {
  case stand
  /// A direction; its length does not matter. Both components -127 ... 127.
  case heading(dx: Int8, dy: Int8)
  /// A place to walk to.
  case target(Position)
}

/// One numbered input of a player.
public struct PlayerInput: Hashable, Sendable {
  public var sequence: InputSequence
  public var motion: WireMotion

  public init(sequence: InputSequence, motion: WireMotion) {
    self.sequence = sequence
    self.motion = motion
  }
}
