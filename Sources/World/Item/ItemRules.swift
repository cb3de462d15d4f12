import Model

/// What kinds of items there are, what drops, and what is sold. A tick knows numbers alone: names
/// are for those who talk to storage and to players.
public struct ItemRules: Hashable, Sendable {
  /// By number: the first one is number 1.
  public let items: [ItemDefinition]
  public let lootTables: [LootTable]
  public let shops: [Shop]
  /// How many stacks a character carries.
  public let bagCapacity: UInt16
  private let numbers: [ItemKind: ItemNumber]

  /// - Precondition: no two items are of one kind.
  public init(
    items: [ItemDefinition] = [], lootTables: [LootTable] = [], shops: [Shop] = [],
    bagCapacity: UInt16 = 20
  ) {
    self.items = items
    self.lootTables = lootTables
    self.shops = shops
    self.bagCapacity = bagCapacity
    numbers = Dictionary(
      uniqueKeysWithValues: items.enumerated().map {
        ($1.kind, ItemNumber(UInt16($0 + 1)))
      })
  }

  public func item(_ number: ItemNumber) -> ItemDefinition? {
    Self.entry(number.rawValue, of: items)
  }

  public func lootTable(_ number: LootTableNumber) -> LootTable? {
    Self.entry(number.rawValue, of: lootTables)
  }

  public func shop(_ number: ShopNumber) -> Shop? { Self.entry(number.rawValue, of: shops) }

  /// The number of a kind; nil for one that content no longer has.
  public func number(of kind: ItemKind) -> ItemNumber? { numbers[kind] }

  public func kind(of number: ItemNumber) -> ItemKind? { item(number)?.kind }

  private static func entry<Entry>(_ number: UInt16, of list: [Entry]) -> Entry? {
    let index = Int(number) - 1
    return list.indices.contains(index) ? list[index] : nil
  }
}
