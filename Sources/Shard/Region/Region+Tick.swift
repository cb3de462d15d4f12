import Cluster
import Logging
import Model
import NIOCore
import Storage
import Wire
import World

extension Region {
  /// One tick, one way: mail → inputs → the world's step → crossings and deeds → storage →
  /// neighbours → players. When time goes slowly the world rests on some ticks, and only what
  /// other processes wait for is done.
  func runTick(_ tick: Tick, now: BootTime, lag: BootTime.Span) {
    guard state != .closed, state != .packed, isLater(tick) else { return }
    lastTick = tick
    upcoming = tick
    traces.tickBegins(now)
    enterArrivals(before: tick)
    handleMail()
    let step = time.reached(tick)
    if let step { takeInputs(step) }
    border.dropSilent(now: tick, intents: &intents)
    traces.ended(.mail)
    if let step { self.step(step.tick) }
    upcoming = Tick(tick.rawValue + 1)
    traces.ended(.step)
    if step != nil { carryOut(now: now) }
    keepBooks(tick)
    traces.ended(.effects)
    if step != nil { save(now: now) }
    perform(authority.expired(now: now))
    traces.ended(.saves)
    tellNeighbours(tick, isResting: step == nil)
    traces.ended(.neighbours)
    if let step { tellPlayers(tick, gameTick: step.tick) }
    tellWords()
    traces.ended(.players)
    if step == nil {
      hearsay.clearWords()
    } else {
      hearsay.clear()
      forgetLabels()
    }
    finishClosing(tick)
    checkpoint(tick)
    recordFigures()
    let took = services.clock.now - now
    times.record(microseconds: UInt32(clamping: took.microseconds))
    services.tickTimes.record(took)
    keepPace(took: took, lag: lag, step: step)
    let slow = traces.tickEnds(tick, players: authority.characterCount) {
      residents[$0]?.needsScope == false
    }
    if let slow { logSlowTick(slow, at: tick, took: took) }
    services.tickTimes.record(traces.laps)
    if step != nil { packWhenQuiet() }
  }

  /// A region that came from a shard whose clock is ahead waits for its own to come up.
  private func isLater(_ tick: Tick) -> Bool {
    guard let last = simulation.tick else { return true }
    return tick > time.clusterTick(last)
  }

  /// About once a second, what comes back after a crash.
  private func checkpoint(_ tick: Tick) {
    guard tick >= checkpointAt, state == .open else { return }
    checkpointAt = Tick(tick.rawValue + limits.checkpointTicks)
    services.checkpoint(
      RegionCheckpoint(
        fence: RegionFence(region: id, epoch: epoch), tick: tick,
        bytes: simulation.archived(.checkpoint)))
  }

  /// Steps the world; intents beyond what it takes in one step wait for the next, in order.
  private func step(_ gameTick: Tick) {
    let rest = intents.dropFirst(World.Limits.intentsMax)
    let waiting = Array(rest)
    if !rest.isEmpty { intents.removeLast(rest.count) }
    simulation.judgesConduct = time.isFull
    simulation.step(intents, at: gameTick)
    intents.removeAll(keepingCapacity: true)
    intents.append(contentsOf: waiting)
  }

  private func carryOut(now: BootTime) {
    var decayed: [ItemID] = []
    for effect in simulation.effects {
      switch effect {
      case .crossing(let entity, let slot, let target, let arrival):
        guard let owner = services.directory.owner(of: target) else {
          remind(
            CharacterID(entity.rawValue),
            Notice(.regionAway, "The land ahead is on its way up: wait a moment, or turn."))
          continue
        }
        let character = CharacterID(entity.rawValue)
        perform(
          authority.crossed(
            character, to: target, targetEpoch: owner.epoch,
            state: offered(character, at: slot, to: target, arrival: arrival),
            trace: traces.offering(character, now: now), now: now))
      case .border(let deed, let target):
        if border.send(deed, to: target) {
          counts.effectsSent += 1
        } else {
          counts.effectsAstray += 1
        }
      case .refused(let entity, let refusal):
        services.logger.error(
          "an entity could not be placed",
          metadata: ["entity": "\(entity)", "region": "\(id)", "reason": "\(refusal)"])
      case .violation(let entity, let violation, let severity):
        report(violation, by: entity, severity: severity)
      case .loot(let loot): mint(loot)
      case .decayed(let item): decayed.append(item)
      case .entered, .left: break
      }
    }
    burn(decayed)
  }

  /// Counts and logs what no honest client does, and tells the client that it was put right.
  private func report(_ violation: Violation, by entity: EntityID, severity: UInt8) {
    let character = CharacterID(entity.rawValue)
    services.worldFigures.count(violation)
    residents[character]?.corrections += 1
    services.logger.warning(
      "a player did what no honest client does",
      metadata: about(character).merging(
        ["what": "\(violation)", "severity": "\(severity)"]) { $1 })
    tell(.notice(Notice(.corrected, violation.sentence)), to: character)
  }

  /// What is saved is what a step left, with all that was ordered or done before it.
  private func save(now: BootTime) {
    perform(
      authority.saves(now: now) { character in
        simulation.slot(of: EntityID(character)).map { state(at: $0) }
      })
  }

  private func state(at slot: Slot) -> CharacterState {
    state(of: simulation.body(at: slot))
  }

