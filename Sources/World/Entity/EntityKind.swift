/// What sort of thing an entity is. Written to the wire: numbers are never used again.
public enum EntityKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A character that a person or a bot plays. Players are those who see: the observers.
  case player = 0
  /// A creature of the world, moved by the region of its spawn point for life.
  case creature = 1
  /// Something that lies on the ground: it stands still, and nothing happens to it but being
  /// taken up.
  case item = 2
  /// A person of the world who stands where a designer put it.
  case npc = 3
  /// A container that stands where a designer put it; what is in it falls out when it is opened.
  case chest = 4

  /// Whether it moves, fights and dies: who does not is met by no skill and no deed.
  public var isLiving: Bool { self == .player || self == .creature }
}
