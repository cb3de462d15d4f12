import Cluster
import Model
import Wire

/// A shard process: the real machines for its lease, its directory, its claims and its regions, on
/// a boot clock of its own.
final class SimulatedShard {
  let id: ShardID
  /// The run of this process; a restart makes another.
  let owner: RegionOwnership.Owner
  /// Boot clocks of different machines have nothing to do with each other.
  let clockOffset: BootTime.Span
  var directory = DirectoryTable()
  var regions: [RegionID: SimulatedRegion] = [:]
  private var lease: Lease
  private var contact: Contact
  private var claimer: RegionClaimer
  private var leases: Set<RegionOwnership.Owner> = []
  private let takesOver: Bool

  init(
    id: ShardID, run: Incarnation, clockOffset: BootTime.Span, takesOver: Bool, terms: LeaseTerms
  ) {
    self.id = id
    self.clockOffset = clockOffset
    self.takesOver = takesOver
    owner = RegionOwnership.Owner(shard: id, incarnation: run)
    lease = Lease(terms: terms)
    contact = Contact(terms: terms)
    claimer = RegionClaimer(own: owner, predecessorExited: takesOver)
  }

  var node: NodeID { .shard(id) }

  func clock(_ cluster: SimulatedCluster) -> BootTime { cluster.now + clockOffset }

  func start(_ cluster: SimulatedCluster) {
    cluster.loadTable(of: node)
    cluster.after(cluster.span(0, 50_000), in: node) { $0.tick(self) }
    cluster.after(cluster.span(0, 100_000), in: node) { $0.control(self) }
    cluster.after(cluster.span(0, 300_000), in: node) { $0.round(self) }
  }

  func tick(_ cluster: SimulatedCluster) {
    for region in regions.keys.sorted() { regions[region]?.tick(self, cluster) }
  }

  // MARK: Lease

  func control(_ cluster: SimulatedCluster) {
    for action in lease.ticked(at: clock(cluster)) { perform(action, cluster) }
  }

  private func perform(_ action: Lease.Action, _ cluster: SimulatedCluster) {
    switch action {
    case .none: break
    case .renew: renew(cluster)
    case .confirmWithStorage:
      cluster.count("leases-lapsed")
      confirmRegions(cluster)
    case .superseded:
      cluster.crash(node, restartAfter: nil)
    }
  }

  private func renew(_ cluster: SimulatedCluster) {
    let sent = clock(cluster)
    let owner = owner
    let takesOver = takesOver
    cluster.askRedis(
      from: node, { redis, now in redis.heartbeat(owner, takesOver: takesOver, now: now) }
    ) { cluster, answer in
      guard let answer else {
        self.lease.failed()
        self.contact.lost()
        return
      }
      let now = self.clock(cluster)
      self.contact.observed(answer.instance, sent: sent, received: now)
      self.leases = answer.leases
      if let refusal = answer.refusal {
        self.perform(self.lease.refused(refusal), cluster)
      } else {
        self.perform(self.lease.renewed(at: now), cluster)
      }
    }
  }

  /// The lease lapsed: storage says which regions are still this process's.
  private func confirmRegions(_ cluster: SimulatedCluster) {
    cluster.askStore(from: node, { $0.regions }) { cluster, rows in
      guard let rows else { return }
      for region in self.regions.keys.sorted() {
        guard let held = self.regions[region], let row = rows[region], row.owner != self.owner
        else { continue }
        held.perform(
          held.authority.superseded(by: row.epoch, now: self.clock(cluster)), self, cluster)
      }
    }
  }

  // MARK: Ownership

  /// One round of claiming and giving away.
  func round(_ cluster: SimulatedCluster) {
    cluster.loadTable(of: node)
    announce(cluster)
    cluster.askStore(from: node, { $0.regions }) { cluster, rows in
      guard let rows else { return }
      let view = RegionClaimer.View(
        plan: cluster.plan, rows: rows, leases: self.leases,
        absenceCounts: self.contact.absenceCounts(at: self.clock(cluster))
          || cluster.variant == .absentLeaseBelieved)
      self.releaseStrays(rows, view.plan, cluster)
      let decision = self.claimer.decide(view)
      for claim in decision.claim { self.claim(claim, cluster) }
      // What began to close closes, though the plan has changed its mind: a machine that sent its
      // characters away does not open again.
      let closing = self.regions.keys.filter { self.regions[$0]?.authority.isClosed == true }
      for region in Set(decision.giveAway + closing).sorted() { self.giveAway(region, cluster) }
    }
  }

  /// A claim of unknown outcome was carried out after all, and the plan has changed since: nobody
  /// else may take the region, and nobody runs it, until it is given away.
  private func releaseStrays(
    _ rows: [RegionID: RegionOwnership], _ plan: PlacementPlan, _ cluster: SimulatedCluster
  ) {
    for region in rows.keys.sorted() {
      guard let row = rows[region], row.owner == owner, claimer.held[region] == nil,
        regions[region] == nil, let wanted = plan.shard(of: region), wanted != id
      else { continue }
      cluster.count("stray-regions")
      let owner = owner
      cluster.askStore(from: node, { $0.release(region, row.epoch, owner) }) { cluster, isDone in
        guard isDone == true else { return }
        self.declare(region, .released(row.epoch), cluster)
      }
    }
  }

