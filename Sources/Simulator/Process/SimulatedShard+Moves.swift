import Cluster
import Model
import Wire

/// A region on its way to another shard.
struct SimulatedDeparture {
  var machine: RegionDeparture
  /// What was sent, to go on from when nobody takes it.
  var copy: [UInt8] = []
}

/// A region on its way here.
struct SimulatedArrival {
  var machine: RegionTakeover
  var cargo: SimulatedCargo?
}

/// Regions that move between shards while people play: the shells of the real machines.
extension SimulatedShard {
  /// The encoding of the simulated world.
  private static let archiveVersion: UInt32 = 1

  // MARK: From here

  func depart(_ region: RegionID, to target: ShardID, _ cluster: SimulatedCluster) {
    let now = clock(cluster)
    guard let held = regions[region], !held.authority.isClosed, departures[region] == nil,
      departures.count < SimulatorLimits.departures,
      resting[region].map({ now >= $0 }) ?? true
    else { return }
    cluster.count("moves-begun")
    let begun = RegionDeparture.begun(
      region, at: held.authority.epoch, from: id, to: target,
      archiveVersion: Self.archiveVersion, now: now)
    departures[region] = SimulatedDeparture(machine: begun.departure)
    perform(begun.actions, cluster)
  }

  func packed(_ region: RegionID, _ epoch: Epoch, _ copy: [UInt8], _ cluster: SimulatedCluster) {
    guard departures[region]?.machine.epoch == epoch else { return }
    departures[region]?.copy = copy
    departures[region]?.machine.packed(now: clock(cluster))
  }

  private func perform(_ actions: [RegionDeparture.Action], _ cluster: SimulatedCluster) {
    for action in actions {
      cluster.trace { "\(self.node) moves: \(TraceText.of(action))" }
      perform(action, cluster)
    }
    departures = departures.filter { !$0.value.machine.isEnded }
  }

  private func perform(_ action: RegionDeparture.Action, _ cluster: SimulatedCluster) {
    switch action {
    case .send(let message, let shard): cluster.send(message, from: node, to: .shard(shard))
    case .settle(let region, let shard): regions[region]?.settle(for: shard)
    case .stay(let region):
      guard regions[region]?.stay(self, cluster) != false else {
        return cluster.count("packed-before-staying")
      }
      perform(departures[region]?.machine.stayed() ?? [], cluster)
    case .claim(let region, let epoch): reclaim(region, from: epoch, cluster)
    case .finish(let region, _, let shard): finish(region, on: shard, cluster)
    case .reopen(let region, let epoch): reopen(region, at: epoch, cluster)
    case .drop(let region, let newer):
      cluster.count("moves-lost")
      guard let held = regions[region] else { return }
      held.perform(held.authority.superseded(by: newer, now: clock(cluster)), self, cluster)
    case .giveUp(let region, _):
      cluster.count("moves-given-up")
      resting[region] = clock(cluster) + MigrationTerms().againAfter
    }
  }

  private func reclaim(_ region: RegionID, from epoch: Epoch, _ cluster: SimulatedCluster) {
    if cluster.variant == .sourceResumesUnasked {
      departures[region]?.machine.regionEnded()
      regions[region]?.resumeUnasked(self, cluster)
      return
    }
    let owner = owner
    cluster.askStore(
      from: node, { ($0.claim(region, from: epoch, owner), $0.regions[region]?.epoch ?? .none) }
    ) { cluster, answer in
      guard self.departures[region]?.machine.epoch == epoch else { return }
      switch answer {
      case (let row?, _)?:
        self.perform(self.departures[region]?.machine.claimed(row.epoch) ?? [], cluster)
      case (nil, let newer)?:
        self.perform(self.departures[region]?.machine.lost(to: newer) ?? [], cluster)
      case nil:
        cluster.count("move-claims-unknown")
        self.departures[region]?.machine.claimUnknown(now: self.clock(cluster))
      }
    }
  }

  /// It runs elsewhere: what waited for it here is sent after it.
  private func finish(_ region: RegionID, on shard: ShardID, _ cluster: SimulatedCluster) {
    cluster.count("regions-moved")
    guard let held = regions[region] else { return }
    forwards[region] = shard
    for message in held.takeMail() {
      cluster.count("mail-forwarded")
      if case .handoffOffer = message { cluster.count("held-offers-forwarded") }
      cluster.send(message, from: node, to: .shard(shard))
    }
    dropped(region, cluster)
  }

  /// Nobody took it: it goes on here, from the copy.
  private func reopen(_ region: RegionID, at epoch: Epoch, _ cluster: SimulatedCluster) {
    guard let held = regions[region], let copy = departures[region]?.copy,
      let cargo = SimulatedCargo(encoded: copy)
    else { return }
    cluster.count("moves-returned")
    let mail = held.takeMail()
    dropped(region, cluster)
    claimer.claimed(region, epoch: epoch)
    resting[region] = clock(cluster) + MigrationTerms().againAfter
    open(cargo, at: epoch, cluster)
    for message in mail { regions[region]?.receive(message, self, cluster) }
  }

  // MARK: To here

  private func asked(_ ask: RegionMoveAsk, _ cluster: SimulatedCluster) {
    let verdict: RegionMoveAnswer.Verdict? =
      if isDraining {
        .draining
      } else if regions[ask.region] != nil || takeovers[ask.region]?.machine.isClaiming == true {
        .busy
      } else {
        nil
      }
    if let verdict {
      cluster.count("asks-refused")
      cluster.send(
        RegionTakeover.refusal(of: ask, verdict), from: node, to: .shard(ask.source))
      return
    }
    let ready = RegionTakeover.ready(for: ask, now: clock(cluster))
    takeovers[ask.region] = SimulatedArrival(machine: ready.takeover)
    perform(ready.actions, of: ask.region, cluster)
  }

