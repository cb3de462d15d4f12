import Model

extension Simulation {
  /// Does to somebody what was done to it: here when it is owned here, else by way of its owner.
  ///
  /// Of somebody who is being handed over, deeds wait: what the next owner was offered must not
  /// change any more. They are done when it stays, and follow it when it goes.
  mutating func resolve(_ deed: BorderDeed) {
    guard let slot = residents.index(of: deed.target), residents.tenure[slot] != .free else {
      counters.deedsDropped += 1
      return
    }
    guard residents.records[slot].kind.isMet(by: deed.kind) else {
      counters.deedsDropped += 1
      return
    }
    if residents.tenure[slot] == .ghost { return passOn(deed, slot) }
    if residents.records[slot].isFrozen { return hold(deed) }
    switch deed.kind {
    case .damage(let amount, _): hurt(slot, amount, deed)
    case .heal(let amount): heal(slot, amount, deed)
    case .push(let distance): push(slot, distance, deed)
    case .reward(let experience): reward(slot, experience, deed)
    case .open: open(slot: slot, by: deed.source)
    }
  }

  /// A deed from a neighbour for somebody who is a ghost here has missed its target once.
  mutating func receive(_ deed: BorderDeed) {
    guard deed.hops <= 1 else {
      counters.deedsDropped += 1
      return
    }
    guard let slot = residents.index(of: deed.target), residents.tenure[slot] == .ghost else {
      return resolve(deed)
    }
    guard deed.hops == 0 else {
      counters.deedsDropped += 1
      return
    }
    var deed = deed
    deed.hops = 1
    counters.deedsForwarded += 1
    passOn(deed, slot)
  }

  private mutating func passOn(_ deed: BorderDeed, _ slot: Int) {
    effects.append(.border(deed, to: residents.records[slot].source))
  }

  private mutating func hold(_ deed: BorderDeed) {
    guard held.count < Limits.deedsHeldMax else {
      counters.deedsDropped += 1
      return
    }
    held.append(deed)
  }

  /// Does what waited for somebody who is not handed over any more, or sends it after it.
  mutating func releaseHeld(for id: EntityID) {
    guard held.contains(where: { $0.target == id }) else { return }
    let waiting = held
    held.removeAll(keepingCapacity: true)
    for var deed in waiting {
      if deed.target == id {
        deed.hops = 0
        resolve(deed)
      } else {
        held.append(deed)
      }
    }
  }

  /// Whoever left the world is out of reach of what waited for it.
  mutating func dropHeld(for id: EntityID) {
    let before = held.count
    held.removeAll { $0.target == id }
    counters.deedsDropped += UInt64(before - held.count)
  }

  /// Sends what waited for somebody after it to its next owner, who is not shown here.
  mutating func forwardHeld(for id: EntityID, to region: RegionID) {
    for var deed in held where deed.target == id {
      deed.hops = 0
      effects.append(.border(deed, to: region))
    }
    held.removeAll { $0.target == id }
  }

  // MARK: What deeds do

  /// Whether hostile deeds meet somebody: alive, of the other side, not in a safe zone, and no
  /// creature on its way home.
  private func isHarmed(_ slot: Int, by source: EntityID) -> Bool {
    let record = residents.records[slot]
    guard !residents.vitals[slot].isDead, (record.kind == .creature) != source.isCreature,
      !isSafe(residents.position(slot))
    else { return false }
    guard record.kind == .creature else { return true }
    let brain = creatures.brains[Int(record.seat)]
    return !brain.isDead && brain.mood != .returning
  }

  private mutating func hurt(_ slot: Int, _ amount: Int32, _ deed: BorderDeed) {
    guard isHarmed(slot, by: deed.source) else { return }
    let record = residents.records[slot]
    let amount = damage(amount, from: deed.level, on: slot)
    let lost = min(amount, residents.vitals[slot].health)
    residents.vitals[slot].health -= lost
    fight(slot)
    emit(
      WorldEvent(
        .damage, source: deed.source, target: record.id, amount: amount, skill: deed.skill,
        audience: .around(residents.position(slot))))
    if record.kind == .creature {
      provoke(Int(record.seat), lost, by: deed.source)
    } else {
      residents.rouse(slot)
    }
    if residents.vitals[slot].health == 0 { die(slot, by: deed) }
    showCondition(of: slot)
  }

  /// What arrives of a blow: 2 % more or less for each level between the two, half of it at most,
  /// without the defence; always 1 at least.
  private func damage(_ amount: Int32, from level: UInt16, on slot: Int) -> Int32 {
    let record = residents.records[slot]
    let own = residents.vitals[slot].level
    let defense =
      record.kind == .creature
      ? rules.combat.creature(CreatureNumber(record.definition.rawValue))?.defense ?? 0
      : rules.combat.defense.at(level: own)
    let percent = min(max(2 * (Int64(level) - Int64(own)), -50), 50)
    let scaled = Int64(max(0, amount)) * (100 + percent) / 100
    return Int32(clamping: max(1, scaled - Int64(max(0, defense))))
  }

  private mutating func provoke(_ seat: Int, _ damage: Int32, by source: EntityID) {
    creatures.brains[seat].threats.add(damage, by: source)
    creatures.thinkAt[seat] = min(creatures.thinkAt[seat], (tick?.rawValue ?? 0) + 1)
  }

  private mutating func heal(_ slot: Int, _ amount: Int32, _ deed: BorderDeed) {
    let vitals = residents.vitals[slot]
    let isFriend = (residents.records[slot].kind == .creature) == deed.source.isCreature
    guard !vitals.isDead, vitals.health > 0, isFriend else { return }
    let gained = min(max(0, amount), vitals.healthMax - vitals.health)
    residents.vitals[slot].health += gained
    emit(
      WorldEvent(
        .heal, source: deed.source, target: residents.records[slot].id, amount: gained,
        skill: deed.skill, audience: .around(residents.position(slot))))
    showCondition(of: slot)
  }

  private mutating func push(_ slot: Int, _ distance: Fixed, _ deed: BorderDeed) {
    guard isHarmed(slot, by: deed.source) else { return }
    let position = residents.position(slot)
    let look = residents.facing[slot]
    let origin = grid.bounds.clamped(deed.origin)
    carry(
      slot, dx: position.x - origin.x, dy: position.y - origin.y, distance: distance)
    residents.place(slot, at: residents.position(slot), facing: look)
    setMotion(slot, residents.records[slot].motion)
  }
}

extension EntityKind {
  /// Who does not live is met by no deed, but chests are there to be opened.
  fileprivate func isMet(by deed: BorderDeed.Kind) -> Bool {
    deed == .open ? self == .chest : isLiving
  }
}
