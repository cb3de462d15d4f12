import Cluster
import Foundation
import Logging
import Model
import NIOCore
import NIOPosix
import ServiceLifecycle
import Storage
import Synchronization
import Wire
import World

@testable import Shard

/// Keepers of several shards over one store, as in a cluster whose Redis the test plays.
final class KeeperStage: Sendable {
  let grid = RegionGrid(
    map: MapID(1), columns: 2, rows: 2, edgeUnits: 512, viewRadiusUnits: 200)
  let store: SQLiteStore
  private let folder: URL
  let register = RecordingRegister()
  private let currentPlan = Mutex<PlacementPlan?>(nil)
  private let living = Mutex<Set<UInt32>>([1, 2])
  /// What keepers are told of storage.
  let isStoragePrompt = Mutex(true)
  /// By which keepers reach each other: the mesh of the test.
  let keepers = Mutex<[ShardID: RegionKeeper]>([:])

  /// A keeper told to stop does not wait long for a plan that no test makes.
  static var limits: ShardLimits {
    var limits = ShardLimits()
    limits.drainTicksMax = 4
    return limits
  }

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-keeper-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try await SQLiteStore.open(path: folder.appending(path: "test.sqlite").path)
    try await store.register(grid.regions)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func plan(_ shards: [UInt32]) {
    let next = (currentPlan.withLock { $0?.version } ?? 0) + 1
    let plan = try? PlacementPlan.contiguous(
      grids: [grid], shards: shards.map { ShardID($0) }, version: next)
    currentPlan.withLock { $0 = plan }
  }

  /// Which shards have a lease; an absent one counts at once.
  func leases(_ shards: Set<UInt32>) { living.withLock { $0 = shards } }

  func regions(of shard: UInt32) -> [RegionID] {
    currentPlan.withLock { $0?.regions(of: ShardID(shard)) } ?? []
  }

  private func nodes(_ clock: SystemClock) -> NodeView {
    var view = NodeView()
    for shard in living.withLock({ $0 }) {
      view.nodes[.shard(ShardID(shard))] = NodeRecord(
        node: .shard(ShardID(shard)), incarnation: Incarnation(UInt64(shard)),
        mesh: NodeAddress(host: "127.0.0.1", port: 1))
    }
    view.contactSince = BootTime(microseconds: 0)
    view.absenceCountsUntil = clock.now + .seconds(10)
    return view
  }

  func keeper(shard: UInt32) async throws -> RunningKeeper {
    let clock = SystemClock()
    let router = RegionRouter()
    let keeper = RegionKeeper(
      own: RegionOwnership.Owner(shard: ShardID(shard), incarnation: Incarnation(UInt64(shard))),
      predecessorExited: false,
      surroundings: RegionKeeper.Surroundings(
        store: store, directory: register, plan: { self.currentPlan.withLock { $0 } },
        nodes: { self.nodes(clock) }, clock: clock, router: router,
        send: { message, target in
          self.keepers.withLock { $0[target] }?.received(message, from: ShardID(shard))
        }, tellDraining: {}, isStoragePrompt: { self.isStoragePrompt.withLock { $0 } },
        limits: Self.limits),
      logger: Logger(label: "test"))
    keepers.withLock { $0[ShardID(shard)] = keeper }
    return try await RunningKeeper(
      keeper, shard: ShardID(shard), stage: self, clock: clock, router: router)
  }
}

/// A keeper that runs as a service on a loop of its own.
final class RunningKeeper: Sendable {
  let keeper: RegionKeeper
  private let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  init(
    _ keeper: RegionKeeper, shard: ShardID, stage: KeeperStage, clock: SystemClock,
    router: RegionRouter
  ) async throws {
    self.keeper = keeper
    let home = try await RegionHome.start(
      // The same time for all keepers of a stage, whenever they begin.
      on: loops.next(), clock: clock, wallMicroseconds: clock.now.microseconds,
      outlet: ParcelOutlet(shard: shard, stage: stage),
      router: router)
    let desk = StorageDesk(store: stage.store, limit: 100, logger: Logger(label: "test"))
    let services = RegionServices(
      shard: shard, clock: clock, directory: FixedDirectory(), router: router,
      store: { desk.submit($0, answering: $1) },
      value: { _, key, mailbox in mailbox.post(.valued(key, .unavailable)) },
      heardEpoch: { _, _ in },
      ended: { region, epoch, ending in
        router.close(region)
        keeper.ended(region, epoch, ending)
      },
      packed: { keeper.packed($0, $1, $2) }, checkpoint: { desk.submit($0) },
      handoffTimes: HandoffTimes(), tickTimes: RegionTickTimes(), worldFigures: WorldFigures(),
      tracing: .off(.shard(shard), clock: clock), logger: Logger(label: "test"))
    let free = CollisionGrid(
      columns: 32, rows: 32, tileUnits: 32, blocked: .init(repeating: false, count: 1024))
    let map = RegionMap(grid: stage.grid, collision: free, rules: Rules())
    await keeper.settle(
      homes: [home],
      opener: RegionOpener(
        maps: [stage.grid.map: map], services: services, limits: ShardLimits(),
        lastTick: { home.ticker.lastTick }))
    group = ServiceGroup(services: [desk, keeper], logger: Logger(label: "test"))
    running = Task { [group] in try await group.run() }
  }

  /// Reminds the keeper until something is true; a minute at most.
  func nudge(until isDone: () async -> Bool) async {
    for _ in 0..<6000 {
      if await isDone() { return }
      await rounds()
    }
  }

  func rounds() async {
    keeper.nudge()
    try? await Task.sleep(for: .milliseconds(10))
  }

  /// Stops it in order, and returns when it has ended.
  func stop() async {
    await group.triggerGracefulShutdown()
    _ = try? await running.value
    try? await loops.shutdownGracefully()
  }
}

/// Carries parcels to the other keepers of a stage; drops the rest.
final class ParcelOutlet: Outlet {
  private let shard: ShardID
  private let stage: KeeperStage

  init(shard: ShardID, stage: KeeperStage) {
    self.shard = shard
    self.stage = stage
  }

  func send(encoded: ByteBuffer, messages: Int, to node: NodeID) -> Bool {
    guard case .shard(let target) = node, let keeper = stage.keepers.withLock({ $0[target] }),
      let messages = try? ClusterCodec.decode(frame: encoded)
    else { return true }
    for case .parcel(let parcel) in messages { keeper.received(.parcel(parcel), from: shard) }
    return true
  }

  func isLinked(_ node: NodeID) -> Bool { true }
}

/// What keepers announced.
final class RecordingRegister: RegionRegister {
  let entries = Mutex<[RegionID: DirectoryEntry]>([:])

  func register(_ new: [RegionID: DirectoryEntry]) async {
    entries.withLock { $0.merge(new) { $1 } }
  }

  func release(_ region: RegionID, epoch: Epoch) async {
    entries.withLock { if $0[region]?.epoch == epoch { $0[region] = nil } }
  }
}
