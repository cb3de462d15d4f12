import Cluster
import Model
import NIOCore
import Wire
import World

extension Region {
  /// Does what the authority decided, in order.
  func perform(_ actions: [RegionAuthority.Action]) {
    for action in actions { perform(action) }
  }

  private func perform(_ action: RegionAuthority.Action) {
    logMoves(action)
    traces.saw(action)
    switch action {
    case .send(let message, .gateway(let gateway)):
      outbox.value.append(message, to: .gateway(gateway))
    case .send(let message, .region(let region)):
      send(message, to: region)
    case .store(let request):
      services.store(request, mailbox)
    case .admit(let state, let sequence, _):
      admit(state, sequence: sequence)
    case .update(let session, let sequence):
      labels[EntityID(session.character)]?.sequence = sequence
      residents[session.character]?.needsScope = true
    case .freeze(let character):
      intents.append(.freeze(EntityID(character)))
    case .unfreeze(let character):
      intents.append(.unfreeze(EntityID(character)))
    case .release(let character, let region):
      release(character, to: region)
    case .remove(let character):
      residents[character] = nil
      book.bags[character] = nil
      trades.forget(character)
      orderedLeft(character)
      labels[EntityID(character)] = nil
      intents.append(.leave(EntityID(character)))
    case .heardEpoch(let region, let epoch):
      services.heardEpoch(region, epoch)
    case .superseded:
      end(.superseded)
    case .handedOver(_, let region, let time):
      if services.router.mailbox(of: region) == nil { counts.handoffsCrossShard += 1 }
      services.handoffTimes.record(time)
    }
  }

  private func admit(_ state: CharacterState, sequence: HandoffSequence) {
    let entity = EntityID(state.character)
    if residents[state.character] != nil { intents.append(.leave(entity)) }
    residents[state.character] = Resident(name: state.name, at: lastTick)
    labels[entity] = EntityLabel(name: state.name, sequence: sequence)
    orderedLeft(state.character)
    orders.arrived(state.character, state.orders)
    if state.tick >= upcoming, state.tick.rawValue < upcoming.rawValue + limits.earlyTicksMax {
      arrivals.append(state)
    } else {
      enter(state)
    }
  }

  private func enter(_ state: CharacterState) {
    var state = state
    state.vitals?.moments { time.gameTick($0) }
    var body = state.body(rules: simulation.rules)
    body.position = simulation.placesForPlayers.clamped(body.position)
    intents.append(.enter(body))
  }

  /// Those who were moved by their last owner in the tick before this one, or earlier, enter now.
  func enterArrivals(before tick: Tick) {
    guard !arrivals.isEmpty else { return }
    let waiting = arrivals
    arrivals.removeAll(keepingCapacity: true)
    for state in waiting where residents[state.character] != nil {
      if state.tick < tick { enter(state) } else { arrivals.append(state) }
    }
  }

  private func release(_ character: CharacterID, to region: RegionID) {
    let entity = EntityID(character)
    residents[character] = nil
    book.bags[character] = nil
    trades.forget(character)
    orderedLeft(character)
    if let sequence = labels[entity]?.sequence {
      border.released(entity.rawValue, sequence: sequence.advanced(by: 1))
    }
    intents.append(.release(entity, to: region))
  }

  /// Sends a message to whoever owns a region: the same way inside a process and between two.
  ///
  /// Without a known owner it is lost, which the protocol expects of any message.
  func send(_ message: ClusterMessage, to region: RegionID) {
    if let mailbox = services.router.mailbox(of: region) {
      mailbox.post(
        RegionEvent(message, from: .shard(services.shard), clock: services.clock))
      return
    }
    guard let owner = services.directory.owner(of: region), owner.shard != services.shard else {
      refuseLocally(message)
      return
    }
    outbox.value.append(message, to: .shard(owner.shard))
  }

  /// Nobody here or elsewhere is known to own the region: the refusal that a shard would send.
  private func refuseLocally(_ message: ClusterMessage) {
    let reply = StrayReply.reply(to: message) { region in
      services.directory.owner(of: region)?.epoch ?? .none
    }
    guard let reply, reply.to == nil else { return }
    mailbox.post(.message(reply.message, from: .shard(services.shard)))
  }
}
