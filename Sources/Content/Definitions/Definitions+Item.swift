import Model
import World

extension Definitions {
  /// A kind of item: how the rules take it, and what players read and see of it.
  public struct Item: Hashable, Sendable {
    public let number: ItemNumber
    /// What players read.
    public let name: String
    public let description: String
    public let type: ItemType
    public let rarity: ItemRarity
    /// By name, as the file has them; see `ItemReader.knownStats`. What is worn or held has them for
    /// players to read: nothing adds them up yet.
    public let stats: [String: Int32]
    /// Names a picture for other tools.
    public let icon: String?
    /// What clients draw; they choose when it is nil.
    public let appearance: Appearance?
    public let definition: ItemDefinition

    /// What other files, storage and messages call it: `itemId`.
    public var kind: ItemKind { definition.kind }

    /// What the play client has drawings for.
    public static let shapes = [
      "coin", "potion", "food", "gel", "tusk", "hide", "wing", "ear", "silk", "gland", "chitin",
      "bone", "essence", "ore", "gem", "dagger", "sword", "axe", "bow", "staff", "helmet", "armor",
      "legs", "boots", "ring", "amulet", "key", "bag",
    ]

    /// The kind that is gold: taken up, it is no item in a bag but money.
    public static let gold = ItemKind("gold_coin")
  }

  /// What an item is for.
  public enum ItemType: String, Hashable, Sendable, Codable, CaseIterable {
    case currency, consumable, material, quest
    /// Where it is worn or held.
    case weapon, helmet, chest, legs, boots, accessory
  }

  /// How seldom an item is, from the most common one on.
  public enum ItemRarity: String, Hashable, Sendable, Codable, CaseIterable {
    case common, uncommon, rare, epic, legendary
  }
}
