import Model

extension Simulation {
  mutating func fight(
    _ seat: Int, _ slot: Int, _ definition: CreatureDefinition, at now: UInt64
  ) {
    let position = residents.position(slot)
    let vitals = residents.vitals[slot]
    guard let target = chooseTarget(seat, slot, definition),
      isWithinLeash(position, seat, definition), isWithinChase(position, seat, definition)
    else { return goHome(seat, slot, at: now) }
    let share = Int64(vitals.health) * 100
    if share < Int64(definition.fleeHealthPercent) * Int64(vitals.healthMax) {
      return beginFlight(seat, slot, from: target, at: now)
    }
    creatures.brains[seat].target = residents.records[target].id
    if act(seat, slot, definition, on: target, at: now) { return }
    let place = residents.position(target)
    if isNear(place, position, definition.attackRange),
      collision.hasSight(from: position, to: place)
    {
      stand(seat, slot, lookingAt: place, at: now)
    } else {
      chase(seat, slot, place, at: now)
    }
  }

  private func isWithinChase(
    _ position: Position, _ seat: Int, _ definition: CreatureDefinition
  ) -> Bool {
    isNear(position, creatures.brains[seat].chasedFrom, definition.chaseDistance)
  }

  func isNear(_ a: Position, _ b: Position, _ range: Fixed) -> Bool {
    a.distanceSquared(to: b) <= Int64(range) * Int64(range)
  }

  /// Stands and fights.
  private mutating func stand(_ seat: Int, _ slot: Int, lookingAt place: Position, at now: UInt64) {
    if creatures.brains[seat].mood != .attack { enter(.attack, seat, at: now) }
    if residents.records[slot].motion != .standing { setMotion(slot, .standing) }
    look(slot, at: place)
  }

  mutating func look(_ slot: Int, at place: Position) {
    let position = residents.position(slot)
    if let look = facing(dx: place.x - position.x, dy: place.y - position.y) {
      residents.place(slot, at: position, facing: look)
    }
  }

  /// Goes after its target: a new way when that is more than a tile from where the old one leads.
  private mutating func chase(_ seat: Int, _ slot: Int, _ place: Position, at now: UInt64) {
    if creatures.brains[seat].mood != .chase { enter(.chase, seat, at: now) }
    let isStanding = residents.records[slot].motion == .standing
    let isOff = !isNear(place, creatures.brains[seat].goal, collision.tileEdge)
    let isOld = now >= creatures.brains[seat].goalAt + Creatures.goalTicks
    guard isStanding || isOff || (isOld && place != creatures.brains[seat].goal) else { return }
    creatures.brains[seat].goal = place
    creatures.brains[seat].goalAt = now
    setMotion(slot, .walking(to: place))
  }

  // MARK: Acts

  /// Uses the first skill that is ready and meets the target, else strikes. Whether it did.
  private mutating func act(
    _ seat: Int, _ slot: Int, _ definition: CreatureDefinition, on target: Int, at now: UInt64
  ) -> Bool {
    guard now >= creatures.brains[seat].actAt else { return false }
    let position = residents.position(slot)
    let place = residents.position(target)
    let isSeen = collision.hasSight(from: position, to: place)
    for number in definition.skills {
      guard let skill = rules.combat.skill(number),
        isReady(number, slot, at: now),
        isUseful(skill, slot, definition, distanceTo: place, isSeen: isSeen)
      else { continue }
      useSkill(number, skill, seat, slot, definition, on: target, at: now)
      return true
    }
    guard isSeen, now >= creatures.brains[seat].strikeAt,
      isNear(position, place, definition.attackRange)
    else { return false }
    creatures.brains[seat].strikeAt = now + max(1, definition.attackTicks)
    creatures.brains[seat].actAt = now + min(Creatures.actTicks, max(1, definition.attackTicks))
    stand(seat, slot, lookingAt: place, at: now)
    let blow = Blow(
      source: residents.records[slot].id, level: definition.level, origin: position, skill: .none,
      attack: definition.attack)
    emit(
      WorldEvent(
        .skillUsed, source: blow.source, target: residents.records[target].id,
        audience: .around(position)))
    strike(blow, target)
    return true
  }

  private func isReady(_ number: SkillNumber, _ slot: Int, at now: UInt64) -> Bool {
    for ready in residents.vitals[slot].ready where ready.skill == number {
      return ready.at.rawValue <= now
    }
    return true
  }

