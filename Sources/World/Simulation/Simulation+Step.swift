import Model

extension Simulation {
  /// One tick of the region: takes the intents in order, moves everybody, and finds out who sees
  /// whom. The only place where state changes.
  ///
  /// - Parameters:
  ///   - intents: at most `Limits.intentsMax`.
  ///   - tick: later than the last one; ticks may be left out after a stall.
  public mutating func step(_ intents: [Intent], at tick: Tick) {
    precondition(intents.count <= Limits.intentsMax, "the caller keeps what is too much")
    if let last = self.tick { precondition(tick > last, "time goes on") }
    self.tick = tick
    effects.removeAll(keepingCapacity: true)
    residents.beginStep()
    for intent in intents { apply(intent) }
    removeExpiredGhosts(at: tick)
    planWalks()
    move()
    if observersChanged { listObservers() }
    sightings.look(over: residents)
    borders.update(from: residents)
    reportCrossings()
    assert(residents.owned + residents.ghosts <= residents.capacity)
  }

  private mutating func listObservers() {
    observersChanged = false
    observers.removeAll(keepingCapacity: true)
    for slot in 0..<residents.count where residents.tenure[slot] == .owned {
      observers.append(self.slot(at: slot))
    }
  }

  private mutating func reportCrossings() {
    let home = bounds.expanded(by: rules.hysteresisUnits * .one)
    for observer in observers {
      let slot = Int(observer.index)
      let position = residents.position(slot)
      guard !home.contains(position), !residents.records[slot].isFrozen,
        let region = grid.region(at: position)
      else { continue }
      assert(region != self.region)
      effects.append(.crossing(residents.records[slot].id, observer, to: region))
    }
  }

  /// What an observer sees after the last step.
  public func withSight<Result, Failure: Error>(
    of observer: Slot, _ body: (Sight) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let slot = Int(observer.index)
    precondition(
      residents.tenure[slot] == .owned && residents.records[slot].generation == observer.generation,
      "only players simulated here observe")
    return try body(sightings.sight(of: slot))
  }

  /// What a neighbour is told about our entities after the last step.
  public func withBorder<Result, Failure: Error>(
    toward region: RegionID, _ body: (Border) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(borders.border(toward: region))
  }
}
