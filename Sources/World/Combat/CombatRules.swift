import Model

/// The numbers of fighting and growing: what skills and creatures there are, and what players are.
public struct CombatRules: Hashable, Sendable {
  /// What a player has at a level: `base + perLevel * (level - 1)`.
  public struct Growth: Hashable, Sendable {
    public var base: Int32
    public var perLevel: Int32

    public init(base: Int32, perLevel: Int32) {
      self.base = base
      self.perLevel = perLevel
    }

    public func at(level: UInt16) -> Int32 {
      Int32(clamping: Int64(base) + Int64(perLevel) * Int64(max(level, 1) - 1))
    }
  }

  /// By number: the first one is number 1.
  public var skills: [SkillDefinition]
  public var creatures: [CreatureDefinition]
  /// What players may use, in the order of the keys.
  public var playerSkills: [SkillNumber]
  public var health: Growth
  public var mana: Growth
  public var attack: Growth
  public var defense: Growth
  /// What each level needs to be left, the first for level 1: the last level is one more than
  /// there are entries.
  public var experience: [UInt64]
  /// Per second: mana always, health when out of a fight.
  public var manaPerSecond: Int32
  public var healthPerSecond: Int32
  /// A fight is over so long after the last blow given or taken.
  public var fightTicks: UInt64
  /// How long the dead wait before they may live again.
  public var respawnTicks: UInt64
  /// A creature that returns or idles regains its whole health in so many ticks.
  public var regenerationTicks: UInt64

  public init(
    skills: [SkillDefinition] = [], creatures: [CreatureDefinition] = [],
    playerSkills: [SkillNumber] = [], health: Growth = Growth(base: 100, perLevel: 20),
    mana: Growth = Growth(base: 100, perLevel: 10), attack: Growth = Growth(base: 10, perLevel: 2),
    defense: Growth = Growth(base: 5, perLevel: 1), experience: [UInt64] = [],
    manaPerSecond: Int32 = 5, healthPerSecond: Int32 = 4, fightTicks: UInt64 = 100,
    respawnTicks: UInt64 = 100, regenerationTicks: UInt64 = 100
  ) {
    self.skills = skills
    self.creatures = creatures
    self.playerSkills = playerSkills
    self.health = health
    self.mana = mana
    self.attack = attack
    self.defense = defense
    self.experience = experience
    self.manaPerSecond = manaPerSecond
    self.healthPerSecond = healthPerSecond
    self.fightTicks = fightTicks
    self.respawnTicks = respawnTicks
    self.regenerationTicks = regenerationTicks
  }

  public func skill(_ number: SkillNumber) -> SkillDefinition? {
    let index = Int(number.rawValue) - 1
    return skills.indices.contains(index) ? skills[index] : nil
  }

  public func creature(_ number: CreatureNumber) -> CreatureDefinition? {
    let index = Int(number.rawValue) - 1
    return creatures.indices.contains(index) ? creatures[index] : nil
  }
}
