import Model
import World

/// A thing that a designer placed on a map for the game to act on.
public struct PlacedObject: Hashable, Sendable {
  /// What it is, with the properties that its class demands.
  public enum Kind: Hashable, Sendable {
    case monsterSpawn(MonsterSpawn)
    case npc(NPC)
    case portal(Portal)
    case region(TriggerRegion)
    case chest(Chest)
    case patrol(Patrol)
  }

  /// Tiled's number of the object: unique on its map.
  public let id: Int
  public let name: String
  /// The name of the layer on which it lies.
  public let layer: String
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

  /// What a report calls it.
  var place: String { "\(TiledObject.title(id: id, name: name)) in layer \(quoted(layer))" }
}

/// Where monsters of one kind appear.
public struct MonsterSpawn: Hashable, Sendable {
  public let monsterID: String
  /// How many live at once.
  public let countMax: Int
  public let respawnMilliseconds: Int
  /// How far from the middle they appear; nil: as the area says.
  public let radius: Fixed?
  /// How far they roam; nil: as their kind does.
  public let roamRadius: Fixed?
  /// The object of class `Patrol` whose way they walk.
  public let patrol: Int?

  init(
    monsterID: String, countMax: Int, respawnMilliseconds: Int, radius: Fixed? = nil,
    roamRadius: Fixed? = nil, patrol: Int? = nil
  ) {
    self.monsterID = monsterID
    self.countMax = countMax
    self.respawnMilliseconds = respawnMilliseconds
    self.radius = radius
    self.roamRadius = roamRadius
    self.patrol = patrol
  }
}

/// A way that creatures walk to and fro.
public struct Patrol: Hashable, Sendable {
  /// At least two, none on a blocked tile.
  public let points: [Position]
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

  /// What players read who enter it: `announce:` in front of it.
  public var announcement: String? {
    let word = "announce:"
    guard let action = triggerAction, action.hasPrefix(word) else { return nil }
    let sentence = action.dropFirst(word.count).drop { $0 == " " }
    guard (1...Limits.descriptionBytesMax).contains(sentence.utf8.count) else { return nil }
    return String(sentence)
  }

  /// What the rules make of it; nil: nothing.
  public var zoneKind: Zone.Kind? { Self.zoneKinds[regionType] }

  /// The types that mean something to the rules.
  static let zoneKinds: [String: Zone.Kind] = [
    "safe": .safe, "safe_zone": .safe, "town": .safe, "danger": .danger, "danger_zone": .danger,
  ]
}

/// A container with loot.
public struct Chest: Hashable, Sendable {
  public let lootTable: String
  public let respawnMilliseconds: Int
}
