import Cluster
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Storage
import Synchronization
import Wire

/// One shard process: the regions that the placement plan gives it, and all that they need.
///
/// Life: `start` binds the mesh and builds everything; `run` serves until the service group stops,
/// then gives every region away before its links and its storage end.
public final class ShardServer: Service {
  private let configuration: ShardConfiguration
  private let logger: Logger
  private let mesh: Mesh
  private let plane: ControlPlane
  private let keeper: RegionKeeper
  private let desk: StorageDesk
  private let values: ValueDesk
  private let results: ResultKeeper
  private let planner: PlannerService
  private let router: RegionRouter
  private let orders: OrderDesk
  private let worldFigures = WorldFigures()
  private let clock: any Clock
  private let started: BootTime
  private let latest = LatestStatus()

  /// Binds the mesh and prepares the regions' loops.
  ///
  /// - Parameter group: regions, links and the connection to Redis are spread over its loops.
  public static func start(
    _ configuration: ShardConfiguration, store: any Store, group: any EventLoopGroup,
    logger: Logger
  ) async throws -> ShardServer {
    let server = try await ShardServer(configuration, store: store, group: group, logger: logger)
    try await store.register(configuration.maps.values.flatMap(\.grid.regions).sorted())
    try await server.settle(group: group)
    return server
  }

  private init(
    _ configuration: ShardConfiguration, store: any Store, group: any EventLoopGroup,
    logger: Logger
  ) async throws {
    self.configuration = configuration
    self.logger = logger
    let clock = SystemClock()
    self.clock = clock
    started = clock.now
    let node = NodeID.shard(configuration.shard)
    let router = RegionRouter()
    self.router = router
    orders = OrderDesk(
      maps: configuration.maps, router: router, wallClock: Self.wallClock(configuration))
    let inbound = InboundMessages(router: router)
    mesh = Mesh(
      node: node, incarnation: configuration.incarnation, cluster: configuration.cluster,
      options: configuration.mesh, group: group, logger: logger
    ) { inbound.receive($0, from: $1) }
    let port = try await mesh.listen()
    var record = NodeRecord(
      node: node, incarnation: configuration.incarnation,
      mesh: NodeAddress(
        host: configuration.advertisedHost ?? configuration.mesh.host, port: port))
    record.operations = configuration.operations
    let plane = ControlPlane(
      redis: configuration.redis, cluster: configuration.cluster, record: record,
      predecessorExited: configuration.predecessorExited, terms: configuration.leaseTerms,
      on: group.next(), logger: logger)
    self.plane = plane
    desk = StorageDesk(
      store: store, limit: configuration.limits.storageRequestsMax, logger: logger)
    values = ValueDesk(
      store: store, limit: configuration.limits.valueJobsMax, logger: logger)
    results = ResultKeeper(store: store, logger: logger)
    keeper = RegionKeeper(
      own: RegionOwnership.Owner(
        shard: configuration.shard, incarnation: configuration.incarnation),
      predecessorExited: configuration.predecessorExited,
      surroundings: RegionKeeper.Surroundings(
        store: store, directory: plane.directory, plan: { plane.plans.current },
        nodes: { plane.nodes.view }, clock: clock, router: router,
        send: { [mesh] message, shard in mesh.send(message, to: .shard(shard)) },
        tellDraining: { await plane.nodes.update(info: NodeRecord.draining) },
        isStoragePrompt: { [desk] in desk.isPrompt },
        limits: configuration.limits),
      logger: logger)
    planner = PlannerService(
      own: RegionOwnership.Owner(
        shard: configuration.shard, incarnation: configuration.incarnation),
      plane: plane, cluster: configuration.cluster, archive: .init(store: store),
      grids: configuration.maps.values.map(\.grid),
      loads: { [latest] in RegionLoads(latest.report) }, clock: clock, on: group.next(),
      logger: logger)
    inbound.connect(
      mesh: mesh, directory: plane.directory, keeper: keeper, operations: operations(node),
      spans: configuration.tracing.recorder
    ) { [weak self] request in await self?.answer(request) }
  }

  /// What operators order of a shard. Of most kinds its part is the answer that it has none.
  private func operations(_ node: NodeID) -> OperationReceiver {
    OperationReceiver(
      node: node, incarnation: configuration.incarnation,
      wallClock: Self.wallClock(configuration),
      send: { [mesh] receipt, admin in
        _ = mesh.send(.operationReceipt(receipt), to: .admin(admin))
      },
      process: configuration.processOrders, withdraw: { [orders] in orders.withdraw($0) },
      work: { [configuration, orders] order, done in
        switch order.kind {
        case .teleport, .attributes: orders.take(order, done)
        case .trace(let seconds, let process):
          done(
            configuration.tracing.carryOut(order, seconds: seconds, process: process, reached: 0))
        default: done(.nothingToDo)
        }
      })
  }

  /// Milliseconds since 1970.
  private static func wallClock(
    _ configuration: ShardConfiguration
  ) -> @Sendable () -> UInt64 {
    { UInt64(max(0, configuration.wallMicroseconds() / 1_000)) }
  }

