import Model

extension Simulation {
  /// Lets those creatures decide whose turn it is.
  mutating func think(at tick: Tick) {
    guard !creatures.brains.isEmpty else { return }
    let now = tick.rawValue
    guard creatures.thinkAt.contains(where: { $0 <= now }) else { return }
    listNoticed()
    for seat in creatures.thinkAt.indices where creatures.thinkAt[seat] <= now {
      if creatures.brains[seat].isAlive {
        decide(seat, at: now)
      } else if creatures.brains[seat].isPresent {
        removeCorpse(seat)
        let spawn = places.spawns[creatures.brains[seat].spawn]
        let lain = Self.corpseTicks(of: spawn)
        creatures.thinkAt[seat] = now + max(1, spawn.respawnTicks - lain)
      } else {
        spawn(seat, at: now)
      }
    }
  }

  /// A body is gone before the next creature comes.
  static func corpseTicks(of spawn: CreatureSpawn) -> UInt64 {
    min(Creatures.corpseTicks, spawn.respawnTicks)
  }

  /// Lists the players whom creatures may notice: alive, and not in a safe zone.
  private mutating func listNoticed() {
    creatures.noticed.removeAll(keepingCapacity: true)
    for slot in 0..<residents.count where residents.tenure[slot] != .free {
      guard residents.records[slot].kind == .player,
        residents.conditions[slot].state.isDisjoint(with: [.dead, .safe])
      else { continue }
      let position = residents.position(slot)
      if isSafe(position) { continue }
      creatures.noticed.append(Creatures.Noticed(slot: UInt16(slot), position: position))
    }
  }

  private mutating func decide(_ seat: Int, at now: UInt64) {
    guard let definition = rules.combat.creature(creatures.brains[seat].definition) else { return }
    let slot = Int(creatures.brains[seat].slot)
    regenerate(seat, slot, at: now)
    creatures.brains[seat].thoughtAt = now
    creatures.thinkAt[seat] = now + Creatures.thinkTicks
    switch creatures.brains[seat].mood {
    case .idle, .patrol: beAtPeace(seat, slot, definition, at: now)
    case .chase, .attack: fight(seat, slot, definition, at: now)
    case .flee: flee(seat, slot, definition, at: now)
    case .returning: comeHome(seat, slot, at: now)
    }
  }

  mutating func enter(_ mood: Mood, _ seat: Int, at now: UInt64) {
    creatures.brains[seat].mood = mood
    creatures.brains[seat].since = now
    let slot = Int(creatures.brains[seat].slot)
    if let definition = rules.combat.creature(creatures.brains[seat].definition) {
      let speed = mood == .patrol || mood == .idle ? definition.patrolSpeed : definition.speed
      residents.records[slot].speed = walkingSpeed(speed)
    }
    showCondition(of: slot)
  }

  /// Whole again in `CombatRules.regenerationTicks` when nobody fights with it.
  private mutating func regenerate(_ seat: Int, _ slot: Int, at now: UInt64) {
    let brain = creatures.brains[seat]
    guard brain.mood == .idle || brain.mood == .patrol || brain.mood == .returning else { return }
    let vitals = residents.vitals[slot]
    guard vitals.health < vitals.healthMax else { return }
    let ticks = Int64(clamping: min(now - brain.thoughtAt, rules.combat.regenerationTicks))
    let whole = Int64(clamping: max(1, rules.combat.regenerationTicks))
    let more = max(1, Int64(vitals.healthMax) * ticks / whole)
    residents.vitals[slot].health = Int32(
      clamping: min(Int64(vitals.healthMax), Int64(vitals.health) + more))
    showCondition(of: slot)
  }

  // MARK: At peace

  private mutating func beAtPeace(
    _ seat: Int, _ slot: Int, _ definition: CreatureDefinition, at now: UInt64
  ) {
    let position = residents.position(slot)
    if let threat = chooseTarget(seat, slot, definition) {
      creatures.brains[seat].target = residents.records[threat].id
      creatures.brains[seat].chasedFrom = position
      if definition.behavior == .passive {
        beginFlight(seat, slot, from: threat, at: now)
      } else {
        creatures.brains[seat].goalAt = 0
        enter(.chase, seat, at: now)
        fight(seat, slot, definition, at: now)
      }
      return
    }
    if !isAnybody(within: wakeRange(definition), of: position) {
      creatures.thinkAt[seat] = now + Creatures.sleepTicks
      if residents.records[slot].motion == .standing, creatures.brains[seat].mood == .patrol {
        enter(.idle, seat, at: now)
      }
      return
    }
    switch creatures.brains[seat].mood {
    case .patrol:
      if residents.records[slot].motion == .standing { enter(.idle, seat, at: now) }
    default:
      guard now >= creatures.brains[seat].since + definition.idleTicks else { return }
      patrol(seat, slot, definition, at: now)
    }
  }

