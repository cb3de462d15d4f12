import Model
import World

/// Skills and creatures for the tests, with numbers that are easy to reckon with.
enum Bestiary {
  static let slash = SkillNumber(1)
  static let fireball = SkillNumber(2)
  static let heal = SkillNumber(3)
  static let dash = SkillNumber(4)
  static let shove = SkillNumber(5)
  static let nova = SkillNumber(6)
  /// For creatures only.
  static let spit = SkillNumber(7)

  static let skills = [
    SkillDefinition(
      shape: .melee, cooldownTicks: 20, manaCost: 0, range: 48 * .one,
      effects: [.damage(20, .physical)]),
    SkillDefinition(
      shape: .projectile(speed: 16 * .one), cooldownTicks: 30, manaCost: 10, range: 200 * .one,
      effects: [.damage(30, .fire)]),
    SkillDefinition(
      shape: .heal, cooldownTicks: 40, manaCost: 20, range: 150 * .one, effects: [.heal(30)]),
    SkillDefinition(
      shape: .dash(distance: 96 * .one), cooldownTicks: 60, manaCost: 5, range: 0, effects: []),
    SkillDefinition(
      shape: .melee, cooldownTicks: 20, manaCost: 0, range: 48 * .one, effects: [.push(64 * .one)]),
    SkillDefinition(
      shape: .melee, cooldownTicks: 20, manaCost: 30, range: 48 * .one, radius: 80 * .one,
      effects: [.damage(200, .frost)], level: 3),
    SkillDefinition(
      shape: .projectile(speed: 16 * .one), cooldownTicks: 60, manaCost: 0, range: 120 * .one,
      effects: [.damage(15, .nature)]),
  ]

  static let goblin = CreatureNumber(1)
  static let boar = CreatureNumber(2)
  static let deer = CreatureNumber(3)
  static let spitter = CreatureNumber(4)

  static func creature(
    _ behavior: CreatureDefinition.Behavior, fleePercent: Int32 = 0, skills: [SkillNumber] = [],
    loot: LootTableNumber = .none
  ) -> CreatureDefinition {
    CreatureDefinition(
      level: 2, healthMax: 60, attack: 12, defense: 2, speed: 5 * .one, patrolSpeed: 2 * .one,
      detectRange: 130 * .one, attackRange: 30 * .one, attackTicks: 20,
      fleeHealthPercent: fleePercent, behavior: behavior, patrolRadius: 60 * .one,
      chaseDistance: 150 * .one, returnDistance: 180 * .one, idleTicks: 20, skills: skills,
      experience: 40, loot: loot)
  }

  // MARK: What they leave behind

  static let coin = ItemNumber(1)
  static let ear = ItemNumber(2)
  static let sword = ItemNumber(3)
  static let potion = ItemNumber(4)

  /// Always coins and an ear.
  static let hoard = LootTableNumber(1)
  static let scraps = LootTableNumber(2)

  static let smithy = ShopNumber(1)
  static let stall = ShopNumber(2)

  static let items = ItemRules(
    items: [
      ItemDefinition(kind: ItemKind("gold_coin"), stackMax: 10_000),
      ItemDefinition(kind: ItemKind("ear"), stackMax: 20, sellPrice: 2),
      ItemDefinition(kind: ItemKind("sword"), sellPrice: 30),
      ItemDefinition(kind: ItemKind("potion"), stackMax: 5, sellPrice: 4, heal: 30, mana: 10),
    ],
    lootTables: [
      LootTable(entries: [
        LootTable.Entry(item: coin, chancePerMillion: 1_000_000, countMin: 5, countMax: 15),
        LootTable.Entry(item: ear, chancePerMillion: 1_000_000),
      ]),
      LootTable(entries: [
        LootTable.Entry(item: coin, chancePerMillion: 500_000, countMin: 1, countMax: 3),
        LootTable.Entry(item: sword, chancePerMillion: 100_000),
      ]),
    ],
    shops: [
      Shop(goods: [Shop.Good(item: sword, price: 80), Shop.Good(item: potion, price: 9)]),
      Shop(goods: [Shop.Good(item: potion, price: 8, stock: 3)]),
    ])

  static let rules = CombatRules(
    skills: skills,
    creatures: [
      creature(.aggressive, loot: hoard), creature(.defensive, loot: scraps), creature(.passive),
      creature(.aggressive, fleePercent: 30, skills: [spit]),
    ],
    playerSkills: [slash, fireball, heal, dash, shove, nova], experience: [100, 200, 400],
    respawnTicks: 40)
}
