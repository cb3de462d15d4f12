import Model

extension Simulation {
  /// The simulation that `archived` described, under another epoch: a region that moved goes on, one
  /// that crashed starts with the creatures of its checkpoint.
  ///
  /// - Throws: `ArchiveError`, whatever the bytes are.
  public static func restored(
    from archive: [UInt8], grid: RegionGrid, region: RegionID, collision: CollisionGrid,
    rules: Rules, places: Places = Places(), epoch: Epoch, capacity: Int = Limits.entitiesMax
  ) throws(ArchiveError) -> Simulation {
    var reader = try ArchiveReader(archive)
    let version = try reader.next(UInt16.self)
    guard version == archiveVersion else { throw .unknownVersion(version) }
    let scope: ArchiveScope = try reader.value()
    let named = RegionID(rawValue: try reader.next())
    guard named == region else { throw .otherRegion(named) }
    var restored = Simulation(
      grid: grid, region: region, collision: collision, rules: rules, places: places,
      epoch: epoch, seed: 0, capacity: capacity)
    guard try reader.next(UInt64.self) == restored.contentDigest else { throw .otherContent }
    try restored.restore(from: &reader)
    guard reader.isAtEnd else { throw .damaged }
    if scope == .checkpoint {
      restored.takePosts()
      restored.showChests()
    }
    return restored
  }

  private mutating func restore(from reader: inout ArchiveReader) throws(ArchiveError) {
    guard let tick = try reader.tick() else { throw .damaged }
    self.tick = tick
    random = SeededGenerator(seed: try reader.next())
    restoredSecond = try reader.next()
    creatures.counter = try reader.next()
    plans.mayWalk = try reader.flag()
    let slots = try reader.count(max: residents.capacity)
    residents.reserve(slots)
    for slot in 0..<slots { residents.records[slot].generation = try reader.next() }
    for _ in 0..<(try reader.count(max: residents.capacity)) {
      try restoreSlot(from: &reader)
    }
    guard try reader.count(max: creatures.brains.count) == creatures.brains.count else {
      throw .damaged
    }
    for seat in creatures.brains.indices { try restoreBrain(seat, from: &reader) }
    for slot in 0..<residents.count
    where residents.tenure[slot] != .free && residents.records[slot].seat != .max {
      guard creatures.brains[Int(residents.records[slot].seat)].slot == UInt16(slot) else {
        throw .damaged
      }
    }
    try restoreGround(from: &reader)
    try restoreChests(from: &reader)
    for _ in 0..<(try reader.count(max: Limits.flightsMax)) { flights.append(try reader.flight()) }
    for _ in 0..<(try reader.count(max: Limits.deedsHeldMax)) { held.append(try reader.deed()) }
    try restorePlans(from: &reader)
    observersChanged = true
  }

  private mutating func restoreSlot(from reader: inout ArchiveReader) throws(ArchiveError) {
    let slot = Int(try reader.next(UInt16.self))
    let id = EntityID(try reader.next())
    guard let kind = EntityKind(rawValue: try reader.next()),
      let tenure = Tenure(rawValue: try reader.next()), tenure != .free,
      residents.restore(id, at: slot, as: tenure)
    else { throw .damaged }
    residents.records[slot].kind = kind
    residents.place(slot, at: grid.bounds.clamped(try reader.position()), facing: try reader.next())
    let motion = try reader.motion()
    residents.records[slot].speed = walkingSpeed(try reader.next())
    residents.records[slot].isFrozen = try reader.flag()
    residents.records[slot].source = RegionID(rawValue: try reader.next())
    residents.records[slot].expires = try reader.next()
    residents.records[slot].definition = DefinitionNumber(try reader.next())
    residents.records[slot].seat = try reader.next()
    residents.records[slot].isHeldByPortal = try reader.flag()
    residents.records[slot].isReviving = try reader.flag()
    residents.records[slot].conduct = try reader.conduct()
    if try reader.flag() {
      residents.records[slot].announcement = Record.Announcement(
        source: RegionID(rawValue: try reader.next()), position: try reader.position(),
        facing: try reader.next())
    }
    residents.show(try reader.condition(), of: slot)
    if tenure == .owned {
      residents.vitals[slot] = try reader.vitals()
      if kind == .npc { npcsPresent += 1 }
      if kind == .player {
        residents.rouse(slot)
        sightings.open(slot, of: residents.count)
      }
    }
    try restoreMotion(of: slot, motion, from: &reader)
    try checkSeat(of: slot)
  }

  /// A creature sits on a seat of its own kind; nobody else has one.
  private mutating func checkSeat(of slot: Int) throws(ArchiveError) {
    let record = residents.records[slot]
    let isSeated = record.kind == .creature && residents.tenure[slot] == .owned
    guard isSeated else {
      residents.records[slot].seat = .max
      return
    }
    guard Int(record.seat) < creatures.brains.count,
      DefinitionNumber(creatures.brains[Int(record.seat)].definition) == record.definition
    else { throw .damaged }
    creatures.present += 1
  }

