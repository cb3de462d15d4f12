import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle

/// Says what this shard's regions cost, and plans for the whole cluster while it holds the placement
/// lease: one shard at a time does, and losing it loses nothing.
public actor PlannerService: Service {
  /// Where plans are kept for good.
  public struct Archive: Sendable {
    /// The current plan; nil: none.
    public var load: @Sendable () async throws -> PlacementPlan?
    /// Stores a plan in the place of the one before it; false when somebody else was faster.
    public var store: @Sendable (PlacementPlan) async throws -> Bool

    public init(
      load: @escaping @Sendable () async throws -> PlacementPlan?,
      store: @escaping @Sendable (PlacementPlan) async throws -> Bool
    ) {
      self.load = load
      self.store = store
    }
  }

  /// KEYS: lease. ARGV: holder, milliseconds. Answers 1 while it is this holder's.
  static let hold = RedisScript(
    """
    local holder = redis.call('GET', KEYS[1])
    if holder and holder ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
    return 1
    """)

  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let own: RegionOwnership.Owner
  private let redis: RedisClient
  private let keys: ClusterKeys
  private let nodes: NodeRegistry
  private let plans: PlanService
  private let archive: Archive
  private let planner: PlacementPlanner
  private let loads: @Sendable () -> RegionLoads
  private let clock: any Clock
  private let logger: Logger
  private let made = Counter(label: "pangea_plans_made_total")
  private let holding = Gauge(label: "pangea_placement_lease_held")
  /// Since when a shard of the plan has had no lease.
  private var missing: [ShardID: BootTime] = [:]
  private var balancedAt: BootTime?

  /// Between two rounds.
  public static let interval = TimeAmount.milliseconds(500)
  /// The placement lease: another shard plans after this.
  static let leaseMilliseconds = 3_000
  /// How long a shard may be without a lease before its regions are given to others. A supervisor
  /// starts a process that died again before its lease runs out; who is not back by then may stand
  /// still for long, or its machine is gone.
  public static let missingMax = BootTime.Span.milliseconds(500)
  /// Between two plans that only balance: long enough to see what the last one did.
  public static let balanceEvery = BootTime.Span.seconds(5)

  /// - Parameter loads: what the regions of this shard cost now.
  public init(
    own: RegionOwnership.Owner, plane: ControlPlane, cluster: ClusterName, archive: Archive,
    grids: [RegionGrid], loads: @escaping @Sendable () -> RegionLoads,
    clock: any Clock = SystemClock(), on loop: any EventLoop, logger: Logger
  ) {
    self.own = own
    redis = plane.redis
    keys = ClusterKeys(cluster: cluster)
    nodes = plane.nodes
    plans = plane.plans
    self.archive = archive
    planner = PlacementPlanner(grids: grids)
    self.loads = loads
    self.clock = clock
    self.loop = loop
    unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.rounds() }
  }

  private func rounds() async {
    while !Task.isCancelled {
      do {
        try await round()
      } catch {
        logger.debug("no planning", metadata: ["why": "\(error)"])
      }
      try? await Task.sleep(nanoseconds: UInt64(Self.interval.nanoseconds))
    }
  }

  private func round() async throws {
    try await publishLoads()
    let isHolder = try await holdLease()
    holding.record(isHolder ? 1 : 0)
    guard isHolder, let plan = try await current() else { return }
    // All shards and Redis were gone at once: only storage remembers the plan.
    if plans.current.map({ $0.version < plan.version }) ?? true { try await plans.publish(plan) }
    let view = try await view(of: plan)
    guard let better = planner.improved(view) else { return }
    if !planner.isUrgent(better, for: view), let balancedAt,
      clock.now - balancedAt < Self.balanceEvery
    {
      return
    }
    guard try await archive.store(better) else { return }
    balancedAt = clock.now
    made.increment()
    logger.notice(
      "a new placement plan",
      metadata: [
        "version": "\(better.version)",
        "moves": "\(better.assignments.count { view.plan.assignments[$0.key] != $0.value })",
      ])
    try await plans.publish(better)
  }

  private func current() async throws -> PlacementPlan? {
    let stored = try await archive.load()
    guard let known = plans.current, known.version > stored?.version ?? 0 else { return stored }
    return known
  }

  private func publishLoads() async throws {
    var command: RedisCommand = ["SET", keys.loads(of: own.shard)]
    command.append(loads().encoded())
    command.append("PX")
    command.append("\(Self.leaseMilliseconds)")
    _ = try await redis.send(command)
  }

  private func holdLease() async throws -> Bool {
    let holder = "\(own.shard)@\(own.incarnation.rawValue)"
    let reply = try await redis.evaluate(
      Self.hold, keys: [keys.placementLease],
      arguments: [Array(holder.utf8), Array("\(Self.leaseMilliseconds)".utf8)])
    return reply.integer == 1
  }

  private func view(of plan: PlacementPlan) async throws -> PlacementPlanner.View {
    let now = clock.now
    let known = nodes.view
    var living: [ShardID] = []
    var leaving: Set<ShardID> = []
    for (node, record) in known.nodes {
      guard case .shard(let shard) = node else { continue }
      if record.isDraining {
        leaving.insert(shard)
      } else {
        living.append(shard)
      }
    }
    let present = Set(living).union(leaving)
    missing = missing.filter { !present.contains($0.key) }
    var uncertain: Set<ShardID> = []
    for shard in plan.shards where !present.contains(shard) {
      let since = missing[shard] ?? now
      missing[shard] = since
      if !known.absenceCounts(at: now) || now - since < Self.missingMax { uncertain.insert(shard) }
    }
    return PlacementPlanner.View(
      plan: plan, shards: living, uncertain: uncertain,
      loads: try await loads(of: living.sorted() + leaving.sorted()))
  }

  private func loads(of shards: [ShardID]) async throws -> [RegionID: UInt64] {
    guard !shards.isEmpty else { return [:] }
    var all: [RegionID: UInt64] = [:]
    for shard in shards {
      let reply = try await redis.send(["GET", keys.loads(of: shard)])
      guard let bytes = reply.bytes, let loads = RegionLoads(encoded: Array(bytes)) else {
        continue
      }
      all.merge(loads.loads) { max($0, $1) }
    }
    return all
  }
}
