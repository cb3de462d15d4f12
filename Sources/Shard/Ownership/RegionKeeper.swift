import Cluster
import CoreMetrics
import Logging
import Model
import ServiceLifecycle
import Storage
import Wire

/// Opens and closes the regions of a shard as the placement plan wants and ownership allows.
///
/// `RegionClaimer` decides; this does it: claim in storage, open the region, register it in the
/// directory; or move the region to the shard that the plan names, or close it, give it away in
/// storage, and say so in the directory. The order matters: a region that is registered is open, and
/// one that was given away has saved everybody.
actor RegionKeeper: Service {
  /// What happened since the last round, beside the passing of time.
  private enum Event: Sendable {
    case changed
    case ended(RegionID, Epoch, RegionEnding)
    case message(ClusterMessage, from: ShardID)
    case packed(RegionID, Epoch, [UInt8])
  }

  /// How a region comes up and goes down around this keeper.
  struct Surroundings: Sendable {
    let store: any Store
    let directory: any RegionRegister
    /// The plan, as far as this process knows one.
    let plan: @Sendable () -> PlacementPlan?
    let nodes: @Sendable () -> NodeView
    let clock: any Clock
    let router: RegionRouter
    /// To the keeper of another shard, or to a region there.
    let send: @Sendable (ClusterMessage, ShardID) -> Void
    /// Says in this node's record that it is leaving, so that it gets no more regions.
    let tellDraining: @Sendable () async -> Void
    /// Whether storage answers at the moment: a region that moves stands still until it has answered
    /// a claim.
    var isStoragePrompt: @Sendable () -> Bool = { true }
    var terms = MigrationTerms()
    var limits = ShardLimits()
  }

  let own: RegionOwnership.Owner
  let surroundings: Surroundings
  let logger: Logger
  var claimer: RegionClaimer
  var regions: [RegionID: (region: Region, home: RegionHome)] = [:]
  private var closing: Set<RegionID> = []
  var opener: RegionOpener?
  private var homes: [RegionHome] = []
  private(set) var isDraining = false
  private var drainingSince: BootTime?
  private var isReminded = false
  /// Regions on their way to another shard.
  var departures: [RegionID: Departing] = [:]
  /// Regions on their way here.
  var takeovers: [RegionID: Arriving] = [:]
  /// Those that could not move, and until when they are left alone.
  var resting: [RegionID: BootTime] = [:]
  /// Those that can only be closed, and opened from storage elsewhere.
  var immovable: Set<RegionID> = []
  private(set) var waiting: [RegionID: RegionClaimer.Wait] = [:]
  /// Since the rows of all regions were read. In a large cluster that is much, and every shard does.
  var roundsSinceWhole = RegionClaimer.roundsEachWhole
  private let events: AsyncStream<Event>
  private let post: AsyncStream<Event>.Continuation
  private let claimsLost = Counter(label: "pangea_region_claims_lost_total")
  private let claimsWon = Counter(label: "pangea_region_claims_won_total")
  private let openRegions = Gauge(label: "pangea_regions_open")
  let moves = MoveFigures()

  init(
    own: RegionOwnership.Owner, predecessorExited: Bool, surroundings: Surroundings, logger: Logger
  ) {
    self.own = own
    self.surroundings = surroundings
    self.logger = logger
    claimer = RegionClaimer(own: own, predecessorExited: predecessorExited)
    (events, post) = AsyncStream.makeStream()
  }

  /// Says where regions live and how one is made. Call once, before `run`.
  func settle(homes: [RegionHome], opener: RegionOpener) {
    self.homes = homes
    self.opener = opener
  }

  /// Regions that are open, ascending.
  var open: [Region] { regions.sorted { $0.key < $1.key }.map(\.value.region) }

  /// Whether everything that the plan gives to this shard is open.
  var isSettled: Bool {
    guard let plan = surroundings.plan() else { return false }
    return plan.regions(of: own.shard).allSatisfy { regions[$0] != nil }
  }

  /// Something that decisions rest on has changed: plan, leases. Any thread.
  nonisolated func nudge() { post.yield(.changed) }

  /// A region of this process has ended. Any thread.
  nonisolated func ended(_ region: RegionID, _ epoch: Epoch, _ ending: RegionEnding) {
    post.yield(.ended(region, epoch, ending))
  }

  /// Another shard's keeper says something about a region's move. Any thread.
  nonisolated func received(_ message: ClusterMessage, from shard: ShardID) {
    post.yield(.message(message, from: shard))
  }

  /// A region of this process stands still, and its cargo was sent. Any thread.
  nonisolated func packed(_ region: RegionID, _ epoch: Epoch, _ cargo: [UInt8]) {
    post.yield(.packed(region, epoch, cargo))
  }

  /// Rounds until the service group stops; then gives every region away and returns when the last
  /// one is gone.
  func run() async throws {
    await withGracefulShutdownHandler {
      for await event in events {
        await handle(event)
        if isDraining, regions.isEmpty, departures.isEmpty, !isTakingOver { break }
        if isDraining { remind() }
      }
    } onGracefulShutdown: {
      Task { await self.drain() }
    }
  }

  /// Whether a claim for a region that comes here is under way: it may still be won.
  private var isTakingOver: Bool { takeovers.values.contains { $0.machine.isClaiming } }

  private func drain() async {
    logger.info("giving regions away", metadata: ["regions": "\(regions.count)"])
    isDraining = true
    drainingSince = surroundings.clock.now
    claimer.drain()
    await surroundings.tellDraining()
    post.yield(.changed)
  }

  private func handle(_ event: Event) async {
    do {
      switch event {
      case .changed: try await decide()
      case .ended(let region, let epoch, let ending): try await forget(region, epoch, ending)
      case .message(let message, let shard): await receive(message, from: shard)
      case .packed(let region, let epoch, let cargo): await packed(region, epoch, cargo: cargo)
      }
    } catch {
      logger.warning(
        "storage does not answer; regions stay as they are", metadata: ["error": "\(error)"])
    }
  }

  /// Nobody else reminds a keeper that drains.
  private func remind() {
    guard !isReminded else { return }
    isReminded = true
    Task {
      try? await Task.sleep(for: .milliseconds(100))
      self.isReminded = false
      self.nudge()
    }
  }

  // MARK: Deciding

  private func decide() async throws(StorageError) {
    await expireMoves()
    guard let plan = surroundings.plan() else { return }
    let rows = try await rows(plan)
    let nodes = surroundings.nodes()
    let view = RegionClaimer.View(
      plan: plan,
      rows: Dictionary(uniqueKeysWithValues: rows.map { ($0.region, RegionOwnership($0)) }),
      leases: nodes.shards, absenceCounts: nodes.absenceCounts(at: surroundings.clock.now))
    await supersede(by: rows)
    try await releaseStrays(view)
    let decision = claimer.decide(view)
    waiting = decision.waiting
    try await claim(decision.claim)
    for region in decision.giveAway where !closing.contains(region) {
      await giveAway(region, plan: plan, nodes: nodes)
    }
  }

  /// Moves a region to where the plan wants it; closes it when nobody can take it as it is.
  private func giveAway(_ region: RegionID, plan: PlacementPlan, nodes: NodeView) async {
    guard departures[region] == nil else { return }
    if immovable.contains(region) { return await close(region) }
    let living = nodes.stayingShards.subtracting([own.shard])
    if let target = plan.shard(of: region), target != own.shard, living.contains(target) {
      return await depart(region, to: target)
    }
    // Told to stop, and the plan does not know yet.
    guard let drainingSince else { return }
    let patience = BootTime.Span.milliseconds(
      Int64(surroundings.limits.drainTicksMax) * Tick.milliseconds)
    if living.isEmpty || surroundings.clock.now - drainingSince >= patience {
      await close(region)
    }
  }

  private func close(_ region: RegionID) async {
    guard closing.insert(region).inserted else { return }
    await regions[region]?.region.close()
  }

  /// Storage is the authority: what it says another owns is stopped here at once.
  private func supersede(by rows: [RegionRow]) async {
    for row in rows {
      guard let region = regions[row.region]?.region, row.epoch > region.epoch,
        // On its way: the new owner's word, or the machine, says how it ends.
        departures[row.region] == nil
      else { continue }
      await region.supersede(by: row.epoch)
    }
  }

  /// Of two claims for one region, this and one for a region that comes here, both would win, and
  /// it would run twice at one epoch: the one that is under way goes first.
  private func claimable(_ claims: [RegionClaimer.Claim]) -> [RegionClaimer.Claim] {
    claims.filter { claim in
      if takeovers[claim.region]?.machine.isClaiming == true {
        claimer.claimFailed(claim.region)
        return false
      }
      takeovers[claim.region] = nil
      return true
    }
  }

  private func claim(_ wanted: [RegionClaimer.Claim]) async throws(StorageError) {
    let claims = claimable(wanted)
    guard !claims.isEmpty else { return }
    let owner = Storage.RegionOwner(shard: own.shard, incarnation: own.incarnation)
    let results: [RegionClaimResult]
    do {
      results = try await surroundings.store.claim(
        claims.map { RegionClaim(region: $0.region, expected: $0.from, owner: owner) })
    } catch {
      for claim in claims { claimer.claimFailed(claim.region) }
      throw error
    }
    var entries: [RegionID: DirectoryEntry] = [:]
    for (claim, result) in zip(claims, results) {
      guard case .won(let epoch) = result else {
        claimer.claimFailed(claim.region)
        claimsLost.increment()
        continue
      }
      claimer.claimed(claim.region, epoch: epoch)
      await openRegion(claim.region, epoch)
      entries[claim.region] = DirectoryEntry(
        shard: own.shard, incarnation: own.incarnation, epoch: epoch)
    }
    await register(entries)
  }

  // MARK: Opening and closing

  private func openRegion(_ id: RegionID, _ epoch: Epoch) async {
    let checkpoint: RegionCheckpoint?
    do {
      checkpoint = try await surroundings.store.checkpoint(of: id)
    } catch {
      checkpoint = nil
      logger.warning(
        "no checkpoint could be read; creatures start anew",
        metadata: ["region": "\(id)", "why": "\(error)"])
    }
    guard let opener, let home = emptiestHome,
      let region = opener.open(id, at: epoch, from: checkpoint, in: home)
    else { return }
    took(region, in: home)
    claimsWon.increment()
  }

  /// A region runs here from now on.
  func took(_ region: Region, in home: RegionHome) {
    regions[region.id] = (region, home)
    immovable.remove(region.id)
    resting[region.id] = nil
    home.ticker.add(region)
    openRegions.record(regions.count)
    logger.info(
      "region open", metadata: ["region": "\(region.id)", "epoch": "\(region.epoch.rawValue)"])
  }

  /// A region no longer runs here.
  func parted(_ id: RegionID) {
    guard let (region, home) = regions.removeValue(forKey: id) else { return }
    home.ticker.remove(region)
    closing.remove(id)
    openRegions.record(regions.count)
  }

  /// The home with the fewest regions; the first of those.
  var emptiestHome: RegionHome? {
    homes.min { a, b in count(on: a) < count(on: b) }
  }

  private func count(on home: RegionHome) -> Int {
    regions.values.count { $0.home.loop === home.loop }
  }

  func register(_ entries: [RegionID: DirectoryEntry]) async {
    guard !entries.isEmpty else { return }
    await surroundings.directory.register(entries)
  }

  /// A region has ended: closed in order, it is given away; superseded, it was taken already.
  private func forget(
    _ id: RegionID, _ epoch: Epoch, _ ending: RegionEnding
  ) async throws(StorageError) {
    guard regions[id]?.region.epoch == epoch, ending != .moved else { return }
    parted(id)
    departures[id] = nil
    claimer.dropped(id)
    logger.info(
      "region ended",
      metadata: ["region": "\(id)", "epoch": "\(epoch.rawValue)", "how": "\(ending)"])
    guard ending != .superseded else { return }
    let owner = Storage.RegionOwner(shard: own.shard, incarnation: own.incarnation)
    _ = try await surroundings.store.release(RegionFence(region: id, epoch: epoch), owner: owner)
    await surroundings.directory.release(id, epoch: epoch)
  }
}

/// Where a keeper announces what it owns: the directory in a process.
protocol RegionRegister: Sendable {
  func register(_ entries: [RegionID: DirectoryEntry]) async
  func release(_ region: RegionID, epoch: Epoch) async
}

extension RegionOwnership {
  /// The same row as storage has it.
  init(_ row: RegionRow) {
    self.init(
      epoch: row.epoch,
      owner: row.owner.map { Owner(shard: $0.shard, incarnation: $0.incarnation) })
  }
}
