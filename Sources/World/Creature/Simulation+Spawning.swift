import Model

extension Simulation {
  /// How many creatures stand or lie in the region; ghosts do not count.
  public var creatureCount: Int { creatures.present }

  /// Fills every seat of every spawn point, as far as there is room.
  mutating func spawnAll(at now: UInt64) {
    for seat in creatures.brains.indices {
      spawn(seat, at: now)
      if creatures.brains[seat].isPresent {
        creatures.thinkAt[seat] = now + UInt64(seat) % Creatures.sleepTicks
      }
    }
  }

  /// Brings the next creature of a seat into the world, or tries again later.
  mutating func spawn(_ seat: Int, at now: UInt64) {
    let spawn = places.spawns[creatures.brains[seat].spawn]
    guard let definition = rules.combat.creature(spawn.creature),
      let place = spawnPlace(of: spawn)
    else { return postpone(seat, at: now) }
    let counter = creatures.counter
    let id = EntityID.creature(
      region: region, epoch: epoch, counter: UInt32(truncatingIfNeeded: counter))
    creatures.counter += 1
    guard residents.index(of: id) == nil, let slot = residents.take(id, as: .owned) else {
      return postpone(seat, at: now)
    }
    creatures.present += 1
    residents.records[slot].kind = .creature
    residents.records[slot].definition = DefinitionNumber(spawn.creature)
    residents.records[slot].seat = UInt16(seat)
    residents.records[slot].speed = walkingSpeed(definition.patrolSpeed)
    residents.place(slot, at: place, facing: UInt8(random.below(256)))
    setMotion(slot, .standing)
    let health = max(1, definition.healthMax)
    residents.vitals[slot] = Vitals(health: health, healthMax: health, level: definition.level)
    creatures.brains[seat].reset()
    creatures.brains[seat].slot = UInt16(slot)
    creatures.brains[seat].epoch = epoch
    creatures.brains[seat].counter = counter
    creatures.brains[seat].home = place
    creatures.brains[seat].since = now
    creatures.brains[seat].thoughtAt = now
    creatures.thinkAt[seat] = now + 1
    showCondition(of: slot)
  }

  private mutating func postpone(_ seat: Int, at now: UInt64) {
    counters.creaturesRefused += 1
    creatures.thinkAt[seat] = now + Creatures.retryTicks
  }

  /// A free place in the circle of a spawn point, on the region's own ground when there is one.
  private mutating func spawnPlace(of spawn: CreatureSpawn) -> Position? {
    let radius = Int64(max(0, spawn.radius))
    for _ in 0..<16 where radius > 0 {
      let width = UInt32(clamping: 2 * radius + 1)
      let dx = Int64(random.below(width)) - radius
      let dy = Int64(random.below(width)) - radius
      guard dx * dx + dy * dy <= radius * radius else { continue }
      let place = Position(
        x: Fixed(clamping: Int64(spawn.position.x) + dx),
        y: Fixed(clamping: Int64(spawn.position.y) + dy))
      if bounds.contains(place), isStandable(place) { return place }
    }
    return freePlace(near: spawn.position)
  }

  /// Whether a creature may stand at a place: free ground, not where players are safe.
  func isStandable(_ place: Position) -> Bool {
    collision.isFree(place, halfWidth: halfWidth) && reach.contains(place) && !isSafe(place)
  }

  /// A speed that movement takes: less than a tile per tick.
  func walkingSpeed(_ speed: Fixed) -> Fixed { min(max(speed, 0), collision.tileEdge - 1) }

  /// Takes a dead body out of the world.
  mutating func removeCorpse(_ seat: Int) {
    let slot = Int(creatures.brains[seat].slot)
    assert(creatures.brains[seat].isDead && residents.records[slot].seat == UInt16(seat))
    residents.vacate(slot)
    creatures.present -= 1
    creatures.brains[seat].slot = Brain.nowhere
  }
}
