import Cluster
import Model
import Wire

/// A whole cluster in one thread: processes, network, storage, Redis and players on a virtual clock,
/// all drawn from one seed.
final class SimulatedCluster {
  let variant: Variant?
  let faults: FaultSet
  let grid: RegionGrid
  let terms = LeaseTerms()
  let authorityLimits: AuthorityLimits
  let sessionLimits: SessionLimits
  /// How many characters a region takes: few, so that offers are refused now and then.
  var roomMax = SimulatorLimits.clients - 1
  /// How often storage answers nothing though it is not away.
  let storeLossPercent: UInt32

  /// What is left out of the schedule that the seed gives.
  let reduction: Reduction
  private var streams: RandomStreams
  var now = BootTime(microseconds: 0)
  var queue = EventQueue()
  var store: ModelStore
  var redis: ModelRedis
  var links: [SimulatedLink.Ends: SimulatedLink] = [:]
  var shards: [ShardID: SimulatedShard] = [:]
  var gateways: [GatewayID: SimulatedGateway] = [:]
  var clients: [SimulatedClient] = []
  var plan: PlacementPlan
  var checker = InvariantChecker()
  /// Every update that a region made.
  var frames: [OwnFrame] = []
  var views = 0
  var crossings = 0
  /// Regions that went on from their cargo on another shard.
  var migrations = 0
  /// Regions that cannot move, as if the shards ran different versions: they close in order.
  var immovable: Set<RegionID> = []

  // MARK: Faults under way

  /// A process stands still until then.
  var pausedUntil: [NodeID: BootTime] = [:]
  /// A process hears no change of the directory until then.
  var deafUntil: [NodeID: BootTime] = [:]
  private(set) var startedAt: [NodeID: BootTime] = [:]
  var duplicatingUntil = BootTime(microseconds: 0)
  var storeAwayUntil = BootTime(microseconds: 0)
  var redisAwayUntil = BootTime(microseconds: 0)
  /// After the last fault: the cluster must come to rest.
  var isResting = false
  var typingUntil = BootTime(microseconds: 0)

  /// The next shard to accept a character dies of it.
  var isAmbushSet = false
  var faultsPlanned: UInt64 = 0
  /// The strike that is being carried out.
  var striking: UInt64 = 0
  var strikes: [Strike] = []

  // MARK: Records

  private var runs: UInt64 = 0
  private(set) var steps = 0
  private(set) var counts: [String: Int] = [:]
  var faultCounts: [String: Int] = [:]
  /// What the machines of processes that are gone had counted.
  var counters: [String: UInt64] = [:]
  private let isTracing: Bool
  private(set) var lines: [String] = []
  /// Of all that happened, in its order.
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  init(
    seed: UInt64, faults: FaultSet, variant: Variant?, reduction: Reduction, isTracing: Bool
  ) {
    self.reduction = reduction
    streams = RandomStreams(seed: seed)
    self.faults = faults
    self.variant = variant
    self.isTracing = isTracing
    (authorityLimits, sessionLimits) = Self.limits
    storeLossPercent = faults.contains(.storageOutage) && !reduction.storeIsSure ? 1 : 0
    grid = RegionGrid(
      map: MapID(1), columns: SimulatorLimits.columns, rows: SimulatorLimits.rows, edgeUnits: 64,
      viewRadiusUnits: 32)
    store = ModelStore(variant: variant)
    redis = ModelRedis(terms: terms)
    let all = (1...SimulatorLimits.shards).map { ShardID(UInt32($0)) }
    plan = Self.plan(grid, all, version: 1)
    for region in grid.regions { store.regions[region] = .init(epoch: .none, owner: nil) }
    for shard in all { start(.shard(shard), takesOver: true) }
    for gateway in 1...SimulatorLimits.gateways { start(.gateway(GatewayID(UInt32(gateway)))) }
    for client in 0..<SimulatorLimits.clients { addClient(client) }
    endow()
  }

  /// Shorter than in earnest, so that a run lives through them; still longer than any message is
  /// under way, and in the same proportions.
  private static var limits: (AuthorityLimits, SessionLimits) {
    var authority = AuthorityLimits()
    authority.sessionSilenceMax = .seconds(9)
    authority.rememberedFor = .seconds(12)
    var session = SessionLimits()
    session.keepAliveEvery = .seconds(2)
    return (authority, session)
  }

  static func plan(_ grid: RegionGrid, _ shards: [ShardID], version: UInt64) -> PlacementPlan {
    do {
      return try .contiguous(grids: [grid], shards: shards, version: version)
    } catch {
      preconditionFailure("a grid and shards make a plan: \(error)")
    }
  }

  private func addClient(_ number: Int) {
    let character = CharacterID(UInt64(number) + 1)
    let region = grid.regions[number % grid.regions.count]
    clients.append(
      SimulatedClient(number: number, character: character, goal: middle(of: region)))
    store.characters[character] = ModelStore.Character(
      state: .init(
        character: character, name: "0", position: middle(of: region), facing: 0, kind: 0,
        speed: 0, motion: .stand, counters: .init(), waiting: []))
    guard !reduction.withoutPlayers.contains(number) else { return }
    let start = now + span(0, 3_000_000)
    queue.add(at: start, place: nil, stream: RandomStreams.Name.player(number).index) {
      $0.step(client: number)
    }
  }

