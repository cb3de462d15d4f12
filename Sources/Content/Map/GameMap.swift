import Model
import World

/// One map of the world as the game uses it: checked, and free of the format that it came from.
public struct GameMap: Hashable, Sendable {
  public let id: MapID
  /// What players and designers call it.
  public let name: String
  /// How the map is cut into regions, and how far players see.
  public let regions: RegionGrid
  /// Which tiles block movement.
  public let collision: CollisionGrid
  /// Where characters enter, in the order of the file: at least one, none on a blocked tile.
  public let spawns: [SpawnPoint]
  /// Everything else that designers placed, in the order of the file.
  public let objects: [PlacedObject]
  /// What clients draw.
  public let art: MapArt
  /// Those objects that the rules of the game act on, as they take them.
  public internal(set) var places = Places()

  /// The spawn point of that name.
  public func spawn(named name: String) -> SpawnPoint? { spawns.first { $0.name == name } }

  /// Whether a place lies on a tile that blocks, or outside the map.
  public func isBlocked(_ place: Position) -> Bool {
    guard regions.bounds.contains(place) else { return true }
    let tile = collision.tileUnits * .one
    return collision.isBlocked(column: Int(place.x / tile), row: Int(place.y / tile))
  }
}

/// A named place where characters enter a map.
public struct SpawnPoint: Hashable, Sendable {
  /// Unique on its map.
  public let name: String
  /// On a tile that does not block.
  public let position: Position
  /// Whether the dead of this map come back to life here, wherever new characters enter.
  public let isSanctuary: Bool

  init(name: String, position: Position, isSanctuary: Bool = false) {
    self.name = name
    self.position = position
    self.isSanctuary = isSanctuary
  }
}
