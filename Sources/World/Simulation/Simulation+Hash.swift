import Model

extension Simulation {
  /// A digest of everything that the next steps depend on.
  public func stateHash() -> UInt64 {
    var hash = StateHash()
    hash.add(region.rawValue)
    hash.add(tick?.rawValue ?? .max)
    hash.add(random.state)
    for slot in 0..<residents.count { add(slot, to: &hash) }
    for slot in plans.waiting { hash.add(slot) }
    for seat in creatures.brains.indices {
      hash.add(creatures.thinkAt[seat])
      creatures.brains[seat].add(to: &hash)
    }
    hash.add(creatures.counter)
    hash.add(restoredSecond)
    ground.add(to: &hash)
    chests.add(to: &hash)
    for flight in flights { flight.add(to: &hash) }
    for deed in held { hash.add(deed) }
    for observer in observers { sightings.add(Int(observer.index), to: &hash) }
    return hash.value
  }

  private func add(_ slot: Int, to hash: inout StateHash) {
    let record = residents.records[slot]
    hash.add(UInt64(residents.tenure[slot].rawValue) << 32 | UInt64(record.generation))
    guard residents.tenure[slot] != .free else { return }
    hash.add(record.id.rawValue)
    hash.add(record.kind.rawValue)
    hash.add(position: residents.position(slot))
    hash.add(residents.facing[slot])
    hash.add(record.speed)
    hash.add(record.isFrozen ? 1 : 0)
    hash.add(record.source.rawValue)
    hash.add(record.expires)
    hash.add(record.motion)
    hash.add(record.definition.rawValue)
    hash.add((record.isHeldByPortal ? 1 : 0) | (record.isReviving ? 2 : 0))
    record.conduct.add(to: &hash)
    hash.add(residents.vitals[slot])
    hash.add(residents.conditions[slot])
    let walk = residents.walks[slot]
    hash.add(UInt64(walk.count) << 16 | UInt64(walk.next) << 8 | UInt64(walk.stalls))
    for corner in Int(walk.next)..<Int(walk.count) { hash.add(position: walk.waypoints[corner]) }
    if let announcement = record.announcement {
      hash.add(announcement.source.rawValue)
      hash.add(position: announcement.position)
    }
  }
}

extension StateHash {
  fileprivate mutating func add(_ vitals: Vitals) {
    add(vitals.health)
    add(vitals.healthMax)
    add(vitals.mana)
    add(vitals.manaMax)
    add(vitals.level)
    add(vitals.experience)
    add(vitals.kills)
    for ready in vitals.ready {
      add(ready.skill.rawValue)
      add(ready.at.rawValue)
    }
    add(vitals.respawnAt?.rawValue ?? .max)
    add(vitals.foughtAt?.rawValue ?? .max)
  }

  fileprivate mutating func add(_ condition: Condition) {
    add(UInt64(condition.health255) << 32 | UInt64(condition.level) << 8)
    add(condition.state.rawValue)
  }

  fileprivate mutating func add(_ deed: BorderDeed) {
    add(deed.source.rawValue)
    add(deed.target.rawValue)
    add(position: deed.origin)
    add(UInt64(deed.level) << 32 | UInt64(deed.skill.rawValue) << 8 | UInt64(deed.hops))
    switch deed.kind {
    case .damage(let amount, let element):
      add(amount)
      add(element.rawValue)
    case .heal(let amount): add(amount)
    case .push(let distance): add(distance)
    case .reward(let experience): add(experience)
    case .open: add(UInt64(1))
    }
  }

  mutating func add(position: Position) {
    add(UInt64(UInt32(bitPattern: position.x)) << 32 | UInt64(UInt32(bitPattern: position.y)))
  }

  fileprivate mutating func add(_ motion: Motion) {
    switch motion {
    case .standing: add(0)
    case .heading(let dx, let dy):
      add(1)
      add(dx)
      add(dy)
    case .walking(let target):
      add(2)
      add(position: target)
    }
  }
}
