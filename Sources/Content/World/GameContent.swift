import Model
import World

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

  /// Where new characters enter: everywhere on the start's map where one may and nobody is hurt; else
  /// at the start alone.
  public var startPlaces: [SpawnPoint] {
    guard let map = maps[start.map] else { return [start.spawn] }
    let safe = map.places.zones.filter { $0.kind == .safe }
    let places = map.spawns.filter { spawn in
      safe.contains { $0.bounds.contains(spawn.position) }
    }
    return places.isEmpty ? [start.spawn] : places
  }

  /// The ids of all maps in ascending order.
  public var mapIDs: [MapID] { maps.keys.sorted() }
}
