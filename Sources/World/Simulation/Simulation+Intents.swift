import Model

extension Simulation {
  mutating func apply(_ intent: Intent) {
    switch intent {
    case .enter(let body): enter(body)
    case .leave(let id): leave(id)
    case .release(let id, let region): release(id, to: region)
    case .freeze(let id): setFrozen(true, id)
    case .unfreeze(let id): setFrozen(false, id)
    case .steer(let id, let motion): steer(id, motion)
    case .use(let id, let skill, let target, let dx, let dy):
      use(id, skill, target: target, dx: dx, dy: dy)
    case .revive(let id): revive(id)
    case .consume(let id, let heal, let mana): consume(id, heal: heal, mana: mana)
    case .summon(let id, let region, let place): summon(id, to: region, at: place)
    case .dismiss(let id): dismiss(id)
    case .adjust(let id, let change): adjust(id, change)
    case .open(let chest, let character): open(chest, by: character)
    case .lay(let item): lay(item)
    case .lift(let item): lift(item)
    case .deed(let deed): receive(deed)
    case .ghostVitals(let id, let condition): ghostVitals(id, condition)
    case .ghostAppear(let body, let region): ghostAppear(body, from: region)
    case .ghostMove(let id, let position, let facing): ghostMove(id, position, facing: facing)
    case .ghostVanish(let id, let region): ghostVanish(id, from: region)
    case .ghostsLost(let region): ghostsLost(from: region)
    }
  }

  private mutating func enter(_ body: Body) {
    let present = residents.index(of: body.id)
    if let present, residents.tenure[present] == .owned { return refuse(body.id, .present) }
    guard reach.contains(body.position), body.kind == .player, body.id.isCharacter else {
      return refuse(body.id, .outside)
    }
    guard let position = freePlace(near: body.position) else { return refuse(body.id, .blocked) }
    let slot: Int
    if let present {
      residents.convert(present, to: .owned)
      slot = present
    } else if let taken = residents.take(body.id, as: .owned) {
      slot = taken
    } else {
      counters.refusedFull += 1
      return refuse(body.id, .full)
    }
    observersChanged = true
    residents.records[slot].kind = body.kind
    residents.records[slot].isFrozen = false
    residents.records[slot].speed = min(max(body.speed, 0), collision.tileEdge - 1)
    residents.records[slot].expires = .max
    residents.records[slot].announcement = nil
    residents.records[slot].definition = .none
    residents.records[slot].isReviving = false
    residents.records[slot].isHeldByPortal = portal(at: position) != nil
    residents.records[slot].conduct = Conduct()
    residents.place(slot, at: position, facing: body.facing)
    residents.vitals[slot] = admitted(body.vitals)
    residents.rouse(slot)
    sightings.open(slot, of: residents.count)
    setMotion(slot, residents.vitals[slot].isDead ? .standing : body.motion)
    showCondition(of: slot)
    if body.hasTravelled { showTravel(of: slot) }
    effects.append(.entered(body.id, self.slot(at: slot)))
  }

  private mutating func leave(_ id: EntityID) {
    guard let slot = playerIndex(of: id) else { return refuse(id, .absent) }
    dropHeld(for: id)
    dismiss(id)
    effects.append(.left(body(slot)))
    residents.vacate(slot)
    observersChanged = true
  }

  private mutating func release(_ id: EntityID, to region: RegionID) {
    guard let slot = playerIndex(of: id), region != self.region else { return ignore() }
    let isFar = isFar(region, from: slot)
    dismiss(id)
    if residents.records[slot].announcement?.source != region, isFar {
      residents.vacate(slot)
      observersChanged = true
      return forwardHeld(for: id, to: region)
    }
    residents.convert(slot, to: .ghost)
    residents.settle(slot)
    residents.vitals[slot] = .none
    residents.gait[slot] = .still
    residents.records[slot].isFrozen = false
    residents.records[slot].isReviving = false
    residents.records[slot].source = region
    residents.records[slot].expires = (tick?.rawValue ?? 0) + rules.ghostConfirmTicks
    if let announcement = residents.records[slot].announcement, announcement.source == region {
      residents.place(slot, at: announcement.position, facing: announcement.facing)
      residents.records[slot].expires = .max
    }
    residents.records[slot].announcement = nil
    observersChanged = true
    releaseHeld(for: id)
  }

  /// Whether somebody who goes to a region is out of sight there: it went through a portal or back
  /// to life, or the region is no neighbour.
  private func isFar(_ region: RegionID, from slot: Int) -> Bool {
    if let journey = journey(of: slot), journey.region == region { return true }
    let columns = abs(Int(region.column) - Int(self.region.column))
    let rows = abs(Int(region.row) - Int(self.region.row))
    return region.map != self.region.map || max(columns, rows) > 1
  }

  private mutating func setFrozen(_ isFrozen: Bool, _ id: EntityID) {
    guard let slot = playerIndex(of: id) else { return ignore() }
    residents.records[slot].isFrozen = isFrozen
    setMotion(slot, residents.records[slot].motion)
    if !isFrozen { releaseHeld(for: id) }
  }

  private mutating func steer(_ id: EntityID, _ motion: Motion) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen,
      !residents.vitals[slot].isDead
    else { return ignore() }
    if case .walking = motion, residents.records[slot].motion == motion { return }
    setMotion(slot, motion)
  }

  func ownedIndex(of id: EntityID) -> Int? {
    guard let slot = residents.index(of: id), residents.tenure[slot] == .owned else { return nil }
    return slot
  }

  /// The slot of a player who is simulated here: creatures obey their own minds alone.
  func playerIndex(of id: EntityID) -> Int? {
    guard let slot = ownedIndex(of: id), residents.records[slot].kind == .player else { return nil }
    return slot
  }

  /// Sets what a slot is about to do and everything that follows from it.
  mutating func setMotion(_ slot: Int, _ motion: Motion) {
    residents.records[slot].motion = motion
    residents.walks[slot].clear()
    residents.velocities[slot] = .none
    residents.gait[slot] = .still
    guard !residents.records[slot].isFrozen else { return }
    switch motion {
    case .standing: break
    case .heading(let dx, let dy):
      let speed = residents.records[slot].speed
      residents.velocities[slot] = Movement.heading(dx: dx, dy: dy, speed: speed)
      guard let look = facing(dx: Int32(dx), dy: Int32(dy)) else { return }
      residents.gait[slot] = .heading
      residents.place(slot, at: residents.position(slot), facing: look)
    case .walking:
      residents.gait[slot] = .walking
      if !residents.walks[slot].isQueued {
        residents.walks[slot].isQueued = true
        plans.append(UInt16(slot))
      }
    }
  }

  private mutating func refuse(_ id: EntityID, _ refusal: Refusal) {
    effects.append(.refused(id, refusal))
  }

  mutating func ignore() { counters.ignored += 1 }
}