  /// Fills a Redis that has forgotten.
  private func announce(_ cluster: SimulatedCluster) {
    for region in regions.keys.sorted() {
      guard let held = regions[region], !held.isReleasing else { continue }
      let record = DirectoryRecord.owned(
        DirectoryEntry(
          shard: id, incarnation: owner.incarnation, epoch: held.authority.epoch))
      guard cluster.redis.records[region] != record else { continue }
      cluster.register(region, record, from: node)
    }
  }

  private func claim(_ claim: RegionClaimer.Claim, _ cluster: SimulatedCluster) {
    let owner = owner
    cluster.askStore(from: node, { $0.claim(claim.region, from: claim.from, owner) }) {
      cluster, row in
      guard let row = row ?? nil else {
        cluster.trace { "\(self.node) fails to open \(claim.region)" }
        self.claimer.claimFailed(claim.region)
        return
      }
      self.claimer.claimed(claim.region, epoch: row.epoch)
      self.open(claim.region, row.epoch, cluster)
    }
  }

  private func open(_ region: RegionID, _ epoch: Epoch, _ cluster: SimulatedCluster) {
    cluster.count("regions-opened")
    cluster.trace { "\(self.node) opens \(region) at epoch \(epoch.rawValue)" }
    regions[region] = SimulatedRegion(
      RegionAuthority(
        region: region, epoch: epoch, limits: cluster.authorityLimits,
        sessionLimits: cluster.sessionLimits, broken: cluster.brokenRules))
    let record = DirectoryRecord.owned(
      DirectoryEntry(shard: id, incarnation: owner.incarnation, epoch: epoch))
    declare(region, record, cluster)
  }

  private func declare(
    _ region: RegionID, _ record: DirectoryRecord, _ cluster: SimulatedCluster
  ) {
    var updates: [DirectoryTable.Update] = []
    directory.declare(region, record, updates: &updates)
    cluster.register(region, record, from: node)
  }

  private func giveAway(_ region: RegionID, _ cluster: SimulatedCluster) {
    guard let held = regions[region] else {
      claimer.dropped(region)
      return
    }
    if !held.authority.isClosed {
      cluster.count("regions-closing")
      held.perform(held.authority.close(now: clock(cluster)), self, cluster)
    }
    guard held.authority.isEmpty, !held.isReleasing else { return }
    held.isReleasing = true
    let epoch = held.authority.epoch
    let owner = owner
    cluster.askStore(from: node, { $0.release(region, epoch, owner) }) { cluster, isReleased in
      held.isReleasing = false
      guard isReleased == true, self.regions[region] === held else { return }
      cluster.count("regions-given-away")
      self.dropped(region, cluster)
      self.declare(region, .released(epoch), cluster)
    }
  }

  func dropped(_ region: RegionID, _ cluster: SimulatedCluster) {
    cluster.trace { "\(self.node) drops \(region)" }
    regions[region] = nil
    claimer.dropped(region)
  }

  // MARK: Messages

  func received(_ message: ClusterMessage, from: NodeID, _ cluster: SimulatedCluster) {
    let now = clock(cluster)
    if case .staleEpoch(let stale) = message {
      guard let held = regions[stale.region] else { return }
      held.perform(held.authority.heard(epoch: stale.epoch, now: now), self, cluster)
      return
    }
    guard let region = message.region else { return }
    guard let held = regions[region] else { return answer(message, region, cluster) }
    cluster.trace { "\(self.node) \(region) hears: \(TraceText.of(message))" }
    let room = held.authority.characterCount < cluster.roomMax
    let actions: [RegionAuthority.Action]
    switch message {
    case .attach(let attach):
      actions = held.authority.attachRequested(attach, hasRoom: room, now: now)
    case .input(let input):
      actions = held.authority.inputReceived(input, now: now)
    case .leave(let leave):
      actions = held.authority.leaveRequested(leave, now: now)
    case .handoffOffer(let offer):
      let isLinked = cluster.isLinked(node, .gateway(offer.session.gateway))
      actions = held.authority.offered(
        offer, hasRoom: room, isGatewayLinked: isLinked,
        sourceEpoch: directory.epoch(of: offer.id.source), now: now)
      noteAccept(offer, actions, cluster)
    case .handoffAccept(let accept):
      actions = held.authority.accepted(accept, now: now)
    case .handoffRefuse(let refuse):
      actions = held.authority.refused(refuse, now: now)
    default:
      actions = []
    }
    held.perform(actions, self, cluster)
  }

  private func noteAccept(
    _ offer: HandoffOffer, _ actions: [RegionAuthority.Action], _ cluster: SimulatedCluster
  ) {
    guard actions.contains(where: { if case .admit = $0 { true } else { false } }) else { return }
    cluster.crossings += 1
    cluster.checker.accepted(offer, at: cluster.now)
  }

  /// The region is not here.
  private func answer(
    _ message: ClusterMessage, _ region: RegionID, _ cluster: SimulatedCluster
  ) {
    for action in RegionAuthority.absent(
      region, message, known: directory.epoch(of: region))
    {
      switch action {
      case .send(let reply, to: .gateway(let gateway)):
        cluster.send(reply, from: node, to: .gateway(gateway))
      case .send(let reply, to: .region(let source)):
        guard let owner = directory.owner(of: source) else { continue }
        cluster.send(reply, from: node, to: .shard(owner.shard))
      default: break
      }
    }
  }
}
