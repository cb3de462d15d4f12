import Model

extension Simulation {
  /// What the vitals of a body that enters are here: the server's own maxima, whatever it brings.
  func admitted(_ vitals: Vitals?) -> Vitals {
    let levelMax = UInt16(clamping: rules.combat.experience.count + 1)
    guard var vitals else { return .player(level: 1, rules: rules.combat) }
    vitals.level = min(max(vitals.level, 1), levelMax)
    vitals.healthMax = max(1, rules.combat.health.at(level: vitals.level))
    vitals.manaMax = max(0, rules.combat.mana.at(level: vitals.level))
    vitals.health = min(max(vitals.health, vitals.isDead ? 0 : 1), vitals.healthMax)
    if vitals.isDead { vitals.health = 0 }
    vitals.mana = min(max(vitals.mana, 0), vitals.manaMax)
    if let fought = vitals.foughtAt, fought > tick ?? fought { vitals.foughtAt = tick }
    vitals.experience = min(vitals.experience, .max / 2)
    if vitals.ready.count > Limits.cooldownsMax {
      vitals.ready.removeFirst(vitals.ready.count - Limits.cooldownsMax)
    }
    return vitals
  }

  /// What changes by itself: health out of a fight, mana, and the end of a fight.
  mutating func restore(at tick: Tick) {
    let seconds = tick.rawValue / Tick.perSecond
    let passed = Int64(clamping: min(seconds - min(restoredSecond, seconds), 60))
    restoredSecond = seconds
    for word in residents.restless.indices where residents.restless[word] != 0 {
      for bit in Bits(of: residents.restless[word]) {
        restore(word * 64 + bit, at: tick, seconds: passed)
      }
    }
  }

  private mutating func restore(_ slot: Int, at tick: Tick, seconds: Int64) {
    guard !residents.records[slot].isFrozen else { return }
    var vitals = residents.vitals[slot]
    if vitals.isDead { return }
    if let fought = vitals.foughtAt,
      tick.rawValue >= fought.rawValue + rules.combat.fightTicks
    {
      vitals.foughtAt = nil
    }
    if seconds > 0 {
      let mana = Int64(vitals.mana) + seconds * Int64(max(0, rules.combat.manaPerSecond))
      vitals.mana = Int32(clamping: min(Int64(vitals.manaMax), mana))
      if vitals.foughtAt == nil {
        let health = Int64(vitals.health) + seconds * Int64(max(0, rules.combat.healthPerSecond))
        vitals.health = Int32(clamping: min(Int64(vitals.healthMax), health))
      }
    }
    residents.vitals[slot] = vitals
    showCondition(of: slot)
    if vitals.foughtAt == nil, vitals.health == vitals.healthMax, vitals.mana == vitals.manaMax {
      residents.settle(slot)
    }
  }

  /// Somebody gives or takes a blow.
  mutating func fight(_ slot: Int) {
    if residents.vitals[slot].foughtAt == nil, residents.records[slot].kind == .player {
      counters.fights += 1
    }
    residents.vitals[slot].foughtAt = tick
  }

  /// Tells snapshots and borders how somebody owned is by now.
  mutating func showCondition(of slot: Int) {
    let vitals = residents.vitals[slot]
    var state: Condition.State = []
    if vitals.isDead { state.insert(.dead) }
    let record = residents.records[slot]
    if record.kind == .creature {
      switch creatures.brains[Int(record.seat)].mood {
      case .chase, .attack: state.insert(.fighting)
      case .flee: state.insert(.fleeing)
      case .idle, .patrol, .returning: break
      }
      if vitals.isDead { state = .dead }
    } else {
      if vitals.foughtAt != nil { state.insert(.fighting) }
      if isSafe(residents.position(slot)) { state.insert(.safe) }
    }
    residents.show(
      Condition(
        health255: Condition.share(of: vitals.health, in: vitals.healthMax), level: vitals.level,
        state: state), of: slot)
  }

  /// Whether somebody, owned or ghost, is dead.
  func isDead(_ slot: Int) -> Bool {
    residents.tenure[slot] == .owned
      ? residents.vitals[slot].isDead : residents.conditions[slot].state.contains(.dead)
  }

  /// Adds an event of this step, as far as there is room.
  mutating func emit(_ event: WorldEvent) {
    guard events.count < Limits.eventsMax else {
      counters.eventsDropped += 1
      return
    }
    events.append(event)
  }
}
