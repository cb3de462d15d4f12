import Cluster
import Model
import Wire

extension SimulatedCluster {
  /// Injects a fault and plans the next.
  func fault() {
    guard !isResting else { return }
    after(span(50_000, 1_200_000)) { $0.fault() }
    faultsPlanned += 1
    strike(faultsPlanned)
  }

  /// One fault of a kind that this run has.
  private func strike(_ id: UInt64) {
    guard !isResting, !reduction.withoutStrikes.contains(id) else { return }
    beginStream(of: id)
    striking = id
    let kinds = FaultSet.named.filter { faults.contains($0.fault) }
    guard !kinds.isEmpty else { return }
    let kind = kinds[Int(random.below(UInt32(kinds.count)))]
    guard inject(kind.fault) else { return }
    faultCounts[kind.name, default: 0] += 1
    strikes.append(Strike(id: id, name: kind.name, at: now))
    trace { "FAULT \(kind.name)" }
  }

  private func inject(_ fault: FaultSet) -> Bool {
    switch fault {
    case .linkReset:
      breakLink(anyLink(), downUntil: now + span(0, 300_000))
    case .delay:
      let ends = anyLink()
      links[ends, default: .init()].slowUntil = now + span(100_000, 3_000_000)
      links[ends, default: .init()].slowness = span(10_000, 1_500_000)
    case .duplication:
      duplicatingUntil = now + span(200_000, 3_000_000)
    case .partition:
      breakLink(anyLink(), downUntil: now + span(200_000, 4_000_000))
    case .crash:
      if chance(SimulatorLimits.ambushPercent) {
        isAmbushSet = true
        return true
      }
      return crash(.shard(anyShard()), restartAfter: span(100_000, 6_000_000))
    case .gatewayCrash:
      let gateway = GatewayID(1 + random.below(UInt32(SimulatorLimits.gateways)))
      return crash(.gateway(gateway), restartAfter: span(100_000, 2_000_000))
    case .pause:
      return pause(.shard(anyShard()))
    case .storageOutage:
      storeAwayUntil = max(storeAwayUntil, now + span(100_000, 3_500_000))
    case .staleDirectory:
      let node = nodes[Int(random.below(UInt32(nodes.count)))]
      deafUntil[node] = now + span(300_000, 5_000_000)
    case .migration:
      return replan()
    case .redisOutage:
      redisAwayUntil = max(redisAwayUntil, now + span(100_000, 4_000_000))
    case .redisLoss:
      if chance(30) { redis.startEmpty() } else { redis.failOver() }
      after(span(0, 2_000_000)) { $0.redis.replicate() }
    case .drain:
      return drain(anyShard())
    case .clockStep:
      let step = chance(50) ? span(1_000_000, 20_000_000) : span(-20_000_000, -1_000_000)
      guard let shard = shards[anyShard()] else { return false }
      shard.wallClockOffset = .init(
        microseconds: shard.wallClockOffset.microseconds + step.microseconds)
    case .powerCut:
      // Rare beside the others: nothing survives it but storage.
      guard chance(40) || faults == .powerCut else { return false }
      for node in nodes { crash(node, restartAfter: span(100_000, 1_500_000)) }
      if chance(50) { redis.startEmpty() }
    default:
      return false
    }
    return true
  }

  /// Often one that has a region under way.
  private func anyShard() -> ShardID {
    let movers = shards.keys.sorted().filter {
      shards[$0]?.departures.isEmpty == false || shards[$0]?.takeovers.isEmpty == false
    }
    if !movers.isEmpty, chance(50) { return movers[Int(random.below(UInt32(movers.count)))] }
    return ShardID(1 + random.below(UInt32(SimulatorLimits.shards)))
  }

  /// Often one between two shards: most of what is said there matters.
  private func anyLink() -> SimulatedLink.Ends {
    let nodes = chance(40) ? Array(nodes.prefix(SimulatorLimits.shards)) : nodes
    let from = Int(random.below(UInt32(nodes.count)))
    let step = 1 + Int(random.below(UInt32(nodes.count - 1)))
    return .init(from: nodes[from], to: nodes[(from + step) % nodes.count])
  }

  private func pause(_ node: NodeID) -> Bool {
    guard isUp(node), pausedUntil[node].map({ now >= $0 }) ?? true else { return false }
    let length = chance(50) ? span(50_000, 1_500_000) : span(2_000_000, 9_000_000)
    pausedUntil[node] = now + length
    if length > terms.timeToLive, case .shard(let id) = node {
      excuseUnclaimed(of: id)
      replaceSoon(id)
    }
    return true
  }

  /// The planner gives the regions of a shard away whose lease ran out; it is not always there.
  private func replaceSoon(_ id: ShardID) {
    guard chance(50) else { return }
    let patience = terms.timeToLive.microseconds
    after(span(patience + 500_000, patience + 1_500_000)) { cluster in
      let isBack =
        cluster.shards[id] != nil
        && (cluster.pausedUntil[.shard(id)].map { cluster.now >= $0 } ?? true)
      guard !cluster.isResting, !isBack else { return }
      cluster.count("shards-replaced")
      cluster.follow(
        cluster.shards.keys.sorted().filter { $0 != id && cluster.shards[$0]?.isDraining == false })
    }
  }

  /// Another plan, when these shards make one.
  @discardableResult
  private func follow(_ living: [ShardID]) -> Bool {
    guard !living.isEmpty else { return false }
    let next = Self.plan(grid, living, version: plan.version + 1)
    guard next.assignments != plan.assignments else { return false }
    plan = next
    return true
  }

