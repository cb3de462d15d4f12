import Model

/// All content of a world, checked: what a process of the cluster runs with.
public struct GameContent: Hashable, Sendable {
  /// Where new characters enter the world.
  public struct Start: Hashable, Sendable {
    public let map: MapID
    public let spawn: SpawnPoint
  }

  /// The folder it was read from.
  public let root: String
  public let version: ContentVersion
  /// Equal in all processes that loaded the same files.
  public let fingerprint: Fingerprint
  public let maps: [MapID: GameMap]
  /// Skills, creatures and what players are.
  public let definitions: Definitions
  public let start: Start

  /// The ids of all maps in ascending order.
  public var mapIDs: [MapID] { maps.keys.sorted() }
}
