import Cluster
import Foundation
import Logging
import Model
import NIOCore
import NIOEmbedded
import Storage
import Synchronization
import Wire
import World

@testable import Shard

/// Regions of one shard on a virtual event loop, over a real SQLite store in a temporary folder.
final class RegionFixture: Sendable {
  let loop = NIOAsyncTestingEventLoop()
  let clock = VirtualClock()
  let outlet = RecordingOutlet()
  let directory = FixedDirectory()
  let router = RegionRouter()
  let store: SQLiteStore
  private let folder: URL
  let grid = RegionGrid(
    map: MapID(1), columns: 2, rows: 2, edgeUnits: 512, viewRadiusUnits: 200)
  let home: RegionHome
  let endings = Mutex<[RegionID: RegionEnding]>([:])
  let cargos = Mutex<[RegionID: [UInt8]]>([:])
  let checkpoints = Mutex<[RegionID: RegionCheckpoint]>([:])
  /// Requests on their way to the store.
  private let requests = Mutex<[(AuthorityRequest, RegionMailbox)]>([])
  /// Questions about belongings on their way to the store.
  let jobs = Mutex<[(ValueJob, UInt64, RegionMailbox)]>([])
  private let tickNumber = Mutex(UInt64(1000))
  private let rules: Rules
  private let places: Places
  private let limits: ShardLimits
  let tracing: Tracing
  /// What operators order. A new one, in a process that took over, knows nothing.
  let orders: Mutex<OrderDesk>
  /// The wall clock, in milliseconds since 1970.
  let wall = Clockwork()

  init(
    rules: Rules = Rules(), places: Places = Places(), limits: ShardLimits = ShardLimits(),
    tracing terms: Tracing.Terms = .off
  ) async throws {
    tracing = Tracing(
      terms: terms, clock: clock,
      recorder: SpanRecorder(
        node: .shard(ShardID(1)), clock: clock, wallMicroseconds: 50_000_000))
    self.rules = rules
    orders = Mutex(Self.desk(grid, rules, places, router, wall))
    self.limits = limits
    self.places = places
    folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-region-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try await SQLiteStore.open(path: folder.appending(path: "test.sqlite").path)
    try await store.register(grid.regions)
    let outlet = outlet
    let loop = loop
    let router = router
    let outbox = try await loop.executeInContext {
      NIOLoopBound(
        LoopOutbox(outlet: outlet) { router.broadcast(.linkLost($0)) }, eventLoop: loop)
    }
    home = RegionHome(
      loop: loop, ticker: LoopTicker(on: loop, clock: clock, wallMicroseconds: 50_000_000),
      outbox: outbox)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func region(column: UInt8, row: UInt8) -> RegionID {
    RegionID(map: grid.map, column: column, row: row)
  }

  /// Claims a region in the store and opens it, from a checkpoint if there is one.
  func open(_ id: RegionID) async throws -> Region {
    let epoch = try await claim(id)
    guard
      let region = opener.open(
        id, at: epoch, from: checkpoints.withLock({ $0[id] }), in: home)
    else { throw FixtureError.notClaimed }
    directory.set(id, Cluster.RegionOwner(shard: ShardID(1), epoch: epoch))
    return region
  }

  /// Opens what was packed, under the next epoch.
  func openCargo(of id: RegionID) async throws -> Region {
    let epoch = try await claim(id)
    guard let bytes = cargos.withLock({ $0[id] }),
      let prepared = opener.prepare(bytes, of: id, at: epoch),
      let region = opener.open(prepared, in: home)
    else { throw FixtureError.notClaimed }
    directory.set(id, Cluster.RegionOwner(shard: ShardID(1), epoch: epoch))
    return region
  }

  private func claim(_ id: RegionID) async throws -> Epoch {
    let owner = Storage.RegionOwner(shard: ShardID(1), incarnation: Incarnation(1))
    let rows = try await store.regions()
    let epoch = rows.first { $0.region == id }?.epoch ?? .none
    let results = try await store.claim([RegionClaim(region: id, expected: epoch, owner: owner)])
    guard case .won(let epoch) = results[0] else { throw FixtureError.notClaimed }
    return epoch
  }

  var opener: RegionOpener {
    let services = RegionServices(
      shard: ShardID(1), clock: clock, directory: directory, router: router,
      store: { request, mailbox in
        self.requests.withLock { $0.append((request, mailbox)) }
      },
      value: { job, key, mailbox in
        self.jobs.withLock { $0.append((job, key, mailbox)) }
      },
      heardEpoch: { _, _ in },
      ended: { id, _, ending in self.endings.withLock { $0[id] = ending } },
      packed: { id, _, cargo in self.cargos.withLock { $0[id] = cargo } },
      checkpoint: { checkpoint in
        self.checkpoints.withLock { $0[checkpoint.fence.region] = checkpoint }
      },
      orders: orders.withLock { $0 }, handoffTimes: HandoffTimes(), tickTimes: RegionTickTimes(),
      worldFigures: WorldFigures(),
      tracing: tracing, logger: Logger(label: "test"))
    return RegionOpener(
      maps: Self.maps(grid, rules, places), services: services, limits: limits,
      lastTick: { Tick(self.tickNumber.withLock { $0 }) })
  }

  private static func maps(
    _ grid: RegionGrid, _ rules: Rules, _ places: Places
  ) -> [MapID: RegionMap] {
    var blocked = [Bool](repeating: false, count: 1024)
    // A rock without a way in: nobody stands in it.
    for row in 22...26 {
      for column in 22...26 { blocked[row * 32 + column] = true }
    }
    let ground = CollisionGrid(columns: 32, rows: 32, tileUnits: 32, blocked: blocked)
    return [grid.map: RegionMap(grid: grid, collision: ground, rules: rules, places: places)]
  }

  private static func desk(
    _ grid: RegionGrid, _ rules: Rules, _ places: Places, _ router: RegionRouter,
    _ wall: Clockwork
  ) -> OrderDesk {
    OrderDesk(maps: maps(grid, rules, places), router: router, wallClock: { wall.now })
  }

  /// As in a process that starts anew.
  func restartOrders() {
    orders.withLock { $0 = Self.desk(grid, rules, places, router, wall) }
  }

  /// One tick of these regions, then the store's answers, unless they are lost with the process.
  func tick(_ regions: [Region], times: Int = 1, isLost: Bool = false) async throws {
    for _ in 0..<times {
      clock.advance(by: .milliseconds(50))
      let tick = tickNumber.withLock { number in
        number += 1
        return Tick(number)
      }
      try await loop.executeInContext { [home, clock] in
        for region in regions { region.tick(tick, now: clock.now) }
        home.outbox.value.flush()
      }
      if isLost { requests.withLock { $0 = [] } }
      try await answerRequests()
    }
  }

  /// The machine's clock goes back by some seconds.
  func setClockBack() {
    tickNumber.withLock { $0 = 500 }
  }

  func answerRequests() async throws {
    let waiting = requests.withLock { requests in
      defer { requests = [] }
      return requests
    }
    for (request, mailbox) in waiting {
      mailbox.post(.stored(request.id, try await store.perform(request)))
    }
    let asked = jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
    for (job, key, mailbox) in asked {
      mailbox.post(.valued(key, try await answer(job)))
    }
    await loop.run()
  }

  private func answer(_ job: ValueJob) async throws -> ValueReply {
    switch job {
    case .perform(let operation): .outcome(try await store.perform([operation])[0])
    case .settle(let id): .settled(try await store.settle(id))
    case .belongings(let character): .belongings(try await store.belongings(of: character))
    case .mail(let character): .mail(try await store.mail(of: character))
    case .ground(let region): .ground(try await store.groundItems(of: region))
    }
  }

  func post(_ message: ClusterMessage, to region: Region) async {
    region.mailbox.post(
      RegionEvent(message, from: .gateway(GatewayID(1)), clock: clock))
    await loop.run()
  }

  /// A guest in the store with an open session, ready to attach.
  func guest(at position: Position) async throws -> SessionAddress {
    let guest = try await store.createGuest(name: "Ada", map: grid.map, position: position)
    guard
      let generation = try await store.openSession(
        guest.character, token: try TokenHash((0..<32).map { _ in .random(in: 0...255) }))
    else { throw FixtureError.noSession }
    return SessionAddress(
      character: guest.character, generation: generation, gateway: GatewayID(1))
  }
}

/// A wall clock that a test sets.
final class Clockwork: Sendable {
  private let milliseconds = Mutex(UInt64(1_000_000))

