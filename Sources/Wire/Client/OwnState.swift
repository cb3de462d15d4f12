import Model

/// The client's own character, exact, with the counters that prove loss and doubling.
public struct OwnState: Hashable, Sendable {
  public var position: Position
  public var counters: InputCounters
  public var sequence: HandoffSequence
  public var facing: UInt8
  /// Nil: nothing of it changed since it was last told.
  public var vitals: OwnVitals?

  public init(
    position: Position, counters: InputCounters, sequence: HandoffSequence, facing: UInt8,
    vitals: OwnVitals? = nil
  ) {
    self.position = position
    self.counters = counters
    self.sequence = sequence
    self.facing = facing
    self.vitals = vitals
  }
}

/// What fights and grows of one's own character.
public struct OwnVitals: Hashable, Sendable {
  /// A skill that may not be used yet.
  public struct Cooldown: Hashable, Sendable {
    public var skill: UInt32
    public var milliseconds: UInt32

    public init(skill: UInt32, milliseconds: UInt32) {
      self.skill = skill
      self.milliseconds = milliseconds
    }
  }

  public var health: UInt32 = 0
  /// At least 1: 0 on the wire says that there are no vitals.
  public var healthMax: UInt32 = 1
  public var mana: UInt32 = 0
  public var manaMax: UInt32 = 0
  public var level: UInt32 = 1
  /// Since the level began.
  public var experience: UInt64 = 0
  /// What the level needs; 0: the last level.
  public var experienceNext: UInt64 = 0
  public var kills: UInt64 = 0
  /// Bits of `EntityState`.
  public var state: UInt32 = 0
  /// Dead: until `respawn` is taken.
  public var respawnMilliseconds: UInt32 = 0
  public var cooldowns: [Cooldown] = []
  /// 1/256 of a world unit per tick, as time goes in the region now.
  public var speed: UInt32 = 0
  /// How often the server put the character right.
  public var corrections: UInt32 = 0
  /// How fast time goes in the region, 1 ... 100: less than 100 under load. Milliseconds and the
  /// speed are told as time goes now. Left out on the wire when it is 100.
  public var timePercent: UInt32 = 100

  public init() {}
}
