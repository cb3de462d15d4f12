import Model

/// A place where creatures come into the world, on the map of a region.
public struct CreatureSpawn: Hashable, Sendable {
  public var creature: CreatureNumber
  public var position: Position
  /// They appear so near to it, 1/256 world unit.
  public var radius: Fixed
  public var countMax: Int
  /// Ticks from a death until another one appears.
  public var respawnTicks: UInt64
  /// How far they roam; instead of the kind's own patrol radius when positive.
  public var roamRadius: Fixed
  /// Walked to and fro instead of wandering, when there are at least two.
  public var waypoints: [Position]

  public init(
    creature: CreatureNumber, position: Position, radius: Fixed, countMax: Int,
    respawnTicks: UInt64, roamRadius: Fixed = 0, waypoints: [Position] = []
  ) {
    self.creature = creature
    self.position = position
    self.radius = radius
    self.countMax = countMax
    self.respawnTicks = respawnTicks
    self.roamRadius = roamRadius
    self.waypoints = waypoints
  }
}
