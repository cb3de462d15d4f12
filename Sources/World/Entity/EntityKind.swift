/// What sort of thing an entity is. Written to the wire: numbers are never used again.
public enum EntityKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A character that a person or a bot plays. Players are those who see: the observers.
  case player = 0
  /// A creature of the world, moved by the region of its spawn point for life.
  case creature = 1
}
