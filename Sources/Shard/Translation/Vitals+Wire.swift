import Model
import Wire
import World

extension CharacterVitals {
  init(_ vitals: Vitals) {
    self.init(
      health: UInt32(clamping: vitals.health), healthMax: UInt32(clamping: vitals.healthMax),
      mana: UInt32(clamping: vitals.mana), manaMax: UInt32(clamping: vitals.manaMax),
      level: UInt32(vitals.level), experience: vitals.experience, kills: vitals.kills,
      ready: vitals.ready.map { Ready(skill: UInt64($0.skill.rawValue), at: $0.at) },
      respawnAt: vitals.respawnAt, foughtAt: vitals.foughtAt)
  }
}

extension CharacterVitals {
  /// Counts all its moments by another clock.
  mutating func moments(by clock: (Tick) -> Tick) {
    for index in ready.indices { ready[index].at = clock(ready[index].at) }
    respawnAt = respawnAt.map(clock)
    foughtAt = foughtAt.map(clock)
  }
}

extension Vitals {
  /// What a message says; the world bounds it by its own rules when the body enters.
  init(_ wire: CharacterVitals) {
    self.init(
      health: Int32(clamping: wire.health), healthMax: Int32(clamping: wire.healthMax),
      mana: Int32(clamping: wire.mana), manaMax: Int32(clamping: wire.manaMax),
      level: UInt16(clamping: wire.level), experience: wire.experience, kills: wire.kills,
      ready: wire.ready.compactMap { ready in
        UInt16(exactly: ready.skill).map { Ready(skill: SkillNumber($0), at: ready.at) }
      },
      respawnAt: wire.respawnAt, foughtAt: wire.foughtAt)
  }
}

extension OwnVitals {
  /// What a player is told of itself at a tick of game time, as time goes at that moment: it may
  /// count and walk as if a tick took its usual 50 ms.
  ///
  /// - Parameter timePercent: how fast time goes, 1 ... 100.
  init(
    _ vitals: Vitals, condition: Condition, rules: Rules, corrections: UInt32, at tick: Tick,
    timePercent: UInt32 = 100
  ) {
    precondition(timePercent > 0, "time goes on")
    self.init()
    self.timePercent = timePercent
    health = UInt32(clamping: vitals.health)
    healthMax = max(1, UInt32(clamping: vitals.healthMax))
    mana = UInt32(clamping: vitals.mana)
    manaMax = UInt32(clamping: vitals.manaMax)
    level = UInt32(vitals.level)
    experience = vitals.experience
    func left(_ end: Tick) -> UInt32 {
      Self.milliseconds(from: tick, to: end, timePercent: timePercent)
    }
    let levels = rules.combat.experience
    let index = Int(max(vitals.level, 1)) - 1
    experienceNext = index < levels.count ? max(1, levels[index]) : 0
    kills = vitals.kills
    state = UInt32(condition.state.rawValue)
    respawnMilliseconds = vitals.respawnAt.map(left) ?? 0
    for ready in vitals.ready where ready.at > tick {
      cooldowns.append(
        Cooldown(
          skill: UInt32(ready.skill.rawValue),
          milliseconds: left(ready.at)))
    }
    speed = UInt32(clamping: Int64(rules.playerSpeed) * Int64(timePercent) / 100)
    self.corrections = corrections
  }

  private static func milliseconds(
    from tick: Tick, to end: Tick, timePercent: UInt32
  ) -> UInt32 {
    guard end > tick else { return 0 }
    let ticks = UInt64(UInt32(clamping: end.rawValue - tick.rawValue))
    return UInt32(clamping: ticks * UInt64(Tick.milliseconds) * 100 / UInt64(timePercent))
  }
}

extension EntityCondition {
  init(_ condition: Condition) {
    self.init(
      health: condition.health255, level: UInt32(condition.level),
      state: UInt32(condition.state.rawValue))
  }
}

extension Condition {
  init(_ wire: EntityCondition) {
    self.init(
      health255: wire.health, level: UInt16(clamping: wire.level),
      state: State(rawValue: UInt8(truncatingIfNeeded: wire.state)))
  }
}