  /// Whether a skill makes sense now: blows in range and sight, a heal when badly hurt, a dash to
  /// come near.
  private func isUseful(
    _ skill: SkillDefinition, _ slot: Int, _ definition: CreatureDefinition,
    distanceTo place: Position, isSeen: Bool
  ) -> Bool {
    let position = residents.position(slot)
    switch skill.shape {
    case .melee, .projectile: return isSeen && isNear(position, place, skill.range)
    case .heal:
      let vitals = residents.vitals[slot]
      return vitals.health < vitals.healthMax / 2
    case .dash(let distance):
      return isSeen && !isNear(position, place, max(distance, definition.attackRange))
    }
  }

  private mutating func useSkill(
    _ number: SkillNumber, _ skill: SkillDefinition, _ seat: Int, _ slot: Int,
    _ definition: CreatureDefinition, on target: Int, at now: UInt64
  ) {
    let place = residents.position(target)
    let position = residents.position(slot)
    coolDown(number, of: slot, until: Tick(now + skill.cooldownTicks), now: Tick(now))
    creatures.brains[seat].actAt = now + Creatures.actTicks
    creatures.brains[seat].strikeAt = max(
      creatures.brains[seat].strikeAt, now + Creatures.actTicks)
    let isFoe = skill.shape != .heal
    emit(
      WorldEvent(
        .skillUsed, source: residents.records[slot].id,
        target: residents.records[isFoe ? target : slot].id, skill: number,
        audience: .around(position)))
    let blow = Blow(
      source: residents.records[slot].id, level: definition.level, origin: position,
      skill: number, attack: definition.attack)
    switch skill.shape {
    case .melee:
      stand(seat, slot, lookingAt: place, at: now)
      meet(blow, skill, target)
    case .projectile(let speed):
      stand(seat, slot, lookingAt: place, at: now)
      launch(blow, skill, at: target, speed: speed)
    case .heal: meet(blow, skill, slot)
    case .dash(let distance):
      carry(slot, dx: place.x - position.x, dy: place.y - position.y, distance: distance)
      setMotion(slot, .standing)
    }
  }

  // MARK: Flight and return

  mutating func beginFlight(_ seat: Int, _ slot: Int, from threat: Int, at now: UInt64) {
    creatures.brains[seat].target = residents.records[threat].id
    enter(.flee, seat, at: now)
    run(seat, slot, from: residents.position(threat))
  }

  mutating func flee(_ seat: Int, _ slot: Int, _ definition: CreatureDefinition, at now: UInt64) {
    let position = residents.position(slot)
    guard now < creatures.brains[seat].since + Creatures.fleeTicks,
      let id = creatures.brains[seat].target, let threat = residents.index(of: id),
      isTargetOfCreatures(threat),
      isNear(
        residents.position(threat), position,
        Fixed(clamping: 2 * Int64(max(definition.detectRange, .one))))
    else { return goHome(seat, slot, at: now) }
    if residents.records[slot].motion == .standing {
      run(seat, slot, from: residents.position(threat))
    }
  }

  /// Runs to that of eight places around it that is furthest from the threat, within the leash.
  private mutating func run(_ seat: Int, _ slot: Int, from threat: Position) {
    guard let definition = rules.combat.creature(creatures.brains[seat].definition) else { return }
    let position = residents.position(slot)
    let far = 3 * collision.tileEdge
    var best: Position?
    var bestSquare = position.distanceSquared(to: threat)
    for step in TileWindow.steps {
      let place = Position(
        x: position.x + Fixed(step.dx) * far, y: position.y + Fixed(step.dy) * far)
      let square = place.distanceSquared(to: threat)
      guard square > bestSquare, isStandable(place), isWithinLeash(place, seat, definition)
      else { continue }
      best = place
      bestSquare = square
    }
    if let best { setMotion(slot, .walking(to: best)) }
  }

  mutating func goHome(_ seat: Int, _ slot: Int, at now: UInt64) {
    creatures.brains[seat].target = nil
    creatures.brains[seat].threats.removeAll()
    enter(.returning, seat, at: now)
    setMotion(slot, .walking(to: creatures.brains[seat].home))
  }

  mutating func comeHome(_ seat: Int, _ slot: Int, at now: UInt64) {
    let home = creatures.brains[seat].home
    let isHome = isNear(residents.position(slot), home, collision.tileEdge * 3 / 2)
    let isLate = now >= creatures.brains[seat].since + Creatures.returnTicksMax
    if !isHome, isLate, let place = freePlace(near: home) {
      residents.place(slot, at: place, facing: residents.facing[slot])
    }
    if isHome || isLate {
      setMotion(slot, .standing)
      enter(.idle, seat, at: now)
    } else if residents.records[slot].motion == .standing {
      setMotion(slot, .walking(to: home))
    }
  }
}
