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
  var claimer: RegionClaimer
  /// Regions on their way to another shard.
  var departures: [RegionID: SimulatedDeparture] = [:]
  /// Regions on their way here.
  var takeovers: [RegionID: SimulatedArrival] = [:]
  /// Regions that could not move, and until when they are left alone.
  var resting: [RegionID: BootTime] = [:]
  /// Where regions went that ran here: what others still send is sent on.
  var forwards: [RegionID: ShardID] = [:]
  private(set) var isDraining = false
  private var drainingSince: BootTime?
  private var leases: Set<RegionOwnership.Owner> = []
  private var stayingShards: Set<ShardID> = []
  private let takesOver: Bool
  /// How far its wall clock is ahead of its boot clock; it may be set.
  var wallClockOffset = BootTime.Span(microseconds: 0)

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

  /// The clock of the lease: the boot clock, which nobody sets.
  private func leaseClock(_ cluster: SimulatedCluster) -> BootTime {
    let boot = clock(cluster)
    return cluster.variant == .leaseOnWallClock ? boot + wallClockOffset : boot
  }

  func absenceCounts(_ cluster: SimulatedCluster) -> Bool {
    contact.absenceCounts(at: leaseClock(cluster))
  }

  func isLeased(_ shard: ShardID) -> Bool { leases.contains { $0.shard == shard } }

  func start(_ cluster: SimulatedCluster) {
    cluster.loadTable(of: node)
    cluster.after(cluster.span(0, 50_000), in: node) { $0.tick(self) }
    cluster.after(cluster.span(0, 100_000), in: node) { $0.control(self) }
    cluster.after(cluster.span(0, 300_000), in: node) { $0.round(self) }
  }

  /// The connection to a gateway broke, or does not take what is sent.
  func linkLost(to gateway: GatewayID) {
    for region in regions.keys.sorted() { regions[region]?.linkLost(to: gateway) }
  }

  func tick(_ cluster: SimulatedCluster) {
    for region in regions.keys.sorted() { regions[region]?.tick(self, cluster) }
  }

  // MARK: Lease

  func control(_ cluster: SimulatedCluster) {
    for action in lease.ticked(at: leaseClock(cluster)) { perform(action, cluster) }
    expireMoves(cluster)
    if isDraining { exitWhenEmpty(cluster) }
  }

  private func perform(_ action: Lease.Action, _ cluster: SimulatedCluster) {
    switch action {
    case .none: break
    case .renew: renew(cluster)
    case .confirmWithStorage:
      cluster.count("leases-lapsed")
      if cluster.variant != .noConfirmation { confirmRegions(cluster) }
    case .superseded:
      cluster.crash(node, restartAfter: nil)
    }
  }

  private func renew(_ cluster: SimulatedCluster) {
    let sent = leaseClock(cluster)
    let (owner, takesOver, isDraining) = (owner, takesOver, isDraining)
    cluster.askRedis(
      from: node,
      { redis, now in
        redis.heartbeat(owner, takesOver: takesOver, isDraining: isDraining, now: now)
      }
    ) { cluster, answer in
      guard let answer else {
        self.lease.failed()
        self.contact.lost()
        return
      }
      let now = self.leaseClock(cluster)
      // A clock that was set back makes nonsense of this; nobody would send it.
      self.contact.observed(answer.instance, sent: min(sent, now), received: now)
      self.leases = answer.leases
      self.stayingShards = Set(answer.leases.subtracting(answer.draining).map(\.shard))
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
        guard let held = self.regions[region], let row = rows[region], row.owner != self.owner,
          held.state != .packed
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
        absenceCounts: self.absenceCounts(cluster) || cluster.variant == .absentLeaseBelieved)
      self.supersede(by: rows, cluster)
      self.releaseStrays(rows, view.plan, cluster)
      let decision = self.claimer.decide(view)
      for claim in decision.claim { self.claim(claim, cluster) }
      // What began to close closes, though the plan has changed its mind: a machine that sent its
      // characters away does not open again.
      let closing = self.regions.keys.filter { self.regions[$0]?.authority.isClosed == true }
      for region in closing.sorted() { self.close(region, cluster) }
      for region in decision.giveAway where !closing.contains(region) {
        self.giveAway(region, view.plan, cluster)
      }
    }
  }

  /// Storage is the authority: what it says another owns is stopped here at once.
  private func supersede(by rows: [RegionID: RegionOwnership], _ cluster: SimulatedCluster) {
    guard cluster.variant != .noConfirmation else { return }
    for region in regions.keys.sorted() {
      guard let held = regions[region], let row = rows[region], row.epoch > held.authority.epoch,
        departures[region]?.machine.isPacked != true
      else { continue }
      held.perform(
        held.authority.superseded(by: row.epoch, now: clock(cluster)), self, cluster)
    }
  }

  /// Moves a region to where the plan wants it; closes it when nobody can take it as it is.
  private func giveAway(_ region: RegionID, _ plan: PlacementPlan, _ cluster: SimulatedCluster) {
    guard departures[region] == nil else { return }
    guard regions[region] != nil, !cluster.immovable.contains(region) else {
      return close(region, cluster)
    }
    let living = stayingShards.subtracting([id])
    if let target = plan.shard(of: region), target != id, living.contains(target) {
      return depart(region, to: target, cluster)
    }
    guard let drainingSince else { return }
    if living.isEmpty || clock(cluster) - drainingSince >= SimulatorLimits.drainPatience {
      cluster.count("drained-by-closing")
      close(region, cluster)
    }
  }

  /// It was told to stop: it claims nothing more, gives everything away, and exits.
  func drain(_ cluster: SimulatedCluster) {
    isDraining = true
    drainingSince = clock(cluster)
    claimer.drain()
    lease.renewSoon()
  }

  private func exitWhenEmpty(_ cluster: SimulatedCluster) {
    guard regions.isEmpty, departures.isEmpty,
      !takeovers.values.contains(where: { $0.machine.isClaiming })
    else { return }
    cluster.count("drained")
    cluster.crash(node, restartAfter: cluster.span(100_000, 2_000_000))
  }

  /// A claim of unknown outcome was carried out after all, and the plan has changed since: nobody
  /// else may take the region, and nobody runs it, until it is given away.
  private func releaseStrays(
    _ rows: [RegionID: RegionOwnership], _ plan: PlacementPlan, _ cluster: SimulatedCluster
  ) {
    for region in rows.keys.sorted() {
      guard let row = rows[region], row.owner == owner, claimer.held[region] == nil,
        regions[region] == nil, takeovers[region]?.machine.isClaiming != true,
        isDraining || plan.shard(of: region).map({ $0 != id }) ?? false
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
      guard let held = regions[region], !held.isReleasing, held.state != .packed else { continue }
      let record = DirectoryRecord.owned(
        DirectoryEntry(
          shard: id, incarnation: owner.incarnation, epoch: held.authority.epoch))
      guard cluster.redis.records[region] != record else { continue }
      cluster.register(region, record, from: node)
    }
  }

  private func claim(_ claim: RegionClaimer.Claim, _ cluster: SimulatedCluster) {
    let region = claim.region
    // Two claims of this shard would both win, and open it twice.
    guard takeovers[region]?.machine.isClaiming != true else {
      cluster.count("claims-left-to-takeovers")
      return claimer.claimFailed(region)
    }
    if takeovers.removeValue(forKey: region) != nil { cluster.count("takeovers-preempted") }
    let owner = owner
    cluster.askStore(
      from: node, { ($0.claim(region, from: claim.from, owner), $0.checkpoints[region]) }
    ) { cluster, answer in
      guard let answer, let row = answer.0 else {
        cluster.trace { "\(self.node) fails to open \(region)" }
        self.claimer.claimFailed(region)
        return
      }
      self.claimer.claimed(region, epoch: row.epoch)
      // It was asked to take the region over in the meantime: one claim has opened it.
      if self.takeovers.removeValue(forKey: region) != nil {
        cluster.count("takeovers-preempted")
      }
      self.open(region, row.epoch, from: answer.1, cluster)
    }
  }

  private func open(
    _ region: RegionID, _ epoch: Epoch, from checkpoint: ModelStore.Checkpoint?,
    _ cluster: SimulatedCluster
  ) {
    cluster.count("regions-opened")
    cluster.trace { "\(self.node) opens \(region) at epoch \(epoch.rawValue)" }
    let opened = SimulatedRegion(
      RegionAuthority(
        region: region, epoch: epoch, limits: cluster.authorityLimits,
        sessionLimits: cluster.sessionLimits, broken: cluster.brokenRules),
      worldTick: checkpoint?.tick ?? 0)
    cluster.checker.opened(opened.place, by: owner, at: cluster.now)
    if store(cluster, owns: region, at: epoch) {
      cluster.checker.recovered(region, from: checkpoint, at: cluster.now)
    }
    took(opened, cluster)
  }

  /// Whether nobody has claimed the region since.
  private func store(
    _ cluster: SimulatedCluster, owns region: RegionID, at epoch: Epoch
  ) -> Bool {
    cluster.store.regions[region] == .init(epoch: epoch, owner: owner)
  }

  /// A region runs here from now on.
  func took(_ region: SimulatedRegion, _ cluster: SimulatedCluster) {
    let id = region.authority.region
    regions[id] = region
    forwards[id] = nil
    let record = DirectoryRecord.owned(
      DirectoryEntry(
        shard: self.id, incarnation: owner.incarnation, epoch: region.authority.epoch))
    declare(id, record, cluster)
  }

  private func declare(
    _ region: RegionID, _ record: DirectoryRecord, _ cluster: SimulatedCluster
  ) {
    var updates: [DirectoryTable.Update] = []
    directory.declare(region, record, updates: &updates)
    cluster.register(region, record, from: node)
  }

  private func close(_ region: RegionID, _ cluster: SimulatedCluster) {
    guard let held = regions[region] else {
      claimer.dropped(region)
      return
    }
    if !held.authority.isClosed {
      cluster.count("regions-closing")
      held.stay(self, cluster)
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
    if let held = regions.removeValue(forKey: region) { cluster.bury(held) }
    departures[region]?.machine.regionEnded()
    departures[region] = nil
    claimer.dropped(region)
  }

  // MARK: Messages

  func received(_ message: ClusterMessage, from: NodeID, _ cluster: SimulatedCluster) {
    if receiveMove(message, from: from, cluster) { return }
    if case .staleEpoch(let stale) = message {
      guard let held = regions[stale.region], held.state != .packed else { return }
      held.perform(
        held.authority.heard(epoch: stale.epoch, now: clock(cluster)), self, cluster)
      return
    }
    guard let region = message.region else { return }
    if let held = regions[region] { return held.receive(message, self, cluster) }
    if let shard = forwards[region] {
      cluster.count("messages-forwarded")
      cluster.send(message, from: node, to: .shard(shard))
      return
    }
    answer(message, region, cluster)
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
