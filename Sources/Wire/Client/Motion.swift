import Model

/// What an input asks a character to do with its feet. It holds until the next one.
public enum WireMotion: Hashable, Sendable {
  case stand
  /// A direction; its length does not matter. Both components -127 ... 127.
  case heading(dx: Int8, dy: Int8)
  /// A place to walk to.
  case target(Position)
}
