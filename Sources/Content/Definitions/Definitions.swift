import Model
import World

/// What skills, creatures and items there are in the world, what drops and is sold, and what
/// players are.
///
/// Numbers are places in the lists, from 1, in the order of the files: all processes that loaded
/// the same files use the same numbers.
public struct Definitions: Hashable, Sendable {
  public let skills: [Skill]
  public let creatures: [Creature]
  public let items: [Item]
  public let lootTables: [LootTable]
  public let shops: [Shop]
  public let dialogues: [Dialogue]
  /// Items, loot tables and shops as the game's rules take them.
  public let itemRules: ItemRules
  /// Skills, creatures and players as the game's rules take them.
  public let rules: CombatRules
  private let skillIndices: [String: Int]
  private let creatureIndices: [String: Int]
  private let lootTableIndices: [String: Int]
  private let shopIndices: [String: Int]

  /// No skills, creatures and items, and players as the rules have them by themselves.
  public static let none = Definitions(skills: [], creatures: [], rules: CombatRules())

  /// - Parameter rules: with everything but the lists of skills and creatures.
  init(
    skills: [Skill], creatures: [Creature], items: [Item] = [], lootTables: [LootTable] = [],
    shops: [Shop] = [], dialogues: [Dialogue] = [], bagCapacity: UInt16? = nil, rules: CombatRules
  ) {
    self.skills = skills
    self.creatures = creatures
    var rules = rules
    rules.skills = skills.map(\.definition)
    rules.creatures = creatures.map(\.definition)
    self.rules = rules
    self.items = items
    self.lootTables = lootTables
    self.shops = shops
    self.dialogues = dialogues
    itemRules = ItemRules(
      items: items.map(\.definition), lootTables: lootTables.map(\.definition),
      shops: shops.map(\.definition), bagCapacity: bagCapacity ?? ItemRules().bagCapacity)
    skillIndices = Dictionary(
      skills.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    creatureIndices = Dictionary(
      creatures.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    lootTableIndices = Dictionary(
      lootTables.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    shopIndices = Dictionary(
      shops.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The skill that designers call so.
  public func skill(id: String) -> Skill? { skillIndices[id].map { skills[$0] } }

  /// The kind of creature that designers call so: a `monsterId`.
  public func creature(id: String) -> Creature? { creatureIndices[id].map { creatures[$0] } }

  /// The kind of item that storage and messages call so.
  public func item(_ kind: ItemKind) -> Item? {
    itemRules.number(of: kind).map { items[Int($0.rawValue) - 1] }
  }

  /// The loot table that designers call so: a `lootTableId`.
  public func lootTable(id: String) -> LootTable? {
    lootTableIndices[id].map { lootTables[$0] }
  }

  /// The shop that designers call so: a `shopId`.
  public func shop(id: String) -> Shop? { shopIndices[id].map { shops[$0] } }
}
