import Model

extension Simulation {
  /// Whether nobody is hurt at a place.
  func isSafe(_ place: Position) -> Bool {
    guard !safeBounds.isEmpty else { return false }
    for bounds in safeBounds where bounds.contains(place) { return true }
    return false
  }

  /// Acts on whoever walked into or out of a zone or a portal.
  mutating func visitPlaces() {
    guard !safeBounds.isEmpty || !places.portals.isEmpty else { return }
    for observer in observers {
      let slot = Int(observer.index)
      let isHeld = residents.records[slot].isHeldByPortal
      guard residents.moved[slot] || isHeld else { continue }
      if !safeBounds.isEmpty { showCondition(of: slot) }
      guard let portal = portal(at: residents.position(slot)) else {
        if isHeld { residents.records[slot].isHeldByPortal = false }
        continue
      }
      guard !isHeld, !residents.records[slot].isFrozen, !residents.vitals[slot].isDead,
        grid.region(at: portal.destination) == region,
        let place = freePlace(near: portal.destination)
      else { continue }
      teleport(slot, to: place)
      showTravel(of: slot)
      showCondition(of: slot)
    }
  }

  /// Tells whoever sees it that somebody stands elsewhere at once.
  mutating func showTravel(of slot: Int) {
    let id = residents.records[slot].id
    emit(WorldEvent(.travel, source: id, target: id, audience: .around(residents.position(slot))))
  }

  func portal(at place: Position) -> Portal? {
    for portal in places.portals where portal.bounds.contains(place) { return portal }
    return nil
  }

  /// Puts somebody elsewhere in this region. In a portal there it stays until it has left it.
  mutating func teleport(_ slot: Int, to place: Position) {
    setMotion(slot, .standing)
    residents.place(slot, at: place, facing: residents.facing[slot])
    residents.records[slot].isHeldByPortal = portal(at: place) != nil
  }

  /// Where somebody goes who is to leave for another region otherwise than on its feet: called
  /// there, through a portal, or back to life.
  func journey(of slot: Int) -> (region: RegionID, arrival: Position)? {
    if let summons = summons(of: slot) { return (summons.region, summons.arrival) }
    let record = residents.records[slot]
    if record.isReviving, let sanctuary = places.sanctuary,
      let home = grid.region(at: sanctuary), home != region
    {
      return (home, sanctuary)
    }
    guard !record.isHeldByPortal, !residents.vitals[slot].isDead,
      let portal = portal(at: residents.position(slot)),
      let target = grid.region(at: portal.destination), target != region
    else { return nil }
    return (target, portal.destination)
  }

  /// The body to offer to the region that a `crossing` names: where and how it will be there.
  ///
  /// Whoever returns to life is alive in it, and stays dead here until it is released: a refusal or
  /// a crash in between neither loses the return nor gives it twice.
  public func departing(at slot: Slot) -> Body {
    var body = body(at: slot)
    let index = Int(slot.index)
    guard let journey = journey(of: index) else { return body }
    body.position = journey.arrival
    body.motion = .standing
    body.hasTravelled = true
    if residents.records[index].isReviving { body.vitals = body.vitals?.revived }
    return body
  }

  mutating func reportCrossings() {
    let home = bounds.expanded(by: rules.hysteresisUnits * .one)
    let mayTravel = !places.portals.isEmpty || !summoned.isEmpty
    for observer in observers {
      let slot = Int(observer.index)
      let position = residents.position(slot)
      let isDead = residents.restless[slot >> 6] >> UInt64(slot & 63) & 1 != 0
      if mayTravel || isDead, !residents.records[slot].isFrozen, let journey = journey(of: slot) {
        effects.append(
          .crossing(
            residents.records[slot].id, observer, to: journey.region, arrival: journey.arrival))
        continue
      }
      guard !home.contains(position), !residents.records[slot].isFrozen,
        let region = grid.region(at: position)
      else { continue }
      assert(region != self.region)
      effects.append(.crossing(residents.records[slot].id, observer, to: region, arrival: nil))
    }
  }
}
