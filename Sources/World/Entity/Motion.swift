import Model

/// What an entity is about to do with its feet.
public enum Motion: Hashable, Sendable {
  case standing
  /// Goes on in a direction; the length of the vector does not matter, (0, 0) is standing.
  case heading(dx: Int8, dy: Int8)
  /// Goes to a place, around what is in the way; stands when it is there or cannot come nearer.
  case walking(to: Position)
}
