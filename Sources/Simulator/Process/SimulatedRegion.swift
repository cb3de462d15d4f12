import Cluster
import Model
import Wire

/// A region on a shard: the real machine, and a world of which only positions and histories matter.
final class SimulatedRegion {
  var authority: RegionAuthority
  var bodies: [CharacterID: CharacterState] = [:]
  var frozen: Set<CharacterID> = []
  /// The last offer of a frozen character.
  var offers: [CharacterID: (id: HandoffID, sequence: HandoffSequence)] = [:]
  /// What each player was shown last; who is missing is shown everything.
  var views: [CharacterID: SimulatedView] = [:]
  /// Which part of its view each player was shown last.
  var partsShown: [CharacterID: UInt64] = [:]
  /// What its players own and wish.
  var book = SimulatedBook()
  var isReleasing = false
  var state = State.open
  /// Offers that came while it settled: for whoever owns it afterwards.
  var heldOffers: [ClusterMessage] = []
  /// What came while it is packed.
  var mail: [ClusterMessage] = []
  /// How far its world has come; a crash turns it back to the last checkpoint.
  var worldTick: UInt64
  private var checkpointAt: UInt64

  init(_ authority: RegionAuthority, worldTick: UInt64) {
    self.authority = authority
    self.worldTick = worldTick
    checkpointAt = worldTick + 1
  }

  var place: InvariantChecker.Place {
    .init(region: authority.region, epoch: authority.epoch)
  }

  /// One tick, in the order that the machine asks for.
  func tick(_ shard: SimulatedShard, _ cluster: SimulatedCluster) {
    guard state != .packed else { return }
    let now = shard.clock(cluster)
    worldTick += 1
    cluster.checker.stepped(place, at: cluster.now)
    var taken: [(CharacterID, PlayerInput)] = []
    authority.takeInputs { taken.append(($0, $1)) }
    for (character, input) in taken { apply(input, to: character, cluster) }
    for character in bodies.keys.sorted() where !frozen.contains(character) {
      cross(character, shard, cluster)
    }
    perform(authority.saves(now: now) { self.bodies[$0] }, shard, cluster)
    keepBook(.init(shard: shard, cluster: cluster))
    for character in bodies.keys.sorted() { show(character, shard, cluster) }
    perform(authority.expired(now: now), shard, cluster)
    checkpoint(shard, cluster)
    packWhenQuiet(shard, cluster)
  }

  /// About once a second, what comes back after a crash.
  private func checkpoint(_ shard: SimulatedShard, _ cluster: SimulatedCluster) {
    guard state == .open, worldTick >= checkpointAt, shard.regions[authority.region] === self
    else { return }
    checkpointAt = worldTick + SimulatorLimits.checkpointTicks
    let (place, tick) = (place, worldTick)
    cluster.askStore(
      from: shard.node, { $0.save(.init(epoch: place.epoch, tick: tick), of: place.region) }
    ) { _, _ in }
  }

  private func apply(_ input: PlayerInput, to character: CharacterID, _ cluster: SimulatedCluster) {
    guard var state = bodies[character], !frozen.contains(character) else {
      cluster.checker.violated(
        "input-to-nobody", character, at: cluster.now,
        "\(authority.region) was given an input of \(character), which it does not simulate")
      return
    }
    state.lineage = cluster.checker.applied(input.sequence, to: state, at: cluster.now)
    if case .target(let position) = input.motion { state.position = position }
    bodies[character] = state
  }

  private func cross(
    _ character: CharacterID, _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    guard let state = bodies[character],
      let target = cluster.grid.region(at: state.position), target != authority.region,
      let owner = shard.directory.owner(of: target)
    else { return }
    let actions = authority.crossed(
      character, to: target, targetEpoch: owner.epoch, state: state, now: shard.clock(cluster))
    perform(actions, shard, cluster)
  }

  private func show(
    _ character: CharacterID, _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    guard let state = bodies[character], let route = authority.output(of: character) else {
      return
    }
    cluster.checker.shown(route.counters, state, at: cluster.now)
    let view = views[character]?.next ?? cluster.beginView(for: route.session.generation)
    views[character] = view
    let part = ViewPart(
      number: (partsShown[character] ?? worldTick) + 1, isWhole: view.isFresh)
    partsShown[character] = part.number
    let frame = OwnFrame(
      counters: route.counters, sequence: route.sequence, lineage: state.lineage, view: view,
      answers: book.answers.removeValue(forKey: character) ?? [])
    let output = Output(
      character: character, generation: route.session.generation, sequence: route.sequence,
      region: authority.region, epoch: authority.epoch, lastInput: route.acknowledged,
      frame: cluster.encode(frame), part: cluster.variant == .viewNotRenewed ? nil : part)
    cluster.send(.output(output), from: shard.node, to: .gateway(route.session.gateway))
  }

