import Model

extension Simulation {
  mutating func ghostAppear(_ body: Body, from source: RegionID) {
    let position = grid.bounds.clamped(body.position)
    if let slot = residents.index(of: body.id), residents.tenure[slot] == .owned {
      residents.records[slot].announcement = Record.Announcement(
        source: source, position: position, facing: body.facing)
      return ignore()
    }
    guard let slot = residents.index(of: body.id) ?? takeGhost(body.id) else {
      counters.ghostsRefused += 1
      return
    }
    residents.records[slot].kind = body.kind
    residents.records[slot].definition = body.definition
    residents.records[slot].motion = body.motion
    residents.records[slot].speed = body.speed
    residents.records[slot].source = source
    residents.records[slot].expires = .max
    residents.place(slot, at: position, facing: body.facing)
    if let condition = body.condition { residents.show(condition, of: slot) }
  }

  mutating func ghostVitals(_ id: EntityID, _ condition: Condition) {
    guard let slot = residents.index(of: id), residents.tenure[slot] == .ghost else {
      return ignore()
    }
    residents.show(condition, of: slot)
  }

  private mutating func takeGhost(_ id: EntityID) -> Int? {
    let ghostsMax = residents.capacity * Limits.ghostsMax / Limits.entitiesMax
    return residents.ghosts < ghostsMax ? residents.take(id, as: .ghost) : nil
  }

  mutating func ghostMove(_ id: EntityID, _ position: Position, facing: UInt8) {
    guard let slot = residents.index(of: id) else { return ignore() }
    let position = grid.bounds.clamped(position)
    if residents.tenure[slot] == .ghost {
      residents.place(slot, at: position, facing: facing)
    } else {
      residents.records[slot].announcement?.position = position
      residents.records[slot].announcement?.facing = facing
      ignore()
    }
  }

  mutating func ghostVanish(_ id: EntityID, from source: RegionID) {
    guard let slot = residents.index(of: id) else { return ignore() }
    if residents.tenure[slot] == .owned {
      if residents.records[slot].announcement?.source == source {
        residents.records[slot].announcement = nil
      }
      return ignore()
    }
    guard residents.records[slot].source == source else { return ignore() }
    residents.records[slot].expires = (tick?.rawValue ?? 0) + rules.ghostLingerTicks
  }

  mutating func ghostsLost(from source: RegionID) {
    for slot in 0..<residents.count {
      switch residents.tenure[slot] {
      case .free: break
      case .owned:
        if residents.records[slot].announcement?.source == source {
          residents.records[slot].announcement = nil
        }
      case .ghost:
        if residents.records[slot].source == source { residents.vacate(slot) }
      }
    }
  }

  mutating func removeExpiredGhosts(at tick: Tick) {
    guard residents.ghosts > 0 else { return }
    for slot in 0..<residents.count
    where residents.tenure[slot] == .ghost && residents.records[slot].expires <= tick.rawValue {
      residents.vacate(slot)
    }
  }
}
