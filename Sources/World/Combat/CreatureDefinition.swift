import Model

/// Names a kind of creature in the world's list: its place there, from 1. 0 is none.
public struct CreatureNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = CreatureNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A kind of creature: a designer's numbers. Lengths are 1/256 world unit, times ticks.
public struct CreatureDefinition: Hashable, Sendable {
  public enum Behavior: UInt8, Hashable, Sendable, CaseIterable {
    /// Attacks whom it sees.
    case aggressive
    /// Attacks who attacked it.
    case defensive
    /// Never attacks: flees from who attacked it.
    case passive
  }

  public var level: UInt16
  public var healthMax: Int32
  public var attack: Int32
  public var defense: Int32
  /// While chasing, fleeing and returning; per tick.
  public var speed: Fixed
  /// While patrolling; per tick.
  public var patrolSpeed: Fixed
  /// How far it notices players.
  public var detectRange: Fixed
  public var attackRange: Fixed
  /// Ticks between two blows of its own, when no skill is ready.
  public var attackTicks: UInt64
  /// Flees below this share of its health, 0 ... 100.
  public var fleeHealthPercent: Int32
  public var behavior: Behavior
  /// How far it wanders from its spawn point.
  public var patrolRadius: Fixed
  /// How far it runs after somebody from where it began to.
  public var chaseDistance: Fixed
  /// Further from its spawn point it gives up and returns. Never more than the view radius: a
  /// creature stays with the region of its spawn point.
  public var returnDistance: Fixed
  /// How long it stands between two walks.
  public var idleTicks: UInt64
  /// In order of preference: the first one ready and in range is used.
  public var skills: [SkillNumber]
  /// What its death is worth to a player of its own level.
  public var experience: UInt32
  /// What it leaves behind when it dies.
  public var loot: LootTableNumber

  public init(
    level: UInt16, healthMax: Int32, attack: Int32, defense: Int32, speed: Fixed,
    patrolSpeed: Fixed, detectRange: Fixed, attackRange: Fixed, attackTicks: UInt64,
    fleeHealthPercent: Int32, behavior: Behavior, patrolRadius: Fixed, chaseDistance: Fixed,
    returnDistance: Fixed, idleTicks: UInt64, skills: [SkillNumber], experience: UInt32,
    loot: LootTableNumber = .none
  ) {
    self.level = level
    self.healthMax = healthMax
    self.attack = attack
    self.defense = defense
    self.speed = speed
    self.patrolSpeed = patrolSpeed
    self.detectRange = detectRange
    self.attackRange = attackRange
    self.attackTicks = attackTicks
    self.fleeHealthPercent = fleeHealthPercent
    self.behavior = behavior
    self.patrolRadius = patrolRadius
    self.chaseDistance = chaseDistance
    self.returnDistance = returnDistance
    self.idleTicks = idleTicks
    self.skills = skills
    self.experience = experience
    self.loot = loot
  }
}