  /// A process that stands still for longer than its lease counts as dead: whom it has accepted and
  /// not claimed, others may take up again from storage.
  private func excuseUnclaimed(of shard: ShardID) {
    for region in grid.regions {
      guard let held = shards[shard]?.regions[region] else { continue }
      for character in held.bodies.keys.sorted()
      where held.authority.output(of: character)?.acknowledged == InputSequence.none {
        excuse(character)
      }
    }
  }

  /// Ends a process at once; what it had not saved is gone.
  @discardableResult
  func crash(_ node: NodeID, restartAfter span: BootTime.Span?) -> Bool {
    guard isUp(node) else { return false }
    trace { "\(node) dies" }
    noteDeath(of: node)
    cutLinks(of: node)
    pausedUntil[node] = nil
    switch node {
    case .shard(let id):
      for region in shards[id]?.regions.values.sorted(by: { $0.place.region < $1.place.region })
        ?? []
      {
        bury(region)
        excuseAll(of: region.place.region)
      }
      shards[id] = nil
    case .gateway(let id):
      gateways[id] = nil
      for client in clients.indices where clients[client].gateway == id {
        clients[client].connections += 1
        clients[client].connection = .offline
      }
    case .admin: break
    }
    if let span { after(span) { if !$0.isUp(node) { $0.start(node) } } }
    if let span, span > terms.timeToLive, case .shard(let id) = node, !isResting { replaceSoon(id) }
    return true
  }

  /// A shard that lies in ambush dies as it has accepted a character, before anybody hears of it;
  /// where messages are doubled, the offer comes to its successor again.
  func springAmbush(on shard: ShardID, _ offer: HandoffOffer) {
    guard isAmbushSet else { return }
    let sources = shards.keys.sorted().filter {
      shards[$0]?.regions[offer.id.source]?.authority.epoch == offer.id.epoch
    }
    guard let source = sources.first, source != shard else { return }
    isAmbushSet = false
    count("crashes-as-accepted")
    after(.init(microseconds: 100)) {
      $0.crash(.shard(shard), restartAfter: $0.span(50_000, 350_000))
    }
    guard faults.contains(.duplication), chance(75) else { return }
    after(span(400_000, 950_000)) { cluster in
      guard cluster.isUp(.shard(shard)) else { return }
      cluster.count("offers-to-successors")
      cluster.shards[shard]?.received(.handoffOffer(offer), from: .shard(source), cluster)
    }
  }

  /// What a crash meets on its way.
  private func noteDeath(of node: NodeID) {
    guard case .shard(let id) = node, let shard = shards[id] else { return }
    for region in grid.regions {
      guard let held = shard.regions[region] else {
        if store.regions[region]?.owner == shard.owner { count("crashes-before-opening") }
        continue
      }
      if held.authority.handoffsPending > 0 { count("crashes-between-offer-and-accept") }
      if !held.book.isQuiet { count("crashes-with-operations") }
      if held.isSettling { count("crashes-while-settling") }
      if held.state == .packed { count("crashes-while-packed") }
      if !held.heldOffers.isEmpty { count("crashes-with-held-offers") }
    }
    if shard.takeovers.values.contains(where: { $0.machine.isClaiming }) {
      count("crashes-of-the-target-while-claiming")
    }
    let unheard = shards.values.contains { other in
      other.departures.contains {
        $0.value.machine.target == id && $0.value.machine.isPacked
          && store.regions[$0.key]?.owner == shard.owner
      }
    }
    if unheard { count("crashes-of-the-target-after-its-claim") }
  }

  /// A shard is told to stop; the plan mostly follows.
  private func drain(_ id: ShardID) -> Bool {
    guard let shard = shards[id], !shard.isDraining,
      shards.values.count(where: { !$0.isDraining }) > 1
    else { return false }
    shard.drain(self)
    if chance(80) { after(span(100_000, 2_000_000)) { _ = $0.replan() } }
    return true
  }

  /// Another plan: with the shards that live, maybe without one of them, or in another order.
  private func replan() -> Bool {
    guard !isResting else { return false }
    var living = (1...SimulatorLimits.shards).map { ShardID(UInt32($0)) }.filter {
      shards[$0].map { !$0.isDraining } ?? chance(30)
    }
    if living.count > 1, chance(40) { living.remove(at: Int(random.below(UInt32(living.count)))) }
    guard follow(living) else { return false }
    // Some regions can only be closed and opened again elsewhere.
    immovable = Set(grid.regions.filter { _ in chance(15) })
    // While the regions are under way, more happens; also another change of the plan.
    let id = striking
    if chance(60) { after(span(20_000, 900_000)) { $0.strike(Strike.following(id, 1)) } }
    if chance(30) { after(span(20_000, 400_000)) { $0.strike(Strike.following(id, 2)) } }
    return true
  }

  // MARK: Rest

  /// The last fault is over: everything that is broken heals, and players stop after a while.
  func rest() {
    isResting = true
    trace { "REST" }
    for ends in links.keys {
      links[ends]?.downUntil = now
      links[ends]?.slowUntil = now
    }
    duplicatingUntil = now
    storeAwayUntil = now
    redisAwayUntil = now
    deafUntil = [:]
    // A process that stands still wakes up by itself.
    for node in nodes where !isUp(node) { start(node) }
    for client in clients.indices { clients[client].wantsOnline = true }
    roomMax = SimulatorLimits.clients
    typingUntil = now + .seconds(4)
    immovable = []
    let all = (1...SimulatorLimits.shards).map { ShardID(UInt32($0)) }
    plan = Self.plan(grid, all, version: plan.version + 1)
  }
}