  func state(of body: Body) -> CharacterState {
    var state = CharacterState(body, name: labels[body.id]?.name ?? "", tick: lastTick)
    state.vitals?.moments { time.clusterTick($0) }
    if !orders.isIdle { state.orders = orders.marks(of: state.character) }
    return state
  }

  private func tellNeighbours(_ tick: Tick, isResting: Bool) {
    for index in border.neighbours.indices {
      let neighbour = border.neighbours[index]
      guard let owner = services.directory.owner(of: neighbour) else { continue }
      var batch = border.batch(
        toward: index, targetEpoch: owner.epoch, tick: tick, isResting: isResting,
        simulation: simulation
      ) { labels[$0] }
      batch.words = border.words(hearsay.words.prefix(hearsay.ownWords), heardBy: index)
      send(.ghostBatch(batch), to: neighbour)
    }
  }

  private func tellPlayers(_ tick: Tick, gameTick: Tick) {
    snapshots.begin(
      tick, interval: pace.interval, simulation: simulation, heard: hearsay.events
    ) { labels[$0] }
    var freshBytes = 0
    for observer in simulation.observers {
      let character = CharacterID(simulation.id(at: observer.index).rawValue)
      guard let route = authority.output(of: character),
        let place = residents.place(of: character)
      else { continue }
      let isFirst = residents[place].needsScope
      guard !isFirst || freshBytes < limits.freshBytesPerTickMax else { continue }
      let vitals = ownVitals(ofResidentAt: place, at: observer, isFirst: isFirst, gameTick)
      let part = ViewPart(number: residents[place].partsShown + 1, isWhole: isFirst)
      var bytes = 0
      outbox.value.append(to: .gateway(route.session.gateway)) { batch in
        bytes = snapshots.append(
          for: observer, part: part, vitals: vitals, route: route, simulation: simulation,
          to: &batch)
      }
      residents[place].partsShown = part.number
      if isFirst {
        residents[place].needsScope = false
        freshBytes += bytes
      }
      counts.snapshotBytes += UInt64(bytes)
      counts.snapshots += 1
    }
  }

  /// What a player is told of itself: all of it when something changed.
  private func ownVitals(
    ofResidentAt place: Int, at observer: Slot, isFirst: Bool, _ gameTick: Tick
  ) -> OwnVitals? {
    let vitals = simulation.vitals(at: observer.index)
    let condition = simulation.shown(at: observer.index)
    guard
      isFirst || vitals != residents[place].toldVitals
        || condition.state != residents[place].toldState
        || time.percent != residents[place].toldTimePercent
    else { return nil }
    residents[place].toldVitals = vitals
    residents[place].toldState = condition.state
    residents[place].toldTimePercent = time.percent
    return OwnVitals(
      vitals, condition: condition, rules: simulation.rules,
      corrections: residents[place].corrections, at: gameTick, timePercent: time.percent)
  }

  /// What was said near goes to everybody who sees the place.
  private func tellWords() {
    for word in hearsay.words {
      let line = ServerMessage.chatLine(
        ChatLine(
          channel: .near, character: word.character, name: word.name, text: word.text))
      for observer in simulation.observers
      where snapshots.isNear(word.position, simulation.pose(at: observer.index).position) {
        tell(line, to: CharacterID(simulation.id(at: observer.index).rawValue))
      }
    }
  }

  /// Tells a player why it does not get on; not with every step against the same wall.
  func remind(_ character: CharacterID, _ notice: Notice) {
    guard let resident = residents[character],
      resident.remindedAt.rawValue + limits.reminderTicks <= lastTick.rawValue
    else { return }
    residents[character]?.remindedAt = lastTick
    tell(.notice(notice), to: character)
  }

  /// Sends one message to a player of this region.
  func tell(_ message: ServerMessage, to character: CharacterID) {
    guard let route = authority.output(of: character) else { return }
    var frame = ByteBuffer()
    ClientCodec.encode(message, to: &frame)
    let header = OutputHeader(route, region: id, epoch: epoch)
    outbox.value.append(
      .output(
        Output(
          character: header.character, generation: header.generation, sequence: header.sequence,
          region: id, epoch: epoch, lastInput: header.lastInput, frame: frame)),
      to: .gateway(route.session.gateway))
  }

  /// Names of entities that are gone are dropped now and then, not one by one.
  private func forgetLabels() {
    let present = simulation.population + simulation.ghostCount
    guard labels.count > 2 * present + 256 else { return }
    labels = labels.filter {
      simulation.slot(of: $0.key) != nil || residents[CharacterID($0.key.rawValue)] != nil
    }
  }

  func recordFigures() {
    let counted = WorldFigures.Counted(
      world: simulation.counters, region: counts,
      handoffs: HandoffTotals.Count(
        authority.counters, crossShard: counts.handoffsCrossShard),
      deedsLost: border.effectsDropped, hearsayDropped: hearsay.dropped)
    services.worldFigures.record(counted, since: self.counted)
    self.counted = counted
  }

  private func finishClosing(_ tick: Tick) {
    guard case .closing(let since) = state else { return }
    if authority.isEmpty {
      end(.closed)
    } else if tick.rawValue > since.rawValue + limits.closeTicksMax {
      end(.closedUnsaved)
    }
  }
}
