/// Names a kind of item in the world's list: its place there, from 1. 0 is none. Storage and
/// messages of value use `ItemKind`; `ItemRules` translates.
public struct ItemNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = ItemNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Names a loot table in the world's list: its place there, from 1. 0 is none.
public struct LootTableNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = LootTableNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Names a shop in the world's list: its place there, from 1. 0 is none.
public struct ShopNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = ShopNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
