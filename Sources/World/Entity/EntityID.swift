import Model

/// Names an entity in the whole world, for ever. A player's entity bears its character's number.
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

  /// Whether it names a creature, not a character.
  public var isCreature: Bool { rawValue >> 63 != 0 }

  public var description: String { "entity-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
