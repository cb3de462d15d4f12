import Model

/// A thing that a designer placed on a map for the game to act on.
public struct PlacedObject: Hashable, Sendable {
  /// What it is, with the properties that its class demands.
  public enum Kind: Hashable, Sendable {
    case monsterSpawn(MonsterSpawn)
    case npc(NPC)
    case portal(Portal)
    case region(TriggerRegion)
    case chest(Chest)
  }

  /// Tiled's number of the object: unique on its map.
  public let id: Int
  public let name: String
  public let kind: Kind
  /// A point's area is empty: its smaller edge is the place.
  public let area: Rectangle
  /// All custom properties, also those that `kind` holds typed.
  public let properties: [String: PropertyValue]

  /// The middle of the area.
  public var position: Position {
    Position(
      x: area.minX + (area.maxX - area.minX) / 2, y: area.minY + (area.maxY - area.minY) / 2)
  }
}

/// Where monsters of one kind appear.
public struct MonsterSpawn: Hashable, Sendable {
  public let monsterID: String
  /// How many live at once.
  public let countMax: Int
  public let respawnMilliseconds: Int
}

/// A person of the world.
public struct NPC: Hashable, Sendable {
  public let npcID: String
  /// The dialogue that starts when a player speaks to it.
  public let dialogue: String?
  /// The shop that it keeps.
  public let shop: String?
}

/// A way to another place, on this map or another one.
public struct Portal: Hashable, Sendable {
  public let target: MapReference
  /// Where it leads to: on the target map, not on a blocked tile.
  public let position: Position
}

/// How content names a map.
public enum MapReference: Hashable, Sendable, CustomStringConvertible {
  case id(MapID)
  case name(String)

  public var description: String {
    switch self {
    case .id(let id): "\(id.rawValue)"
    case .name(let name): name
    }
  }
}

/// An area that does something to those who enter it. Not a region of the cluster.
public struct TriggerRegion: Hashable, Sendable {
  public let regionType: String
  /// What happens on entering; nil for an area that only is of a type.
  public let triggerAction: String?
}

/// A container with loot.
public struct Chest: Hashable, Sendable {
  public let lootTable: String
  public let respawnMilliseconds: Int
}
