/// What skills, creatures, items, shops and dialogues there are, as clients get it: what they show
/// of them, and the numbers that players feel.
public struct BundleDefinitions: Hashable, Sendable, Codable {
  public struct Skill: Hashable, Sendable, Codable {
    /// Names it on the wire.
    public let number: UInt16
    public let id: String
    public let name: String
    public let description: String
    public let icon: String?
    public let animation: String?
    /// `melee`, `projectile`, `heal` or `dash`.
    public let type: String
    /// Milliseconds, as the game counts them: whole ticks.
    public let cooldown: Int
    public let manaCost: Int32
    /// World units; of a dash how far it carries.
    public let range: Double
    /// World units around the one it meets; 0: nobody else.
    public let radius: Double
    /// World units a second, of projectiles.
    public let projectileSpeed: Double?
    /// From which level players may use it.
    public let level: UInt16
  }

  public struct Creature: Hashable, Sendable, Codable {
    /// Names it on the wire.
    public let number: UInt16
    public let id: String
    public let name: String
    public let description: String
    public let level: UInt16
    /// `aggressive`, `defensive` or `passive`.
    public let behavior: String
    /// Clients choose one when there is none.
    public let appearance: Definitions.Appearance?
  }

  public struct Item: Hashable, Sendable, Codable {
    /// Names it in snapshots.
    public let number: UInt16
    /// Names it in everything else.
    public let id: String
    public let name: String
    public let description: String
    public let type: Definitions.ItemType
    public let rarity: Definitions.ItemRarity
    public let level: UInt16
    public let stats: [String: Int32]
    public let maxStack: UInt32
    /// What shops give for one; 0: they do not take it.
    public let sellPrice: UInt32
    public let tradable: Bool
    public let icon: String?
    /// Clients choose one when there is none.
    public let appearance: Definitions.Appearance?
  }

  public struct Shop: Hashable, Sendable, Codable {
    public struct Good: Hashable, Sendable, Codable {
      /// The id of an item.
      public let item: String
      /// For one, in gold.
      public let price: UInt32
      /// How many there are; as many as somebody pays for when it is missing.
      public let stock: UInt32?
    }

    /// NPCs of maps name it.
    public let id: String
    public let name: String
    public let goods: [Good]
  }

  public struct Dialogue: Hashable, Sendable, Codable {
    /// NPCs of maps name it.
    public let id: String
    public let lines: [String]
  }

  public static let schema = "pangea.definitions/1"

  public let schema: String
  /// By number, from 1.
  public let skills: [Skill]
  public let creatures: [Creature]
  public let items: [Item]
  public let shops: [Shop]
  /// Bundles that are older have none.
  public let dialogues: [Dialogue]?
  /// How many stacks a character carries.
  public let bagCapacity: UInt16
  /// The numbers of the skills of players, in the order of the keys.
  public let playerSkills: [UInt16]
  /// The experience that each level needs to be left, the first for level 1.
  public let levels: [UInt64]
}
