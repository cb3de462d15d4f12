import Cluster
import Logging
import NIOPosix
import Supervisor

/// A Redis that the cluster did not start itself: before it is used, what an earlier cluster of the
/// same name left there goes, as that one's own Redis would have gone with it.
struct ForeignRedis: Sendable {
  let logger: Logger

  /// For so long Redis may be away, and leases of processes that just died may run on.
  private static let patienceMax = Duration.seconds(10)

  func adopt(_ stores: ClusterHooks.Stores) async throws {
    guard let cluster = ClusterName(stores.cluster) else {
      throw PlacerError.clusterName(stores.cluster)
    }
    let keys = ClusterKeys(cluster: cluster)
    let address = try RedisAddress(url: stores.redis)
    let redis = RedisClient(
      address: address, slot: keys.slot, on: MultiThreadedEventLoopGroup.singleton.next(),
      logger: logger)
    let running = Task { try await redis.run() }
    defer { running.cancel() }
    let deadline = ContinuousClock.now + Self.patienceMax
    var obstacle = ForeignRedisError.unreachable("\(address)", "no answer")
    while ContinuousClock.now < deadline {
      do throws(RedisError) {
        let living = try await RegistryReset.run(redis, keys: keys, logger: logger)
        if living.isEmpty { return }
        obstacle = .inUse("\(address)", cluster: stores.cluster, nodes: living)
      } catch {
        obstacle = .unreachable("\(address)", redis.problem ?? "\(error)")
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw obstacle
  }
}

/// Why a cluster cannot use a Redis.
enum ForeignRedisError: Error, CustomStringConvertible {
  case unreachable(String, String)
  case inUse(String, cluster: String, nodes: [String])

  var description: String {
    switch self {
    case .unreachable(let address, let why):
      "Redis at \(address) cannot be used: \(why)."
    case .inUse(let address, let cluster, let nodes):
      """
      A cluster named '\(cluster)' runs on Redis at \(address) already \
      (\(nodes.prefix(5).joined(separator: ", "))). Stop it, or give this one another --cluster.
      """
    }
  }
}