  /// Another may have shown the character to its player meanwhile: everything is told anew.
  private func renewView(of session: SessionAddress, _ cluster: SimulatedCluster) {
    let isSame = views[session.character]?.generation == session.generation
    if isSame, cluster.variant == .viewNotRenewed { return }
    views[session.character] = nil
  }

  /// What was on its way to a gateway may be lost: its players are shown everything anew.
  func linkLost(to gateway: GatewayID) {
    for character in views.keys.sorted()
    where authority.output(of: character)?.session.gateway == gateway {
      views[character] = nil
    }
  }

  // MARK: Actions

  func perform(
    _ actions: [RegionAuthority.Action], _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    // A packed copy has not moved on since: whoever has its cargo has everything.
    if state != .packed,
      actions.contains(where: { if case .superseded = $0 { true } else { false } })
    {
      for character in bodies.keys.sorted() { cluster.excuse(character) }
    }
    for action in actions {
      cluster.trace { "\(shard.node) \(self.authority.region) \(TraceText.of(action))" }
      perform(action, shard, cluster)
    }
  }

  private func perform(
    _ action: RegionAuthority.Action, _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    switch action {
    case .send(let message, to: .gateway(let gateway)):
      cluster.send(message, from: shard.node, to: .gateway(gateway))
    case .send(let message, to: .region(let region)):
      note(message, cluster)
      if let owner = shard.directory.owner(of: region) {
        cluster.send(message, from: shard.node, to: .shard(owner.shard))
      }
    case .store(let request):
      store(request, shard, cluster)
    case .admit(let state, let sequence, _):
      admit(state, sequence, cluster)
    case .update(let session, let sequence):
      cluster.checker.held(session.character, sequence, place, at: cluster.now)
      renewView(of: session, cluster)
    case .freeze(let character):
      frozen.insert(character)
    case .unfreeze(let character):
      unfreeze(character, cluster)
    case .release(let character, _), .remove(let character):
      bodies[character] = nil
      views[character] = nil
      partsShown[character] = nil
      frozen.remove(character)
      offers[character] = nil
      book.forget(character, keepsMemory: cluster.variant == .valueMemoryNotReloaded)
    case .heardEpoch:
      cluster.loadTable(of: shard.node)
    case .superseded:
      cluster.count("regions-superseded")
      shard.dropped(authority.region, cluster)
    case .handedOver:
      cluster.count("handed-over")
    }
  }

  private func admit(
    _ state: CharacterState, _ sequence: HandoffSequence, _ cluster: SimulatedCluster
  ) {
    var state = state
    cluster.checker.held(state.character, sequence, place, at: cluster.now)
    state.waiting = []
    if cluster.grid.region(at: state.position) != authority.region {
      state.position = cluster.middle(of: authority.region)
    }
    bodies[state.character] = state
    frozen.remove(state.character)
    // Whoever is taken in by a region that has lost its epoch unawares is lost with it.
    if cluster.store.regions[authority.region]?.epoch != authority.epoch {
      cluster.count("admitted-by-zombies")
      cluster.excuse(state.character)
    }
  }

  private func unfreeze(_ character: CharacterID, _ cluster: SimulatedCluster) {
    frozen.remove(character)
    guard let offer = offers.removeValue(forKey: character) else { return }
    // After a revoke the sequence is another, and storage has settled the matter.
    guard let sequence = authority.output(of: character)?.sequence, offer.sequence == sequence
    else { return }
    cluster.checker.resumed(character, offer.id, at: cluster.now)
  }

  /// Looks at what goes to other regions, for the checker.
  private func note(_ message: ClusterMessage, _ cluster: SimulatedCluster) {
    switch message {
    case .handoffOffer(let offer):
      let sequence = HandoffSequence(offer.sequence.rawValue - 1)
      offers[offer.state.character] = (offer.id, sequence)
    default: break
    }
  }

  private func store(
    _ request: AuthorityRequest, _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    cluster.askStore(from: shard.node, { $0.perform(request) }) { cluster, reply in
      let now = shard.clock(cluster)
      cluster.trace {
        "storage answers \(request.region) #\(request.id.rawValue) "
          + "\(TraceText.of(request.operation)): \(TraceText.of(reply))"
      }
      if case .superseded? = reply { cluster.count("zombies-refused") }
      if case .revoke = request.operation, case .moved(let outcomes)? = reply {
        for outcome in outcomes {
          if case .won = outcome {
            cluster.count("revokes-won")
          } else {
            cluster.count("revokes-lost")
          }
        }
      }
      self.perform(
        self.authority.answered(request.id, reply ?? .unavailable, now: now), shard, cluster)
    }
  }
}
