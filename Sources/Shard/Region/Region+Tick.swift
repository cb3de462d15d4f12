import Cluster
import Logging
import Model
import NIOCore
import Wire
import World

extension Region {
  /// One tick, one way: mail → inputs → the world's step → crossings → storage → neighbours →
  /// players.
  func runTick(_ tick: Tick, now: BootTime) {
    guard state != .closed else { return }
    lastTick = tick
    upcoming = tick
    enterArrivals(before: tick)
    handleMail()
    authority.takeInputs { character, input in
      intents.append(.steer(EntityID(character), Motion(input.motion)))
    }
    border.dropSilent(now: tick, intents: &intents)
    step(tick)
    offerCrossings(now: now)
    writeBehind(now: now)
    tellNeighbours(tick)
    tellPlayers(tick)
    forgetLabels()
    finishClosing(tick)
    let took = services.clock.now - now
    times.record(microseconds: UInt32(clamping: took.microseconds))
    services.tickTimes.record(took)
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

  private func offerCrossings(now: BootTime) {
    for effect in simulation.effects {
      switch effect {
      case .crossing(let entity, let slot, let target, _):
        guard let owner = services.directory.owner(of: target) else { continue }
        perform(
          authority.crossed(
            CharacterID(entity.rawValue), to: target, targetEpoch: owner.epoch,
            state: state(of: simulation.departing(at: slot)), now: now))
      case .refused(let entity, let refusal):
        services.logger.error(
          "an entity could not be placed",
          metadata: ["entity": "\(entity)", "region": "\(id)", "reason": "\(refusal)"])
      case .violation(let entity, let violation, let severity):
        services.logger.warning(
          "a player did what no honest client does",
          metadata: [
            "character": "\(entity)", "region": "\(id)", "what": "\(violation)",
            "severity": "\(severity)",
          ])
      case .entered, .left, .border: break
      }
    }
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
      let batch = border.batch(
        toward: index, targetEpoch: owner.epoch, tick: tick, simulation: simulation
      ) { labels[$0] }
      send(.ghostBatch(batch), to: neighbour)
    }
  }

  private func tellPlayers(_ tick: Tick) {
    snapshots.begin(tick, simulation: simulation) { labels[$0] }
    for observer in simulation.observers {
      let character = CharacterID(simulation.id(at: observer.index).rawValue)
      guard let route = authority.output(of: character), let resident = residents[character] else {
        continue
      }
      outbox.value.append(to: .gateway(route.session.gateway)) { batch in
        counts.snapshotBytes += UInt64(
          snapshots.append(
            for: observer, isFirst: resident.needsScope, route: route, simulation: simulation,
            to: &batch))
      }
      if resident.needsScope { residents[character]?.needsScope = false }
      counts.snapshots += 1
    }
  }

  /// Names of entities that are gone are dropped now and then, not one by one.
  private func forgetLabels() {
    let present = simulation.population + simulation.ghostCount
    guard labels.count > 2 * present + 256 else { return }
    labels = labels.filter {
      simulation.slot(of: $0.key) != nil || residents[CharacterID($0.key.rawValue)] != nil
    }
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
