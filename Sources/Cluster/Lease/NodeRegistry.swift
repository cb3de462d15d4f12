import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Synchronization

/// Who lives, as the last heartbeat saw it.
public struct NodeView: Sendable {
  /// Every node with a lease, also this one.
  public var nodes: [NodeID: NodeRecord] = [:]
  /// The Redis that this node is in contact with, and since when; nil when contact is broken.
  public var instance: RedisInstance?
  public var contactSince: BootTime?
  /// Until when an absent lease counts as absent; nil: it does not.
  public var absenceCountsUntil: BootTime?
  /// Until when this node's own lease holds; nil: it does not.
  public var leaseHeldUntil: BootTime?
  /// A later incarnation of this node runs.
  public var isSuperseded = false

  public init() {}

  /// Every run of a shard that has a lease.
  public var shards: Set<RegionOwnership.Owner> {
    Set(
      nodes.values.compactMap { record in
        guard case .shard(let shard) = record.node else { return nil }
        return RegionOwnership.Owner(shard: shard, incarnation: record.incarnation)
      })
  }

  /// The shards that live and are not leaving: those that may be given regions.
  public var stayingShards: Set<ShardID> {
    Set(
      nodes.values.compactMap { record in
        guard case .shard(let shard) = record.node, !record.isDraining else { return nil }
        return shard
      })
  }

  public func absenceCounts(at now: BootTime) -> Bool {
    absenceCountsUntil.map { now <= $0 } ?? false
  }

  public func isLeaseHeld(at now: BootTime) -> Bool { leaseHeldUntil.map { now < $0 } ?? false }
}

/// What a node registry tells its listeners.
public enum NodeEvent: Hashable, Sendable {
  /// Nodes came, went or changed: all that live now, in the order of their names.
  case nodes([NodeRecord])
  /// This node's lease ran out: ask storage which regions are still ours.
  case leaseLapsed
  /// A later incarnation of this node runs: this process is over.
  case superseded
}

