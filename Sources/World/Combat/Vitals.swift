import Model

/// What of somebody fights, grows and dies; goes with a body to the next region.
public struct Vitals: Hashable, Sendable {
  /// When a skill may be used again.
  public struct Ready: Hashable, Sendable {
    public var skill: SkillNumber
    public var at: Tick

    public init(skill: SkillNumber, at: Tick) {
      self.skill = skill
      self.at = at
    }
  }

  public var health: Int32
  public var healthMax: Int32
  public var mana: Int32
  public var manaMax: Int32
  public var level: UInt16
  /// Since the level began.
  public var experience: UInt64
  public var kills: UInt64
  /// Of skills that cool down, and maybe of some that have.
  public var ready: [Ready]
  /// Dead until then at least; nil: alive.
  public var respawnAt: Tick?
  /// The last blow given or taken.
  public var foughtAt: Tick?

  public init(
    health: Int32, healthMax: Int32, mana: Int32 = 0, manaMax: Int32 = 0, level: UInt16 = 1,
    experience: UInt64 = 0, kills: UInt64 = 0, ready: [Ready] = [], respawnAt: Tick? = nil,
    foughtAt: Tick? = nil
  ) {
    self.health = health
    self.healthMax = healthMax
    self.mana = mana
    self.manaMax = manaMax
    self.level = level
    self.experience = experience
    self.kills = kills
    self.ready = ready
    self.respawnAt = respawnAt
    self.foughtAt = foughtAt
  }

  /// Of a slot in which nobody stands who lives here.
  static let none = Vitals(health: 0, healthMax: 0)

  public var isDead: Bool { respawnAt != nil }

  /// A player of a level, in full health.
  public static func player(level: UInt16, rules: CombatRules) -> Vitals {
    let health = rules.health.at(level: level)
    let mana = rules.mana.at(level: level)
    return Vitals(health: health, healthMax: health, mana: mana, manaMax: mana, level: level)
  }
}
