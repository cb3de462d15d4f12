import Model

/// Names an NPC on its map: its place in the map's list, from 1.
public struct NPCNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A place on the map where an NPC stands for ever.
public struct NPCPost: Hashable, Sendable {
  /// Unique on the map.
  public var number: NPCNumber
  public var position: Position
  /// In 1/256 of a full turn: 64 is down, towards who looks at the map.
  public var facing: UInt8
  /// The shop that it keeps; none when it keeps none.
  public var shop: ShopNumber

  public init(
    number: NPCNumber, position: Position, facing: UInt8 = 64, shop: ShopNumber = .none
  ) {
    self.number = number
    self.position = position
    self.facing = facing
    self.shop = shop
  }
}