/// Registers this node with its lease, keeps it renewed and follows who else lives.
public actor NodeRegistry: Service {
  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let redis: RedisClient
  private let keys: ClusterKeys
  private let terms: LeaseTerms
  private let predecessorExited: Bool
  private let clock: any Clock
  private let logger: Logger
  private let pulse: Pulse
  private let ignored = Counter(label: "pangea_nodes_ignored_total")
  private let lapses = Counter(label: "pangea_lease_lapses_total")
  private var record: NodeRecord
  private var lease: Lease
  private var contact: Contact
  private var nodes: [NodeRecord] = []
  private nonisolated let shared = Mutex(NodeView())
  private nonisolated let listeners = Mutex<[@Sendable (NodeEvent) -> Void]>([])

  /// - Parameter predecessorExited: whoever starts this process vouches that its predecessors have
  ///   exited, so their lease is taken at once; otherwise it has to run out.
  public init(
    redis: RedisClient, keys: ClusterKeys, record: NodeRecord, predecessorExited: Bool,
    terms: LeaseTerms = LeaseTerms(), on loop: any EventLoop, clock: any Clock = SystemClock(),
    logger: Logger
  ) {
    self.redis = redis
    self.keys = keys
    self.record = record
    self.predecessorExited = predecessorExited
    self.terms = terms
    self.loop = loop
    self.unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.clock = clock
    self.logger = logger
    self.pulse = Pulse(on: loop)
    self.lease = Lease(terms: terms)
    self.contact = Contact(terms: terms)
  }

  /// Who lives; from any thread.
  public nonisolated var view: NodeView { shared.withLock { $0 } }

  /// Adds a listener, which is called on this registry's loop and must return at once.
  public nonisolated func observe(_ listener: @escaping @Sendable (NodeEvent) -> Void) {
    listeners.withLock { $0.append(listener) }
  }

  /// What a subscription to `ClusterKeys.nodesChannel` has to call: looks at once.
  public nonisolated var subscriptionListener: RedisSubscription.Listener {
    { [pulse] _ in pulse.nudge() }
  }

  /// Changes what this node says about itself, from the next heartbeat on.
  public func update(info: [String: String]) {
    record.info = info
    pulse.nudge()
  }

  /// Renews the lease until the task is cancelled or the service shut down, then gives it back.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.keepRegistered() }
    await giveBack()
  }

  private func keepRegistered() async {
    while !Task.isCancelled {
      for action in lease.ticked(at: clock.now) { await perform(action) }
      publishView()
      if await pulse.wait(for: nextPause) { lease.renewSoon() }
    }
  }

  /// Until the next renewal; when Redis does not answer, a little.
  private var nextPause: TimeAmount {
    let now = clock.now
    let due = (lease.renewalDue ?? now) - now
    let pause = contact.instance == nil ? min(terms.renewalInterval, .milliseconds(100)) : due
    return TimeAmount(max(pause, .milliseconds(1)))
  }

  private func perform(_ action: Lease.Action) async {
    switch action {
    case .none: break
    case .renew: await beat()
    case .confirmWithStorage:
      lapses.increment()
      logger.warning("the lease of this node ran out", metadata: ["node": "\(record.node)"])
      tell(.leaseLapsed)
    case .superseded:
      logger.error("a later run of this node took over", metadata: ["node": "\(record.node)"])
      tell(.superseded)
    }
  }

  private func beat() async {
    let sent = clock.now
    do {
      let reply = try await redis.evaluate(
        Heartbeat.script,
        keys: [keys.nodePrefix + record.node.description, keys.nodes, keys.generation],
        arguments: try arguments(), timeout: TimeAmount(terms.renewalInterval))
      await observed(try Heartbeat.parse(reply), sent: sent)
    } catch {
      lease.failed()
      contact.lost()
      logger.debug("no heartbeat", metadata: ["why": "\(error)"])
    }
  }

  private func arguments() throws -> [[UInt8]] {
    [
      Array(record.node.description.utf8),
      Array(FencingText.encode(record.incarnation.rawValue).utf8),
      try record.encoded(),
      Array("\(terms.timeToLive.microseconds / 1000)".utf8),
      Array((predecessorExited ? "1" : "0").utf8),
      Array(FreshGeneration.make().utf8),
      Array(keys.nodePrefix.utf8),
      Array(keys.nodesChannel.utf8),
    ]
  }

  private func observed(_ result: Heartbeat.Result, sent: BootTime) async {
    let now = clock.now
    contact.observed(result.instance, sent: sent, received: now)
    if result.malformed > 0 { ignored.increment(by: result.malformed) }
    let action =
      switch result.status {
      case .held: lease.renewed(at: now)
      case .refused(let why): lease.refused(why)
      }
    let isNews = nodes != result.nodes
    nodes = result.nodes
    publishView()
    if isNews { tell(.nodes(nodes)) }
    await perform(action)
  }

  private func publishView() {
    var view = NodeView()
    for node in nodes { view.nodes[node.node] = node }
    view.instance = contact.instance
    view.contactSince = contact.since
    view.absenceCountsUntil = contact.absenceCountsUntil
    view.leaseHeldUntil = lease.heldUntil
    view.isSuperseded = lease.isSuperseded
    shared.withLock { $0 = view }
  }

  private func tell(_ event: NodeEvent) {
    for listener in listeners.withLock({ $0 }) { listener(event) }
  }

  private func giveBack() async {
    let own = record.node.description
    _ = try? await redis.evaluate(
      Heartbeat.release, keys: [keys.nodePrefix + own, keys.nodes],
      arguments: [
        Array(own.utf8), Array(FencingText.encode(record.incarnation.rawValue).utf8),
        Array(keys.nodesChannel.utf8),
      ])
  }
}

/// A word for a data set that nobody named yet.
enum FreshGeneration {
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return FencingText.encode(generator.next())
  }
}
