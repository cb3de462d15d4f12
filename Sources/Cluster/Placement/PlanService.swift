import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Synchronization

/// Follows the placement plan in Redis and stores newer ones.
///
/// Every process that knows a plan gives it back to a Redis that lost it, so that losing Redis, or
/// whoever made the plan, loses nothing.
public actor PlanService: Service {
  /// KEYS: plan. ARGV: version in 20 digits and document, channel. Answers 1 when stored.
  static let store = RedisScript(
    """
    local old = redis.call('GET', KEYS[1])
    if old and string.sub(old, 1, 20) >= string.sub(ARGV[1], 1, 20) then return 0 end
    redis.call('SET', KEYS[1], ARGV[1])
    redis.call('PUBLISH', ARGV[2], string.sub(ARGV[1], 1, 20))
    return 1
    """)

  private nonisolated let loop: any EventLoop
  public nonisolated let unownedExecutor: UnownedSerialExecutor
  private let redis: RedisClient
  private let keys: ClusterKeys
  private let reloadInterval: TimeAmount
  private let logger: Logger
  private let pulse: Pulse
  private let loads = Counter(label: "pangea_plan_loads_total")
  private nonisolated let shared = Mutex<PlacementPlan?>(nil)
  private nonisolated let listeners = Mutex<[@Sendable (PlacementPlan) -> Void]>([])

  /// The plan is read at least so often, whatever was heard.
  public static let reloadInterval = TimeAmount.seconds(5)

  /// - Parameter reloadInterval: the plan is read at least so often, whatever was heard.
  public init(
    redis: RedisClient, keys: ClusterKeys, reloadInterval: TimeAmount = PlanService.reloadInterval,
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

  /// The newest plan this process knows; from any thread.
  public nonisolated var current: PlacementPlan? { shared.withLock { $0 } }

  /// Adds a listener, which is called with every newer plan on this service's loop and must return
  /// at once.
  public nonisolated func observe(_ listener: @escaping @Sendable (PlacementPlan) -> Void) {
    listeners.withLock { $0.append(listener) }
  }

  /// What a subscription to `ClusterKeys.planChannel` has to call.
  public nonisolated var subscriptionListener: RedisSubscription.Listener {
    { [pulse] _ in pulse.nudge() }
  }

  /// Stores a plan unless Redis has one that is as new, and follows it.
  ///
  /// Returns whether it was stored; when not, the newer one will be heard.
  /// - Throws: `PlacementError.tooLarge`, or a `RedisError`.
  @discardableResult
  public func publish(_ plan: PlacementPlan) async throws -> Bool {
    let document = try plan.encoded()
    let reply = try await redis.evaluate(
      Self.store, keys: [keys.plan],
      arguments: [
        Array(FencingText.encode(plan.version).utf8) + document, Array(keys.planChannel.utf8),
      ])
    guard reply.integer == 1 else {
      pulse.nudge()
      return false
    }
    adopt(plan)
    return true
  }

  /// Follows the plan until the task is cancelled or the service shut down.
  public func run() async throws {
    await cancelWhenGracefulShutdown { await self.follow() }
  }

  private func follow() async {
    while !Task.isCancelled {
      var pause = reloadInterval
      do {
        try await load()
      } catch {
        logger.debug("plan not loaded", metadata: ["why": "\(error)"])
        pause = min(reloadInterval, .milliseconds(100))
      }
      await pulse.wait(for: pause)
    }
  }

  private func load() async throws {
    let reply = try await redis.send(["GET", keys.plan])
    loads.increment()
    let stored = try reply.bytes.map { bytes in
      try PlacementPlan(encoded: Array(bytes.dropFirst(FencingText.digits)))
    }
    if let stored { adopt(stored) }
    if let current, stored.map({ $0.version < current.version }) ?? true {
      try await publish(current)
    }
  }

  private func adopt(_ plan: PlacementPlan) {
    let isNewer = shared.withLock { current in
      guard current.map({ $0.version < plan.version }) ?? true else { return false }
      current = plan
      return true
    }
    guard isNewer else { return }
    logger.info("placement plan", metadata: ["version": "\(plan.version)"])
    for listener in listeners.withLock({ $0 }) { listener(plan) }
  }
}