  private func perform(
    _ actions: [RegionTakeover.Action], of region: RegionID, _ cluster: SimulatedCluster
  ) {
    for action in actions {
      cluster.trace { "\(self.node) moves: \(TraceText.of(action))" }
      switch action {
      case .send(let message, let shard): cluster.send(message, from: node, to: .shard(shard))
      case .read(let bytes): read(bytes, of: region, cluster)
      case .claim(let region, let epoch): takeOver(region, from: epoch, cluster)
      case .open(let region, let epoch): open(region, at: epoch, cluster)
      case .forget(let region): takeovers[region]?.cargo = nil
      }
    }
    if takeovers[region]?.machine.isEnded == true { takeovers[region] = nil }
  }

  private func read(_ bytes: [UInt8], of region: RegionID, _ cluster: SimulatedCluster) {
    let now = clock(cluster)
    let isDamaged = !cluster.isResting && cluster.chance(2)
    guard !isDamaged, let cargo = SimulatedCargo(encoded: bytes), cargo.cargo.region == region
    else {
      cluster.count("cargoes-damaged")
      perform(takeovers[region]?.machine.unreadable() ?? [], of: region, cluster)
      return
    }
    takeovers[region]?.cargo = cargo
    perform(takeovers[region]?.machine.readable(now: now) ?? [], of: region, cluster)
  }

  private func takeOver(_ region: RegionID, from epoch: Epoch, _ cluster: SimulatedCluster) {
    let owner = owner
    if cluster.variant == .runningBeforeClaim, regions[region] == nil,
      let source = takeovers[region]?.machine.source
    {
      open(region, at: epoch.next, cluster)
      cluster.send(
        .running(.init(region: region, epoch: epoch.next)), from: node, to: .shard(source))
    }
    cluster.askStore(
      from: node, { $0.claim(region, from: epoch, owner, hasCargo: true) }
    ) { cluster, row in
      guard let machine = self.takeovers[region]?.machine, machine.epoch == epoch else { return }
      switch row {
      case (let row?)?:
        if cluster.variant == .runningBeforeClaim {
          self.takeovers[region] = nil
        } else {
          self.perform(
            self.takeovers[region]?.machine.claimed(row.epoch) ?? [], of: region, cluster)
        }
      case (nil)?:
        cluster.count("takeovers-lost")
        self.perform(self.takeovers[region]?.machine.lost() ?? [], of: region, cluster)
      case nil:
        cluster.count("move-claims-unknown")
        self.takeovers[region]?.machine.claimUnknown(now: self.clock(cluster))
      }
    }
  }

  private func open(_ region: RegionID, at epoch: Epoch, _ cluster: SimulatedCluster) {
    guard let cargo = takeovers[region]?.cargo else { return }
    cluster.count("regions-taken-over")
    cluster.migrations += 1
    claimer.claimed(region, epoch: epoch)
    open(cargo, at: epoch, cluster)
  }

  private func open(_ cargo: SimulatedCargo, at epoch: Epoch, _ cluster: SimulatedCluster) {
    let region = cargo.cargo.region
    cluster.trace { "\(self.node) opens \(region) at epoch \(epoch.rawValue) from its cargo" }
    let unpacked = RegionAuthority.unpacked(
      cargo.cargo, epoch: epoch, limits: cluster.authorityLimits,
      sessionLimits: cluster.sessionLimits, broken: cluster.brokenRules, now: clock(cluster))
    let opened = SimulatedRegion(unpacked.authority, worldTick: cargo.worldTick)
    opened.bodies = cargo.bodies
    let old = InvariantChecker.Place(region: region, epoch: cargo.cargo.epoch)
    cluster.checker.opened(opened.place, by: owner, at: cluster.now)
    cluster.checker.carried(cargo.cargo.residents, from: old, to: opened.place, at: cluster.now)
    took(opened, cluster)
    opened.perform(unpacked.actions, self, cluster)
  }

  // MARK: Both ways

  /// A message to whoever owns this shard's regions; false when it is none.
  func receiveMove(
    _ message: ClusterMessage, from node: NodeID, _ cluster: SimulatedCluster
  ) -> Bool {
    guard case .shard(let shard) = node else { return false }
    let now = clock(cluster)
    switch message {
    case .moveAsk(let ask):
      if ask.source == shard { asked(ask, cluster) }
    case .moveAnswer(let answer):
      perform(
        departures[answer.region]?.machine.answered(answer, by: shard, now: now) ?? [], cluster)
    case .parcel(let parcel):
      perform(
        takeovers[parcel.region]?.machine.received(parcel, from: shard, now: now) ?? [],
        of: parcel.region, cluster)
    case .running(let running):
      if departures[running.region] == nil { cluster.count("running-unexpected") }
      perform(
        departures[running.region]?.machine.running(running, on: shard) ?? [], cluster)
    default:
      return false
    }
    return true
  }

  /// Lets time pass for every move, and ends those whose other side is gone.
  func expireMoves(_ cluster: SimulatedCluster) {
    let now = clock(cluster)
    for region in departures.keys.sorted() {
      perform(departures[region]?.machine.expired(now: now) ?? [], cluster)
      guard let target = departures[region]?.machine.target, absenceCounts(cluster),
        !isLeased(target)
      else { continue }
      cluster.count("targets-gone")
      perform(departures[region]?.machine.lostTarget(now: now) ?? [], cluster)
    }
    for region in takeovers.keys.sorted() {
      perform(takeovers[region]?.machine.expired(now: now) ?? [], of: region, cluster)
    }
  }
}
