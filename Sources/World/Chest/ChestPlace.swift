import Model

/// Names a chest on its map: its place in the map's list, from 1.
public struct ChestNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A place on the map where a chest stands for ever.
public struct ChestPlace: Hashable, Sendable {
  /// Unique on the map.
  public var number: ChestNumber
  public var position: Position
  /// What falls out of it.
  public var loot: LootTableNumber
  /// Ticks from its opening until it is full and closed again.
  public var respawnTicks: UInt64

  public init(
    number: ChestNumber, position: Position, loot: LootTableNumber, respawnTicks: UInt64
  ) {
    self.number = number
    self.position = position
    self.loot = loot
    self.respawnTicks = respawnTicks
  }
}
