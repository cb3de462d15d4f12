import Model

/// Which one an entity is in the list of its sort: of creatures a `CreatureNumber`, of items an
/// `ItemNumber`, of NPCs an `NPCNumber`, of chests a `ChestNumber`. Snapshots and borders carry it without knowing the list.
public struct DefinitionNumber: Hashable, Sendable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public init(_ creature: CreatureNumber) { rawValue = creature.rawValue }

  public init(_ item: ItemNumber) { rawValue = item.rawValue }

  public init(_ npc: NPCNumber) { rawValue = npc.rawValue }

  public init(_ chest: ChestNumber) { rawValue = chest.rawValue }

  /// Of players.
  public static let none = DefinitionNumber(0)
}
