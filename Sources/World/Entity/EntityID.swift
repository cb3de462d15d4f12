import Model

/// Names an entity in the whole world, for ever. A player's entity bears its character's number.
public struct EntityID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: UInt64

  public init(_ rawValue: UInt64) { self.rawValue = rawValue }

  public init(_ character: CharacterID) { rawValue = character.rawValue }

  public var description: String { "entity-\(rawValue)" }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