  /// Starts the tickers and says how a region is made.
  private func settle(group: any EventLoopGroup) async throws {
    let outlet = MeshOutlet(mesh: mesh)
    var homes: [RegionHome] = []
    for loop in group.makeIterator() {
      homes.append(
        try await RegionHome.start(
          on: loop, clock: clock, wallMicroseconds: configuration.wallMicroseconds(),
          outlet: outlet, router: router))
    }
    await keeper.settle(
      homes: homes,
      opener: RegionOpener(
        maps: configuration.maps, services: services(), limits: configuration.limits,
        lastTick: { [homes] in homes.first?.ticker.lastTick ?? Tick(0) }))
    mesh.follow(plane.nodes)
    mesh.observe { [router] change in
      if !change.isUp { router.broadcast(.linkLost(change.node)) }
    }
    plane.nodes.observe { [keeper] _ in keeper.nudge() }
    plane.plans.observe { [keeper] _ in keeper.nudge() }
  }

  private func services() -> RegionServices {
    RegionServices(
      shard: configuration.shard, clock: clock, directory: plane.directory, router: router,
      store: { [desk] request, mailbox in desk.submit(request, answering: mailbox) },
      value: { [values] job, key, mailbox in
        values.submit(job, key: key, answering: mailbox)
      },
      heardEpoch: { [plane] region, epoch in
        if plane.directory.table.epoch(of: region) < epoch { plane.directory.refresh() }
      },
      ended: { [router, keeper] region, epoch, ending in
        router.close(region)
        keeper.ended(region, epoch, ending)
      },
      packed: { [keeper] region, epoch, cargo in keeper.packed(region, epoch, cargo) },
      checkpoint: { [desk] checkpoint in desk.submit(checkpoint) },
      orders: orders, handoffTimes: HandoffTimes(), tickTimes: RegionTickTimes(),
      worldFigures: worldFigures,
      tracing: configuration.tracing, logger: logger)
  }

  /// Serves until the service group stops: what is listed first ends last.
  public func run() async throws {
    let services: [any Service] =
      [mesh] + plane.services + [
        planner, values, desk, keeper,
        Pulse(every: .milliseconds(RegionClaimer.roundMilliseconds)) { [keeper] in keeper.nudge() },
        Pulse(every: .seconds(1)) { [weak self] in await self?.look() },
        Pulse(every: .milliseconds(200)) { [orders] in orders.expire() },
        Pulse(every: .seconds(60)) { [results] in await results.run() },
      ]
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map {
          .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        },
        logger: logger))
    try await group.run()
  }

  // MARK: What operators ask

  /// Named checks for readiness: what is wrong, empty when a player could be served.
  public func problems() async -> [String] {
    var problems: [String] = []
    if let problem = plane.redis.problem { problems.append("no connection to Redis: \(problem)") }
    if plane.plans.current == nil { problems.append("no placement plan yet") }
    if await !keeper.isSettled { problems.append("regions of the plan are not open yet") }
    return problems
  }

  /// How this shard and its regions are.
  public func status() async -> StatusReport {
    var report = StatusReport(
      uptime: clock.now - started, handoffs: worldFigures.handoffs.now,
      queues: ["storage": desk.waiting, "belongings": values.waiting])
    for region in await keeper.open { report.add(await region.report()) }
    return report
  }

  /// The status of a second ago, at most: for those who cannot wait.
  public var lastStatus: StatusReport { latest.report }

  private func look() async {
    let report = await status()
    latest.keep(report)
  }

  private func answer(_ request: StatusRequestEnvelope) async {
    var reply = await status().reply(
      id: request.request.id, node: .shard(configuration.shard),
      incarnation: configuration.incarnation)
    let usage = configuration.usage()
    reply.memoryBytes = usage.memoryBytes
    reply.cpuMilliseconds = usage.cpuMilliseconds
    mesh.send(.statusReply(reply), to: .admin(request.request.admin))
  }
}

extension DirectoryService: RegionRegister {
  func register(_ entries: [RegionID: DirectoryEntry]) async {
    let _: [RegionID: DirectoryRecord] = await register(entries)
  }
}

/// The status of a second ago, for who cannot wait.
private final class LatestStatus: Sendable {
  private let status = Mutex(StatusReport(uptime: BootTime.Span(microseconds: 0)))

  var report: StatusReport { status.withLock { $0 } }

  func keep(_ report: StatusReport) { status.withLock { $0 = report } }
}

extension RegionLoads {
  /// What a tick of each region takes, in microseconds.
  init(_ report: StatusReport) {
    self.init(
      Dictionary(
        report.regions.map { ($0.region, UInt64($0.tickP50Microseconds)) },
        uniquingKeysWith: max))
  }
}

extension PlannerService.Archive {
  /// Plans are kept in storage.
  init(store: any Store) {
    self.init(
      load: {
        guard let stored = try await store.plan() else { return nil }
        return try PlacementPlan(encoded: stored.document)
      },
      store: { plan in
        let result = try await store.storePlan(try plan.encoded(), replacing: plan.version - 1)
        if case .stored = result { return true }
        return false
      })
  }
}
