import Cluster
import Logging
import Model
import NIOCore
import Storage
import Wire
import World

extension Region {
  /// One tick, one way: mail → inputs → the world's step → crossings and deeds → storage →
  /// neighbours → players.
  func runTick(_ tick: Tick, now: BootTime) {
    guard state != .closed, state != .packed, isLater(tick) else { return }
    lastTick = tick
    upcoming = tick
    enterArrivals(before: tick)
    handleMail()
    authority.takeInputs { character, input in take(input, of: EntityID(character)) }
    border.dropSilent(now: tick, intents: &intents)
    step(tick)
    carryOut(now: now)
    keepBooks(tick)
    writeBehind(now: now)
    tellNeighbours(tick)
    tellPlayers(tick)
    tellWords()
    hearsay.clear()
    forgetLabels()
    finishClosing(tick)
    checkpoint(tick)
    recordFigures()
    let took = services.clock.now - now
    times.record(microseconds: UInt32(clamping: took.microseconds))
    services.tickTimes.record(took)
    packWhenQuiet()
  }

  /// A region that came from a shard whose clock is ahead waits for its own to come up.
  private func isLater(_ tick: Tick) -> Bool {
    guard let last = simulation.tick else { return true }
    return tick > last
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

  private func take(_ input: PlayerInput, of entity: EntityID) {
    if let motion = input.motion { intents.append(.steer(entity, Motion(motion))) }
    switch input.deed {
    case .use(let skill, let target, let dx, let dy):
      intents.append(
        .use(
          entity, skill: SkillNumber(UInt16(exactly: skill) ?? 0),
          target: target == 0 ? nil : EntityID(target), dx: dx, dy: dy))
    case .respawn: intents.append(.revive(entity))
    case nil: break
    }
  }

  /// Steps the world; intents beyond what it takes in one step wait for the next, in order.
  private func step(_ tick: Tick) {
    let rest = intents.dropFirst(World.Limits.intentsMax)
    let waiting = Array(rest)
    if !rest.isEmpty { intents.removeLast(rest.count) }
    simulation.step(intents, at: tick)
    upcoming = Tick(tick.rawValue + 1)
    intents.removeAll(keepingCapacity: true)
    intents.append(contentsOf: waiting)
  }

  private func carryOut(now: BootTime) {
    var decayed: [ItemID] = []
    for effect in simulation.effects {
      switch effect {
      case .crossing(let entity, let slot, let target, _):
        guard let owner = services.directory.owner(of: target) else {
          remind(
            CharacterID(entity.rawValue),
            Notice(.regionAway, "The land ahead is on its way up: wait a moment, or turn."))
          continue
        }
        perform(
          authority.crossed(
            CharacterID(entity.rawValue), to: target, targetEpoch: owner.epoch,
            state: state(of: simulation.departing(at: slot)), now: now))
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
      metadata: [
        "character": "\(entity)", "region": "\(id)", "what": "\(violation)",
        "severity": "\(severity)",
      ])
    tell(.notice(Notice(.corrected, violation.sentence)), to: character)
  }

  private func writeBehind(now: BootTime) {
    perform(
      authority.saves(now: now) { character in
        simulation.slot(of: EntityID(character)).map { state(at: $0) }
      })
    perform(authority.expired(now: now))
  }

  private func state(at slot: Slot) -> CharacterState {
    state(of: simulation.body(at: slot))
  }

  private func state(of body: Body) -> CharacterState {
    CharacterState(body, name: labels[body.id]?.name ?? "", tick: lastTick)
  }

  private func tellNeighbours(_ tick: Tick) {
    for index in border.neighbours.indices {
      let neighbour = border.neighbours[index]
      guard let owner = services.directory.owner(of: neighbour) else { continue }
      var batch = border.batch(
        toward: index, targetEpoch: owner.epoch, tick: tick, simulation: simulation
      ) { labels[$0] }
      batch.words = border.words(hearsay.words.prefix(hearsay.ownWords), heardBy: index)
      send(.ghostBatch(batch), to: neighbour)
    }
  }

  private func tellPlayers(_ tick: Tick) {
    snapshots.begin(tick, simulation: simulation, heard: hearsay.events) { labels[$0] }
    var freshBytes = 0
    for observer in simulation.observers {
      let character = CharacterID(simulation.id(at: observer.index).rawValue)
      guard let route = authority.output(of: character), let resident = residents[character] else {
        continue
      }
      let isFirst = resident.needsScope
      guard !isFirst || freshBytes < limits.freshBytesPerTickMax else { continue }
      let vitals = ownVitals(of: character, resident, at: observer, isFirst: isFirst, tick)
      var bytes = 0
      outbox.value.append(to: .gateway(route.session.gateway)) { batch in
        bytes = snapshots.append(
          for: observer, isFirst: isFirst, vitals: vitals, route: route, simulation: simulation,
          to: &batch)
      }
      if isFirst {
        residents[character]?.needsScope = false
        freshBytes += bytes
      }
      counts.snapshotBytes += UInt64(bytes)
      counts.snapshots += 1
    }
  }

  /// What a player is told of itself: all of it when something changed.
  private func ownVitals(
    of character: CharacterID, _ resident: Resident, at observer: Slot, isFirst: Bool, _ tick: Tick
  ) -> OwnVitals? {
    let vitals = simulation.vitals(at: observer.index)
    let condition = simulation.shown(at: observer.index)
    guard isFirst || vitals != resident.toldVitals || condition.state != resident.toldState else {
      return nil
    }
    residents[character]?.toldVitals = vitals
    residents[character]?.toldState = condition.state
    return OwnVitals(
      vitals, condition: condition, rules: simulation.rules, corrections: resident.corrections,
      at: tick)
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

  private func recordFigures() {
    let counted = WorldFigures.Counted(
      world: simulation.counters, region: counts, deedsLost: border.effectsDropped,
      hearsayDropped: hearsay.dropped)
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
