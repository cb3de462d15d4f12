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
    let isFirst = self.tick == nil
    if let last = self.tick { precondition(tick > last, "time goes on") }
    self.tick = tick
    effects.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    residents.beginStep()
    if isFirst {
      takePosts()
      listChests()
      showChests()
      spawnAll(at: tick.rawValue)
    }
    for intent in intents { apply(intent) }
    removeExpiredGhosts(at: tick)
    clearGround(at: tick)
    closeChests(at: tick)
    landFlights(at: tick)
    restore(at: tick)
    think(at: tick)
    planWalks()
    move()
    if observersChanged { listObservers() }
    visitPlaces()
    sightings.look(over: residents)
    borders.update(from: residents)
    reportCrossings()
    assert(residents.owned + residents.ghosts <= residents.capacity)
  }

  private mutating func listObservers() {
    observersChanged = false
    observers.removeAll(keepingCapacity: true)
    for slot in 0..<residents.count {
      let isObserver =
        residents.tenure[slot] == .owned && residents.records[slot].kind == .player
      residents.sees[slot] = isObserver
      if isObserver { observers.append(self.slot(at: slot)) }
    }
  }

  /// What an observer sees after the last step.
  public func withSight<Result, Failure: Error>(
    of observer: Slot, _ body: (Sight) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let slot = Int(observer.index)
    precondition(
      residents.sees[slot] && residents.records[slot].generation == observer.generation,
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
