import Cluster
import CoreMetrics
import Logging
import Model
import ServiceLifecycle
import Storage

/// Opens and closes the regions of a shard as the placement plan wants and ownership allows.
///
/// `RegionClaimer` decides; this does it: claim in storage, open the region, register it in the
/// directory; or close the region, give it away in storage, and say so in the directory. The order
/// matters: a region that is registered is open, and one that was given away has saved everybody.
actor RegionKeeper: Service {
  /// What happened since the last round, beside the passing of time.
  private enum Event: Sendable {
    case changed
    case ended(RegionID, Epoch, RegionEnding)
  }

  /// Makes a region that this shard has claimed, on the loop of a home; nil for one of a map that
  /// this process does not have.
  typealias Opener = @Sendable (RegionID, Epoch, RegionHome) -> Region?

  /// How a region comes up and goes down around this keeper.
  struct Surroundings: Sendable {
    let store: any Store
    let directory: any RegionRegister
    /// The plan, as far as this process knows one.
    let plan: @Sendable () -> PlacementPlan?
    let nodes: @Sendable () -> NodeView
    let clock: any Clock
  }

  private let own: RegionOwnership.Owner
  private let surroundings: Surroundings
  private let logger: Logger
  private var claimer: RegionClaimer
  private var regions: [RegionID: (region: Region, home: RegionHome)] = [:]
  private var closing: Set<RegionID> = []
  private var opener: Opener?
  private var homes: [RegionHome] = []
  private var isDraining = false
  private(set) var waiting: [RegionID: RegionClaimer.Wait] = [:]
  private let events: AsyncStream<Event>
  private let post: AsyncStream<Event>.Continuation
  private let claimsLost = Counter(label: "pangea_region_claims_lost_total")
  private let claimsWon = Counter(label: "pangea_region_claims_won_total")
  private let openRegions = Gauge(label: "pangea_regions_open")

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
  func settle(homes: [RegionHome], opener: @escaping Opener) {
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

  /// Rounds until the service group stops; then gives every region away and returns when the last
  /// one is gone.
  func run() async throws {
    await withGracefulShutdownHandler {
      for await event in events {
        await handle(event)
        if isDraining, regions.isEmpty { break }
      }
    } onGracefulShutdown: {
      Task { await self.drain() }
    }
  }

  private func drain() async {
    logger.info("giving regions away", metadata: ["regions": "\(regions.count)"])
    isDraining = true
    claimer.drain()
    post.yield(.changed)
  }

  private func handle(_ event: Event) async {
    do {
      switch event {
      case .changed: try await decide()
      case .ended(let region, let epoch, let ending): try await forget(region, epoch, ending)
      }
    } catch {
      logger.warning(
        "storage does not answer; regions stay as they are", metadata: ["error": "\(error)"])
      if isDraining { tryAgain() }
    }
  }

  /// Nobody reminds a keeper that drains; storage may answer in a moment.
  private func tryAgain() {
    Task {
      try? await Task.sleep(for: .milliseconds(250))
      self.nudge()
    }
  }

  // MARK: Deciding

  private func decide() async throws(StorageError) {
    guard let plan = surroundings.plan() else { return }
    let rows = try await surroundings.store.regions()
    let nodes = surroundings.nodes()
    let view = RegionClaimer.View(
      plan: plan,
      rows: Dictionary(uniqueKeysWithValues: rows.map { ($0.region, RegionOwnership($0)) }),
      leases: nodes.shards, absenceCounts: nodes.absenceCounts(at: surroundings.clock.now))
    await supersede(by: rows)
    let decision = claimer.decide(view)
    waiting = decision.waiting
    try await claim(decision.claim)
    for region in decision.giveAway where closing.insert(region).inserted {
      await regions[region]?.region.close()
    }
  }

  /// Storage is the authority: what it says another owns is stopped here at once.
  private func supersede(by rows: [RegionRow]) async {
    for row in rows {
      guard let region = regions[row.region]?.region, row.epoch > region.epoch else { continue }
      await region.supersede(by: row.epoch)
    }
  }

  private func claim(_ claims: [RegionClaimer.Claim]) async throws(StorageError) {
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
      openRegion(claim.region, epoch)
      entries[claim.region] = DirectoryEntry(
        shard: own.shard, incarnation: own.incarnation, epoch: epoch)
    }
    await register(entries)
  }

  // MARK: Opening and closing

  private func openRegion(_ id: RegionID, _ epoch: Epoch) {
    guard let opener, let home = emptiestHome, let region = opener(id, epoch, home) else { return }
    regions[id] = (region, home)
    home.ticker.add(region)
    claimsWon.increment()
    openRegions.record(regions.count)
    logger.info("region open", metadata: ["region": "\(id)", "epoch": "\(epoch.rawValue)"])
  }

  /// The home with the fewest regions; the first of those.
  private var emptiestHome: RegionHome? {
    homes.min { a, b in count(on: a) < count(on: b) }
  }

  private func count(on home: RegionHome) -> Int {
    regions.values.count { $0.home.loop === home.loop }
  }

  private func register(_ entries: [RegionID: DirectoryEntry]) async {
    guard !entries.isEmpty else { return }
    await surroundings.directory.register(entries)
  }

  /// A region has ended: closed in order, it is given away; superseded, it was taken already.
  private func forget(
    _ id: RegionID, _ epoch: Epoch, _ ending: RegionEnding
  ) async throws(StorageError) {
    guard let (region, home) = regions[id], region.epoch == epoch else { return }
    home.ticker.remove(region)
    regions[id] = nil
    closing.remove(id)
    openRegions.record(regions.count)
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
