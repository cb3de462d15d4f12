import Model

/// Names an entity in the whole world, for ever. A player's entity bears its character's number.
///
/// The top bits say what it names: `000` a character, `0010` an NPC, `0011` a chest, `01` an item
/// on the ground, `1` a creature.
public struct EntityID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public init(_ character: CharacterID) { rawValue = character.rawValue }

  /// A creature's name: `1 | region (32) | epoch (11) | counter (20)`, the top bit first. A region
  /// that starts anew at another epoch gives its creatures other names.
  public static func creature(region: RegionID, epoch: Epoch, counter: UInt32) -> EntityID {
    EntityID(
      1 << 63 | UInt64(region.rawValue) << 31 | (epoch.rawValue & 0x7FF) << 20
        | UInt64(counter & 0xF_FFFF))
  }

  /// An item on the ground: `01 | item (62)`. It keeps its name wherever it is laid.
  public static func item(_ item: ItemID) -> EntityID {
    precondition(item.rawValue < 1 << 62, "storage issues smaller numbers")
    return EntityID(1 << 62 | item.rawValue)
  }

  /// An NPC: `0010 | 0 (12) | region (32) | number (16)`. The same one after a restart.
  public static func npc(region: RegionID, number: NPCNumber) -> EntityID {
    EntityID(1 << 61 | UInt64(region.rawValue) << 16 | UInt64(number.rawValue))
  }

  /// A chest: `0011 | 0 (12) | region (32) | number (16)`. The same one after a restart.
  public static func chest(region: RegionID, number: ChestNumber) -> EntityID {
    EntityID(3 << 60 | UInt64(region.rawValue) << 16 | UInt64(number.rawValue))
  }

  /// Whether it names a character: the only ones that enter and leave.
  public var isCharacter: Bool { rawValue >> 61 == 0 }

  /// Whether it names a creature, not a character.
  public var isCreature: Bool { rawValue >> 63 != 0 }

  public var isNPC: Bool { rawValue >> 60 == 2 }

  public var isChest: Bool { rawValue >> 60 == 3 }

  /// Which item it names; nil when it names none.
  public var item: ItemID? {
    rawValue >> 62 == 1 ? ItemID(rawValue & (1 << 62 - 1)) : nil
  }

  public var description: String { "entity-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