  private mutating func restoreMotion(
    of slot: Int, _ motion: Motion, from reader: inout ArchiveReader
  ) throws(ArchiveError) {
    let look = residents.facing[slot]
    // Owned ones alone move by themselves; the queue of walks comes at the end of the archive.
    residents.walks[slot].isQueued = true
    if residents.tenure[slot] == .owned {
      setMotion(slot, motion)
    } else {
      residents.records[slot].motion = motion
    }
    residents.place(slot, at: residents.position(slot), facing: look)
    residents.walks[slot].isComplete = try reader.flag()
    residents.walks[slot].isQueued = false
    _ = try reader.flag()
    residents.walks[slot].stalls = try reader.next()
    let next: UInt8 = try reader.next()
    let corners = try reader.count(max: Limits.waypointsMax)
    guard Int(next) <= corners else { throw .damaged }
    residents.walks[slot].next = next
    for corner in 0..<corners { residents.walks[slot].waypoints[corner] = try reader.position() }
    residents.walks[slot].count = UInt8(corners)
  }

  private mutating func restoreBrain(
    _ seat: Int, from reader: inout ArchiveReader
  ) throws(ArchiveError) {
    creatures.brains[seat].slot = try reader.next()
    creatures.brains[seat].epoch = Epoch(try reader.next())
    creatures.brains[seat].counter = try reader.next()
    creatures.brains[seat].isDead = try reader.flag()
    creatures.brains[seat].mood = try reader.value()
    creatures.brains[seat].since = try reader.next()
    creatures.brains[seat].thoughtAt = try reader.next()
    creatures.brains[seat].home = try reader.position()
    creatures.brains[seat].chasedFrom = try reader.position()
    let target: UInt64 = try reader.next()
    creatures.brains[seat].target = target == 0 ? nil : EntityID(target)
    creatures.brains[seat].goal = try reader.position()
    creatures.brains[seat].goalAt = try reader.next()
    creatures.brains[seat].waypoint = Int(try reader.next(UInt32.self))
    creatures.brains[seat].isGoingBack = try reader.flag()
    creatures.brains[seat].actAt = try reader.next()
    creatures.brains[seat].strikeAt = try reader.next()
    for _ in 0..<(try reader.count(max: Limits.threatsMax)) {
      let id = EntityID(try reader.next())
      creatures.brains[seat].threats.restore(id, damage: try reader.next())
    }
    creatures.thinkAt[seat] = try reader.next()
    try checkBrain(seat)
  }

  private func checkBrain(_ seat: Int) throws(ArchiveError) {
    let brain = creatures.brains[seat]
    let corners = places.spawns[brain.spawn].waypoints.count
    guard brain.waypoint < max(1, corners) else { throw .damaged }
    guard brain.isPresent else {
      guard !brain.isDead || brain.slot == Brain.nowhere else { throw .damaged }
      return
    }
    let slot = Int(brain.slot)
    guard slot < residents.count, residents.tenure[slot] == .owned,
      residents.records[slot].seat == UInt16(seat)
    else { throw .damaged }
  }

  private mutating func restorePlans(from reader: inout ArchiveReader) throws(ArchiveError) {
    for _ in 0..<(try reader.count(max: residents.capacity)) {
      let slot: UInt16 = try reader.next()
      guard Int(slot) < residents.count, residents.tenure[Int(slot)] == .owned,
        !residents.walks[Int(slot)].isQueued
      else { throw .damaged }
      residents.walks[Int(slot)].isQueued = true
      plans.append(slot)
    }
  }
}

extension ArchiveReader {
  fileprivate mutating func motion() throws(ArchiveError) -> Motion {
    switch try next(UInt8.self) {
    case 0: .standing
    case 1: .heading(dx: try next(), dy: try next())
    case 2: .walking(to: try position())
    default: throw .damaged
    }
  }

  fileprivate mutating func condition() throws(ArchiveError) -> Condition {
    Condition(
      health255: try next(), level: try next(), state: Condition.State(rawValue: try next()))
  }

  fileprivate mutating func conduct() throws(ArchiveError) -> Conduct {
    let window: UInt64 = try next()
    var counts: [UInt16] = []
    for _ in 0..<(try count(max: Violation.allCases.count)) { counts.append(try next()) }
    guard let conduct = Conduct(window: window, counts: counts) else { throw .damaged }
    return conduct
  }

  fileprivate mutating func vitals() throws(ArchiveError) -> Vitals {
    var vitals = Vitals(health: try next(), healthMax: try next())
    vitals.mana = try next()
    vitals.manaMax = try next()
    vitals.level = try next()
    vitals.experience = try next()
    vitals.kills = try next()
    for _ in 0..<(try count(max: Limits.cooldownsMax)) {
      vitals.ready.append(
        Vitals.Ready(skill: SkillNumber(try next()), at: Tick(try next())))
    }
    vitals.respawnAt = try tick()
    vitals.foughtAt = try tick()
    return vitals
  }

  fileprivate mutating func flight() throws(ArchiveError) -> Flight {
    let blow = Blow(
      source: EntityID(try next()), level: try next(), origin: try position(),
      skill: SkillNumber(try next()), attack: try next())
    return Flight(blow: blow, target: EntityID(try next()), arrivesAt: try next())
  }

  fileprivate mutating func deed() throws(ArchiveError) -> BorderDeed {
    let source = EntityID(try next())
    let level: UInt16 = try next()
    let origin = try position()
    let target = EntityID(try next())
    let skill = SkillNumber(try next())
    let hops: UInt8 = try next()
    let kind: BorderDeed.Kind
    switch try next(UInt8.self) {
    case 0:
      let amount: Int32 = try next()
      kind = .damage(amount, try value())
    case 1: kind = .heal(try next())
    case 2: kind = .push(try next())
    case 3: kind = .reward(experience: try next())
    case 4: kind = .open
    default: throw .damaged
    }
    return BorderDeed(
      source: source, level: level, origin: origin, target: target, skill: skill, kind: kind,
      hops: hops)
  }
}
