import Model

extension Simulation {
  /// A player uses a skill: everything that it may not do is refused with a reason.
  mutating func use(
    _ id: EntityID, _ number: SkillNumber, target: EntityID?, dx: Int8, dy: Int8
  ) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen, let tick else {
      return ignore()
    }
    offend(.attackRate, slot, at: tick)
    guard let skill = rules.combat.skill(number), rules.combat.playerSkills.contains(number) else {
      return refuse(slot, .unknown, number, target)
    }
    if let refusal = refusal(of: skill, number, slot, at: tick) {
      return refuse(slot, refusal, number, target)
    }
    let met: Int
    switch aim(skill, slot, target, dx: dx, dy: dy, at: tick) {
    case .failure(let refusal): return refuse(slot, refusal.reason, number, target)
    case .success(let found): met = found
    }
    residents.vitals[slot].mana -= max(0, skill.manaCost)
    coolDown(number, of: slot, until: Tick(tick.rawValue + skill.cooldownTicks), now: tick)
    perform(skill, number, slot, on: met, dx: dx, dy: dy)
    residents.rouse(slot)
  }

  private struct Miss: Error {
    var reason: UseRefusal
  }

  private mutating func refuse(
    _ slot: Int, _ refusal: UseRefusal, _ skill: SkillNumber, _ target: EntityID?
  ) {
    let id = residents.records[slot].id
    emit(
      WorldEvent(
        .skillRefused(refusal), source: id, target: target ?? id, skill: skill, audience: .only(id))
    )
  }

  /// What speaks against a use, whomever it should meet.
  private mutating func refusal(
    of skill: SkillDefinition, _ number: SkillNumber, _ slot: Int, at tick: Tick
  ) -> UseRefusal? {
    let vitals = residents.vitals[slot]
    if vitals.isDead { return .dead }
    if vitals.level < skill.level { return .level }
    for ready in vitals.ready where ready.skill == number && ready.at > tick {
      if ready.at.rawValue - tick.rawValue > Limits.earlyTicks { offend(.cooldown, slot, at: tick) }
      return .cooldown
    }
    return vitals.mana < skill.manaCost ? .mana : nil
  }

  /// The slot that a skill meets, or why it meets nobody.
  private mutating func aim(
    _ skill: SkillDefinition, _ slot: Int, _ target: EntityID?, dx: Int8, dy: Int8, at tick: Tick
  ) -> Result<Int, Miss> {
    if case .dash = skill.shape {
      return dx == 0 && dy == 0 ? .failure(Miss(reason: .direction)) : .success(slot)
    }
    let isFriendly = skill.shape == .heal
    if isFriendly, target == nil || target == residents.records[slot].id { return .success(slot) }
    guard let target, let met = residents.index(of: target), met != slot, !isDead(met),
      residents.records[met].kind == (isFriendly ? .player : .creature)
    else { return .failure(Miss(reason: .target)) }
    let here = residents.position(slot)
    let there = residents.position(met)
    if !isFriendly, isSafe(here) || isSafe(there) { return .failure(Miss(reason: .safeZone)) }
    let allowance = Limits.rangeAllowanceTicks * rules.playerSpeed
    guard isNear(here, there, saturating(skill.range, plus: allowance)) else {
      if !isNear(here, there, saturating(skill.range, plus: 2 * allowance)) {
        offend(.range, slot, at: tick)
      }
      return .failure(Miss(reason: .range))
    }
    guard collision.hasSight(from: here, to: there) else { return .failure(Miss(reason: .sight)) }
    return .success(met)
  }

  private func saturating(_ range: Fixed, plus more: Fixed) -> Fixed {
    Fixed(clamping: Int64(range) + Int64(more))
  }

  private mutating func offend(_ violation: Violation, _ slot: Int, at tick: Tick) {
    guard judgesConduct else { return }
    if let severity = residents.records[slot].conduct.add(violation, at: tick) {
      effects.append(.violation(residents.records[slot].id, violation, severity: severity))
    }
  }

  private mutating func perform(
    _ skill: SkillDefinition, _ number: SkillNumber, _ slot: Int, on met: Int, dx: Int8, dy: Int8
  ) {
    let position = residents.position(slot)
    let level = residents.vitals[slot].level
    let blow = Blow(
      source: residents.records[slot].id, level: level, origin: position, skill: number,
      attack: rules.combat.attack.at(level: level))
    emit(
      WorldEvent(
        .skillUsed, source: blow.source, target: residents.records[met].id, skill: number,
        audience: .around(position)))
    switch skill.shape {
    case .melee, .projectile:
      fight(slot)
      look(slot, at: residents.position(met))
      if case .projectile(let speed) = skill.shape {
        launch(blow, skill, at: met, speed: speed)
      } else {
        meet(blow, skill, met)
      }
    case .heal: meet(blow, skill, met)
    case .dash(let distance):
      carry(slot, dx: Int32(dx), dy: Int32(dy), distance: distance)
      setMotion(slot, residents.records[slot].motion)
      meet(blow, skill, slot)
    }
    showCondition(of: slot)
  }

  /// Remembers when a skill is ready again; what is ready by now is forgotten.
  mutating func coolDown(_ number: SkillNumber, of slot: Int, until: Tick, now: Tick) {
    residents.vitals[slot].ready.removeAll { $0.at <= now || $0.skill == number }
    guard until > now, residents.vitals[slot].ready.count < Limits.cooldownsMax else { return }
    residents.vitals[slot].ready.append(Vitals.Ready(skill: number, at: until))
  }

  /// Carries somebody in a direction until a wall, the end of its reach or a zone stops it.
  mutating func carry(_ slot: Int, dx: Int32, dy: Int32, distance: Fixed) {
    var left = min(max(distance, 0), grid.viewRadiusUnits * .one)
    var position = residents.position(slot)
    guard dx != 0 || dy != 0 else { return }
    let far = Int64(1 << 20)
    let scale = max(dx.magnitude, dy.magnitude)
    let aim = (
      x: Int64(dx) * far / Int64(scale), y: Int64(dy) * far / Int64(scale)
    )
    while left > 0 {
      let step = min(left, collision.tileEdge - 1)
      let goal = Position(
        x: Fixed(clamping: Int64(position.x) + aim.x), y: Fixed(clamping: Int64(position.y) + aim.y)
      )
      let velocity = Movement.toward(goal, from: position, speed: step)
      let moved = Movement.advance(position, by: velocity, halfWidth: halfWidth, on: collision)
      guard reach.contains(moved), mayStand(slot, moved) else { break }
      let isStopped = moved != Position(x: position.x + velocity.dx, y: position.y + velocity.dy)
      position = moved
      if isStopped { break }
      left -= step
    }
    let look = facing(dx: dx, dy: dy) ?? residents.facing[slot]
    residents.place(slot, at: position, facing: look)
  }

  /// Creatures do not go where players are safe; one that is there already may go on.
  func mayStand(_ slot: Int, _ place: Position) -> Bool {
    residents.records[slot].kind == .player || !isSafe(place) || isSafe(residents.position(slot))
  }
}
