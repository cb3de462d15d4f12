import Model

extension Simulation {
  /// Dead: stands still, is no target, and waits for its return to life.
  mutating func die(_ slot: Int, by deed: BorderDeed) {
    let record = residents.records[slot]
    let now = tick ?? Tick(0)
    setMotion(slot, .standing)
    emit(
      WorldEvent(
        .death, source: deed.source, target: record.id, skill: deed.skill,
        audience: .around(residents.position(slot))))
    residents.vitals[slot].foughtAt = nil
    if record.kind == .creature {
      residents.vitals[slot].respawnAt = now
      dieAsCreature(slot, Int(record.seat), by: deed, at: now)
    } else {
      counters.playerDeaths += 1
      residents.vitals[slot].respawnAt = Tick(now.rawValue + rules.combat.respawnTicks)
      residents.records[slot].isReviving = false
      residents.rouse(slot)
    }
  }

  /// The reward goes to the one player who did most damage, wherever it is by now.
  private mutating func dieAsCreature(
    _ slot: Int, _ seat: Int, by deed: BorderDeed, at now: Tick
  ) {
    counters.creatureDeaths += 1
    let brain = creatures.brains[seat]
    let spawn = places.spawns[brain.spawn]
    let killer = brain.threats.greatest?.id ?? deed.source
    creatures.brains[seat].isDead = true
    creatures.brains[seat].target = nil
    creatures.brains[seat].threats.removeAll()
    creatures.thinkAt[seat] = now.rawValue + max(1, Self.corpseTicks(of: spawn))
    let worth = rules.combat.creature(brain.definition)?.experience ?? 0
    resolve(
      BorderDeed(
        source: residents.records[slot].id, level: residents.vitals[slot].level,
        origin: residents.position(slot), target: killer, skill: deed.skill,
        kind: .reward(experience: worth)))
    leaveLoot(slot, brain, killer: killer)
  }

  /// A kill: 10 % more or less experience for each level that the creature was above or below,
  /// 10 ... 150 % of its worth.
  mutating func reward(_ slot: Int, _ experience: UInt32, _ deed: BorderDeed) {
    let id = residents.records[slot].id
    guard residents.records[slot].kind == .player else { return }
    let level = residents.vitals[slot].level
    let percent = min(max(100 + 10 * (Int64(deed.level) - Int64(level)), 10), 150)
    let amount = UInt64(Int64(experience) * percent / 100)
    counters.rewards += 1
    residents.vitals[slot].kills &+= 1
    emit(
      WorldEvent(
        .kill, source: id, target: deed.source, amount: Int32(clamping: amount), skill: deed.skill,
        audience: .only(id)))
    guard Int(level) <= rules.combat.experience.count else { return }
    residents.vitals[slot].experience += amount
    emit(
      WorldEvent(
        .experience, source: deed.source, target: id, amount: Int32(clamping: amount),
        audience: .only(id)))
    rise(slot)
  }

  /// As many levels as the experience is good for. Each restores health and mana, of the living.
  private mutating func rise(_ slot: Int) {
    let levels = rules.combat.experience
    while true {
      let level = residents.vitals[slot].level
      guard Int(level) <= levels.count, level < .max else {
        residents.vitals[slot].experience = 0
        return
      }
      let needed = max(1, levels[Int(max(level, 1)) - 1])
      guard residents.vitals[slot].experience >= needed else { return }
      residents.vitals[slot].experience -= needed
      residents.vitals[slot].level = level + 1
      raiseMaxima(slot)
      emit(
        WorldEvent(
          .levelUp, source: residents.records[slot].id, target: residents.records[slot].id,
          amount: Int32(level) + 1, audience: .around(residents.position(slot))))
      showCondition(of: slot)
    }
  }

  private mutating func raiseMaxima(_ slot: Int) {
    let level = residents.vitals[slot].level
    residents.vitals[slot].healthMax = max(1, rules.combat.health.at(level: level))
    residents.vitals[slot].manaMax = max(0, rules.combat.mana.at(level: level))
    guard !residents.vitals[slot].isDead else { return }
    residents.vitals[slot].health = residents.vitals[slot].healthMax
    residents.vitals[slot].mana = residents.vitals[slot].manaMax
  }

  // MARK: Back to life

  /// A dead player lives again: at the sanctuary when that is here, where it lies when there is
  /// none; else it sets out for the sanctuary's region and stays dead until that has it.
  mutating func revive(_ id: EntityID) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen,
      let respawnAt = residents.vitals[slot].respawnAt, let tick, tick >= respawnAt
    else { return ignore() }
    guard let sanctuary = places.sanctuary, let home = grid.region(at: sanctuary) else {
      return liveAgain(slot)
    }
    guard home == region else {
      residents.records[slot].isReviving = true
      residents.rouse(slot)
      return
    }
    if let place = freePlace(near: sanctuary) { teleport(slot, to: place) }
    liveAgain(slot)
  }

  private mutating func liveAgain(_ slot: Int) {
    residents.vitals[slot] = residents.vitals[slot].revived
    residents.records[slot].isReviving = false
    let id = residents.records[slot].id
    emit(
      WorldEvent(
        .respawn, source: id, target: id, audience: .around(residents.position(slot))))
    showCondition(of: slot)
  }
}

extension Vitals {
  /// The same one, alive in full health.
  var revived: Vitals {
    var vitals = self
    vitals.health = healthMax
    vitals.mana = manaMax
    vitals.respawnAt = nil
    vitals.foughtAt = nil
    return vitals
  }
}
