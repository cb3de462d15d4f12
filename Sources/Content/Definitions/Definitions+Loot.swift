import World

extension Definitions {
  /// What is left behind by chance, as files name it.
  public struct LootTable: Hashable, Sendable {
    public let number: LootTableNumber
    /// What creatures and chests call it: `lootTableId`.
    public let id: String
    public let definition: World.LootTable
  }

  /// What an NPC sells, as files name it.
  public struct Shop: Hashable, Sendable {
    public let number: ShopNumber
    /// What NPCs on maps call it: `shopId`.
    public let id: String
    /// What players read.
    public let name: String
    public let definition: World.Shop
  }

  /// What an NPC says.
  public struct Dialogue: Hashable, Sendable {
    /// What NPCs on maps call it: `dialogueId`.
    public let id: String
    /// Said one after the other; one at least.
    public let lines: [String]
  }
}
