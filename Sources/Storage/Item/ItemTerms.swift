import Model

/// How a bag takes things in: storage knows no content, so each operation brings what applies.
public struct ItemTerms: Hashable, Sendable {
  /// The most pieces of one stack, from 1, for every kind that the operation may bring into the bag.
  /// A kind that is not listed comes as it is: it joins no stack and is not divided.
  public let stackMax: [ItemKind: UInt32]
  /// The most items (stacks) of the bag. What joins stacks that are there needs no slot.
  public let slotsMax: UInt16

  public init(stackMax: [ItemKind: UInt32] = [:], slotsMax: UInt16) {
    self.stackMax = stackMax
    self.slotsMax = slotsMax
  }
}

/// Some pieces of one item.
public struct ItemPortion: Hashable, Sendable {
  public let item: ItemID
  /// From 1 to the item's count. Fewer than that: the stack is divided.
  public let count: UInt32

  public init(item: ItemID, count: UInt32) {
    self.item = item
    self.count = count
  }
}

/// Pieces of a kind that do not exist yet.
public struct NewItem: Hashable, Sendable {
  public let kind: ItemKind
  /// From 1.
  public let count: UInt32

  public init(kind: ItemKind, count: UInt32) {
    self.kind = kind
    self.count = count
  }
}

/// What a creature leaves on the ground.
public struct LootDrop: Hashable, Sendable {
  public let kind: ItemKind
  /// From 1.
  public let count: UInt32
  public let position: Position

  public init(kind: ItemKind, count: UInt32, position: Position) {
    self.kind = kind
    self.count = count
    self.position = position
  }
}

/// What one character gives in a trade. A gift is a trade in which the other gives nothing.
public struct TradeSide: Hashable, Sendable {
  public let character: CharacterID
  /// No item twice.
  public let items: [ItemPortion]
  public let gold: UInt64
  /// How the bag of this character takes in what the other gives.
  public let terms: ItemTerms

  public init(character: CharacterID, items: [ItemPortion], gold: UInt64, terms: ItemTerms) {
    self.character = character
    self.items = items
    self.gold = gold
    self.terms = terms
  }
}