  private func wakeRange(_ definition: CreatureDefinition) -> Fixed {
    max(definition.detectRange, grid.viewRadiusUnits * .one)
  }

  private func isAnybody(within range: Fixed, of position: Position) -> Bool {
    let square = Int64(range) * Int64(range)
    for player in creatures.noticed where player.position.distanceSquared(to: position) <= square {
      return true
    }
    return false
  }

  /// Walks to the next waypoint, to and fro, or to a place near home.
  private mutating func patrol(
    _ seat: Int, _ slot: Int, _ definition: CreatureDefinition, at now: UInt64
  ) {
    let spawn = places.spawns[creatures.brains[seat].spawn]
    let goal: Position
    if spawn.waypoints.count >= 2 {
      goal = nextWaypoint(seat, spawn.waypoints)
    } else {
      let roam = spawn.roamRadius > 0 ? spawn.roamRadius : definition.patrolRadius
      guard let place = placeToRoam(around: creatures.brains[seat].home, within: roam) else {
        creatures.brains[seat].since = now
        return
      }
      goal = place
    }
    guard isWithinLeash(goal, seat, definition) else {
      creatures.brains[seat].since = now
      return
    }
    enter(.patrol, seat, at: now)
    setMotion(slot, .walking(to: goal))
  }

  private mutating func nextWaypoint(_ seat: Int, _ waypoints: [Position]) -> Position {
    let at = min(creatures.brains[seat].waypoint, waypoints.count - 1)
    if at == waypoints.count - 1 { creatures.brains[seat].isGoingBack = true }
    if at == 0 { creatures.brains[seat].isGoingBack = false }
    creatures.brains[seat].waypoint = at + (creatures.brains[seat].isGoingBack ? -1 : 1)
    return waypoints[at]
  }

  private mutating func placeToRoam(around home: Position, within radius: Fixed) -> Position? {
    guard radius > 0 else { return nil }
    for _ in 0..<4 {
      let width = UInt32(clamping: 2 * Int64(radius) + 1)
      let place = Position(
        x: Fixed(clamping: Int64(home.x) - Int64(radius) + Int64(random.below(width))),
        y: Fixed(clamping: Int64(home.y) - Int64(radius) + Int64(random.below(width))))
      let square = Int64(radius) * Int64(radius)
      if place.distanceSquared(to: home) <= square, isStandable(place) { return place }
    }
    return nil
  }

  /// Whether a place is so near to the spawn point that a creature may go there.
  func isWithinLeash(_ place: Position, _ seat: Int, _ definition: CreatureDefinition) -> Bool {
    let leash = Int64(min(definition.returnDistance, grid.viewRadiusUnits * .one))
    return place.distanceSquared(to: creatures.brains[seat].home) <= leash * leash
  }

  // MARK: Whom to fight

  /// The slot of the one who did most damage and is in reach; else, of an aggressive one and of
  /// one that is fighting already, of the nearest in sight.
  func chooseTarget(_ seat: Int, _ slot: Int, _ definition: CreatureDefinition) -> Int? {
    let position = residents.position(slot)
    let brain = creatures.brains[seat]
    if let threat = greatestThreat(to: brain, at: position, definition) { return threat }
    let isFighting = brain.mood == .chase || brain.mood == .attack
    guard definition.behavior == .aggressive || (isFighting && !brain.threats.isEmpty),
      definition.behavior != .passive
    else { return nil }
    return nearest(to: position, within: definition.detectRange, for: brain, definition)
  }

  private func greatestThreat(
    to brain: Brain, at position: Position, _ definition: CreatureDefinition
  ) -> Int? {
    let range = Int64(max(definition.detectRange, definition.chaseDistance))
    var best: (slot: Int, damage: Int64)?
    for threat in brain.threats.list where threat.damage > best?.damage ?? -1 {
      guard let slot = residents.index(of: threat.id), isTargetOfCreatures(slot),
        residents.position(slot).distanceSquared(to: position) <= range * range
      else { continue }
      best = (slot, threat.damage)
    }
    return best?.slot
  }

  private func nearest(
    to position: Position, within range: Fixed, for brain: Brain, _ definition: CreatureDefinition
  ) -> Int? {
    var best: Int?
    var bestSquare = Int64(range) * Int64(range) + 1
    for player in creatures.noticed {
      let square = player.position.distanceSquared(to: position)
      guard square < bestSquare, isTargetOfCreatures(Int(player.slot)),
        collision.hasSight(from: position, to: player.position)
      else { continue }
      best = Int(player.slot)
      bestSquare = square
    }
    return best
  }

  /// Whether creatures may fight with whoever stands in a slot.
  func isTargetOfCreatures(_ slot: Int) -> Bool {
    residents.tenure[slot] != .free && residents.records[slot].kind == .player
      && !residents.conditions[slot].state.contains(.dead) && !isSafe(residents.position(slot))
  }
}
