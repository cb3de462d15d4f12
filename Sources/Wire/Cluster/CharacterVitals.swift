import Model

/// What of a character fights, grows and dies (`Vitals` of `Proto/cluster.proto`).
public struct CharacterVitals: Hashable, Sendable {
  /// A skill that may be used again from a tick on.
  public struct Ready: Hashable, Sendable {
    public var skill: UInt64
    public var at: Tick

    public init(skill: UInt64, at: Tick) {
      self.skill = skill
      self.at = at
    }
  }

  public var health: UInt32
  public var healthMax: UInt32
  public var mana: UInt32
  public var manaMax: UInt32
  public var level: UInt32
  /// Since the level began.
  public var experience: UInt64
  public var kills: UInt64
  public var ready: [Ready]
  /// Dead until this tick; nil: alive.
  public var respawnAt: Tick?
  /// The last blow given or taken.
  public var foughtAt: Tick?

  public init(
    health: UInt32, healthMax: UInt32, mana: UInt32, manaMax: UInt32, level: UInt32,
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
}