  var now: UInt64 { milliseconds.withLock { $0 } }

  func advance(by milliseconds: UInt64) { self.milliseconds.withLock { $0 += milliseconds } }
}

enum FixtureError: Error { case notClaimed, noSession }

/// A clock that the test moves.
final class VirtualClock: Model.Clock {
  private let time = Mutex(Int64(50_000_000))
  /// So long it takes from one look at the clock to the next: work that takes time.
  private let work = Mutex(BootTime.Span(microseconds: 0))

  var now: BootTime {
    let microseconds = work.withLock { $0.microseconds }
    return BootTime(
      microseconds: time.withLock { time in
        defer { time += microseconds }
        return time
      })
  }

  func work(_ span: BootTime.Span) { work.withLock { $0 = span } }

  func advance(by span: BootTime.Span) { time.withLock { $0 += span.microseconds } }
}

/// What a test says about who owns what.
final class FixedDirectory: DirectoryView, Sendable {
  private let owners = Mutex<[RegionID: Cluster.RegionOwner]>([:])

  func set(_ region: RegionID, _ owner: Cluster.RegionOwner?) {
    owners.withLock { $0[region] = owner }
  }

  func owner(of region: RegionID) -> Cluster.RegionOwner? { owners.withLock { $0[region] } }
}

/// Keeps what regions say to other processes.
final class RecordingOutlet: Outlet {
  private let messages = Mutex<[(NodeID, ClusterMessage)]>([])
  /// A link that is down takes nothing.
  let isDown = Atomic(false)

  func send(encoded: ByteBuffer, messages count: Int, to node: NodeID) -> Bool {
    guard !isDown.load(ordering: .relaxed),
      let decoded = try? ClusterCodec.decode(frame: encoded)
    else { return false }
    precondition(decoded.count == count, "the batch says how many messages it holds")
    messages.withLock { $0.append(contentsOf: decoded.map { (node, $0) }) }
    return true
  }

  func isLinked(_ node: NodeID) -> Bool { true }

  /// Everything said since the last call.
  func take() -> [(node: NodeID, message: ClusterMessage)] {
    messages.withLock { messages in
      defer { messages = [] }
      return messages.map { ($0.0, $0.1) }
    }
  }
}