  // MARK: Processes

  var nodes: [NodeID] {
    (1...SimulatorLimits.shards).map { .shard(ShardID(UInt32($0))) }
      + (1...SimulatorLimits.gateways).map { .gateway(GatewayID(UInt32($0))) }
  }

  func isUp(_ node: NodeID) -> Bool { run(of: node) != nil }

  private func run(of node: NodeID) -> Incarnation? {
    switch node {
    case .shard(let id): shards[id]?.owner.incarnation
    case .gateway(let id): gateways[id]?.run
    case .admin: nil
    }
  }

  func place(of node: NodeID) -> Event.Place {
    Event.Place(node: node, run: run(of: node) ?? Incarnation(0))
  }

  /// Starts a process anew.
  func start(_ node: NodeID, takesOver: Bool = true) {
    runs += 1
    let run = Incarnation(runs)
    startedAt[node] = now
    let offset = span(0, 1_000_000_000)
    switch node {
    case .shard(let id):
      let shard = SimulatedShard(
        id: id, run: run, clockOffset: offset, takesOver: takesOver, terms: terms)
      shards[id] = shard
      shard.start(self)
    case .gateway(let id):
      let gateway = SimulatedGateway(id: id, run: run, clockOffset: offset)
      gateways[id] = gateway
      gateway.start(self)
    case .admin: break
    }
  }

  // MARK: Time

  /// Runs the next event; false when there is none.
  func runNext() -> Bool {
    guard let event = queue.popFirst() else { return false }
    precondition(event.at >= now, "time never goes back")
    now = event.at
    if let place = event.place {
      guard run(of: place.node) == place.run else { return true }
      if let end = pausedUntil[place.node], now < end {
        queue.add(at: end, place: place, stream: event.stream, event.body)
        return true
      }
    }
    steps += 1
    digest = (digest ^ UInt64(bitPattern: now.microseconds)) &* 0x0000_0100_0000_01B3
    streams.begin(event.stream, at: now)
    digest = (digest ^ random.state) &* 0x0000_0100_0000_01B3
    event.body(self)
    return true
  }

  /// Something happens then: in a process, which draws from its own stream, or outside, where it
  /// draws from the stream of whoever plans it.
  func schedule(
    at time: BootTime, place: Event.Place?, _ body: @escaping (SimulatedCluster) -> Void
  ) {
    let stream = place.map { RandomStreams.Name.process($0.node).index } ?? streams.current
    queue.add(at: time, place: place, stream: stream, body)
  }

  /// Something happens after a while, outside of all processes.
  func after(_ span: BootTime.Span, _ body: @escaping (SimulatedCluster) -> Void) {
    schedule(at: now + span, place: nil, body)
  }

  /// Something happens in this run of a process after a while.
  func after(
    _ span: BootTime.Span, in node: NodeID, _ body: @escaping (SimulatedCluster) -> Void
  ) {
    schedule(at: now + span, place: place(of: node), body)
  }

  func tick(_ shard: SimulatedShard) {
    after(.milliseconds(50), in: shard.node) { $0.tick(shard) }
    shard.tick(self)
  }

  func control(_ shard: SimulatedShard) {
    after(.milliseconds(100), in: shard.node) { $0.control(shard) }
    shard.control(self)
  }

  func round(_ shard: SimulatedShard) {
    after(.milliseconds(300), in: shard.node) { $0.round(shard) }
    shard.round(self)
  }

  func tick(_ gateway: SimulatedGateway) {
    after(.milliseconds(50), in: gateway.node) { $0.tick(gateway) }
    gateway.tick(self)
  }

  func refresh(_ gateway: SimulatedGateway) {
    after(.seconds(2), in: gateway.node) { $0.refresh(gateway) }
    loadTable(of: gateway.node)
  }

  // MARK: Chance

  var random: SeededGenerator {
    get { streams.generator }
    set { streams.generator = newValue }
  }

  /// What follows is drawn as this strike always draws it, whatever came before.
  func beginStream(of strike: UInt64) { streams.begin(strike: strike) }

  func chance(_ percent: UInt32) -> Bool { percent > 0 && random.below(100) < percent }

  /// A length between two, in microseconds.
  func span(_ least: Int64, _ most: Int64) -> BootTime.Span {
    BootTime.Span(microseconds: least + Int64(random.next() % UInt64(most - least + 1)))
  }

  func middle(of region: RegionID) -> Position {
    let bounds = grid.bounds(of: region)
    return Position(x: (bounds.minX + bounds.maxX) / 2, y: (bounds.minY + bounds.maxY) / 2)
  }

  // MARK: Records

  func count(_ path: String) { counts[path, default: 0] += 1 }

  func trace(_ line: () -> String) {
    guard isTracing else { return }
    lines.append("\(now.microseconds / 1000) ms  \(line())")
  }

  var brokenRules: BrokenRules {
    switch variant {
    case .unfreezeOnAnyRefusal: .unfreezesOnAnyRefusal
    case .acceptNotRemembered: .forgetsAnswers
    case .noConfirmation: .neverConfirms
    case .silentDrop: .dropsSilently
    case .offerUnconfirmed: .offersUnconfirmed
    case .acceptAfterRevoke: .acceptsAfterRevoke
    case .cargoForgetsAnswers: .cargoForgetsAnswers
    default: []
    }
  }
}
