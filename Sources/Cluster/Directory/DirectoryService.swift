import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Synchronization

/// Keeps this process' copy of the directory current and registers the regions that it holds.
///
/// Changes come through a subscription; at the start, after a gap, after a reconnect and once a minute
/// the whole table is loaded. In between its version is looked at, and what this process declares. A Redis that lost something gets it again from its owner.
public actor DirectoryService: Service {
  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let redis: RedisClient
  private let keys: ClusterKeys
  private let reloadInterval: TimeAmount
  private let logger: Logger
  private let pulse: Pulse
  private let loads = Counter(label: "pangea_directory_loads_total")
  private let gaps = Counter(label: "pangea_directory_gaps_total")
  private let refusals = Counter(label: "pangea_directory_refusals_total")
  private var declarations = DirectoryDeclarations()
  private nonisolated let shared = Mutex(DirectoryTable())
  private nonisolated let listeners = Mutex<[@Sendable ([DirectoryTable.Update]) -> Void]>([])

  /// The version of the table is read at least so often, whatever was heard.
  public static let reloadInterval = TimeAmount.seconds(5)

  /// Of so many looks one loads the whole table, whatever its version: a Redis that lost writes may
  /// have counted as far again.
  static let looksEachLoad = 12

  /// - Parameter reloadInterval: between two looks when nothing is heard.
  public init(
    redis: RedisClient, keys: ClusterKeys,
    reloadInterval: TimeAmount = DirectoryService.reloadInterval,
    on loop: any EventLoop, logger: Logger
  ) {
    self.redis = redis
    self.keys = keys
    self.reloadInterval = reloadInterval
    self.loop = loop
    self.unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.logger = logger
    self.pulse = Pulse(on: loop)
  }

  /// The whole table as it is now; from any thread.
  public nonisolated var table: DirectoryTable { shared.withLock { $0 } }

  /// The owner of a region as far as this process knows; from any thread.
  public nonisolated func lookup(_ region: RegionID) -> DirectoryEntry? {
    shared.withLock { $0.lookup(region) }
  }

  /// Somebody knows a newer epoch than this table: it is loaded again soon. From any thread.
  public nonisolated func refresh() { pulse.nudge() }

  /// Adds a listener, which is called with changed owners on this service's loop and must return at
  /// once. What it hears comes after the table changed.
  public nonisolated func observe(
    _ listener: @escaping @Sendable ([DirectoryTable.Update]) -> Void
  ) {
    listeners.withLock { $0.append(listener) }
  }

  /// What a subscription to `ClusterKeys.directoryChannel` has to call.
  public nonisolated var subscriptionListener: RedisSubscription.Listener {
    { event in self.loop.execute { self.assumeIsolated { $0.heard(event) } } }
  }

  /// Says that this process holds these regions: here at once, in Redis as soon as it answers, and
  /// again whenever Redis has lost it.
  ///
  /// Returns the records that stand against it in Redis: of higher epochs, so others own them.
  @discardableResult
  public func register(
    _ entries: [RegionID: DirectoryEntry]
  ) async -> [RegionID: DirectoryRecord] {
    await declare(entries.mapValues { .owned($0) })
  }

  /// Says that this process gave the region away at `epoch`.
  public func release(_ region: RegionID, epoch: Epoch) async {
    await declare([region: .released(epoch)])
  }

  /// Offers what storage knows about others' regions to a Redis that lost it. Nothing is remembered,
  /// and a Redis that knows better keeps what it has.
  public func offer(_ entries: [RegionID: DirectoryEntry]) async throws(RedisError) {
    let records = entries.sorted { $0.key < $1.key }.map {
      (region: $0.key, record: DirectoryRecord.owned($0.value))
    }
    _ = try await write(records)
  }

  /// Follows the directory until the task is cancelled or the service shut down.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.follow() }
  }

  private func follow() async {
    var looks = 0
    while !Task.isCancelled {
      var pause = reloadInterval
      do throws(RedisError) {
        try await look(isWhole: looks == 0)
        looks = (looks + 1) % Self.looksEachLoad
      } catch {
        logger.debug("directory not loaded", metadata: ["why": "\(error)"])
        pause = min(reloadInterval, .milliseconds(100))
        looks = 0
      }
      if await pulse.wait(for: pause) { looks = 0 }
    }
  }

  /// Loads the table, unless this is it and it need not be `isWhole`; gives Redis what it lacks.
  private func look(isWhole: Bool) async throws(RedisError) {
    let own = declarations.regions
    var arguments = [Array(FreshGeneration.make().utf8)]
    if isWhole || own.count > ClusterLimits.registrationBatchMax {
      arguments += [[], []]
    } else {
      let (generation, version) = shared.withLock { ($0.generation, $0.version) }
      arguments += [Array((generation ?? "").utf8), Array("\(version)".utf8)]
      arguments += own.map { Array("\($0.rawValue)".utf8) }
    }
    let reply = try await redis.evaluate(
      DirectoryScripts.load, keys: [keys.directory, keys.directoryVersion, keys.generation],
      arguments: arguments)
    let loaded = try DirectoryScripts.parse(load: reply)
    if loaded.isWhole {
      loads.increment()
      change { table, updates in
        table.load(
          generation: loaded.generation, version: loaded.version, records: loaded.records,
          updates: &updates)
      }
    }
    let missing = declarations.missing(in: loaded.records)
    if !missing.isEmpty { _ = try await write(missing) }
  }

  private func heard(_ event: RedisChannelEvent) {
    switch event {
    case .subscribed:
      pulse.nudge()
    case .message(let bytes):
      guard let message = DirectoryText.change(String(decoding: bytes, as: UTF8.self)) else {
        logger.warning("not a change of the directory")
        return pulse.nudge()
      }
      let outcome = change { table, updates in table.apply(message, updates: &updates) }
      if outcome == .gap {
        gaps.increment()
        pulse.nudge()
      }
    }
  }

  @discardableResult
  private func declare(
    _ records: [RegionID: DirectoryRecord]
  ) async -> [RegionID: DirectoryRecord] {
    let ordered = records.sorted { $0.key < $1.key }.map { (region: $0.key, record: $0.value) }
    for (region, record) in ordered { declarations.declare(region, record) }
    change { table, updates in
      for (region, record) in ordered { table.declare(region, record, updates: &updates) }
    }
    do throws(RedisError) {
      return try await write(ordered)
    } catch {
      logger.info("regions are not registered yet", metadata: ["why": "\(error)"])
      pulse.nudge()
      return [:]
    }
  }

  /// Writes records in batches. Returns those that stand against them.
  private func write(
    _ records: [(region: RegionID, record: DirectoryRecord)]
  ) async throws(RedisError) -> [RegionID: DirectoryRecord] {
    var against: [RegionID: DirectoryRecord] = [:]
    var rest = records[...]
    while !rest.isEmpty {
      let batch = rest.prefix(ClusterLimits.registrationBatchMax)
      rest = rest.dropFirst(batch.count)
      try await write(batch, against: &against)
    }
    return against
  }

  private func write(
    _ batch: ArraySlice<(region: RegionID, record: DirectoryRecord)>,
    against: inout [RegionID: DirectoryRecord]
  ) async throws(RedisError) {
    var arguments = [Array(keys.directoryChannel.utf8), Array(FreshGeneration.make().utf8)]
    for (region, record) in batch {
      arguments.append(Array("\(region.rawValue)".utf8))
      arguments.append(Array(DirectoryText.encode(record).utf8))
    }
    let reply = try await redis.evaluate(
      DirectoryScripts.register, keys: [keys.directory, keys.directoryVersion, keys.generation],
      arguments: arguments)
    guard let answers = reply.array, answers.count == batch.count else {
      throw .malformedReply("not the answer to a registration")
    }
    for ((region, record), answer) in zip(batch, answers) {
      if answer.integer == 1 {
        declarations.settled(region, stands: record)
      } else if let stands = answer.string.flatMap({ DirectoryText.record($0) }) {
        declarations.settled(region, stands: stands)
        against[region] = stands
        refusals.increment()
      } else {
        throw .malformedReply("not the answer to a registration")
      }
    }
    change { table, updates in
      for (region, record) in against { table.declare(region, record, updates: &updates) }
    }
  }

  /// Changes the table and tells the listeners what is different.
  private func change<Result>(
    _ body: (inout DirectoryTable, inout [DirectoryTable.Update]) -> Result
  ) -> Result {
    var updates: [DirectoryTable.Update] = []
    let result = shared.withLock { body(&$0, &updates) }
    if !updates.isEmpty {
      for listener in listeners.withLock({ $0 }) { listener(updates) }
    }
    return result
  }
}
