import Cluster
import Content
import Logging
import Model
import NIOCore
import NIOPosix
import Storage
import Supervisor

/// Plans which shard owns which region: in storage, which is the authority, and in Redis, where
/// shards hear of it.
struct Placer: Sendable {
  /// The folder of the world's content: its maps say which regions there are.
  let content: String
  let logger: Logger

  /// Brings storage up to date and gives so many shards their regions. A plan for these shards stays
  /// as it is: they have balanced it by load.
  func place(shards: Int, _ stores: ClusterHooks.Stores) async throws {
    let store = try await StoreLocation.parse(stores.storage).open()
    let plan: PlacementPlan
    do {
      plan = try await stored(shards: shards, in: store)
    } catch {
      await store.close()
      throw error
    }
    await store.close()
    try await publish(plan, stores)
  }

  private func stored(shards: Int, in store: any Store) async throws -> PlacementPlan {
    let grids = try ContentLoader.load(root: content).maps.values.map(\.regions)
    let current = try await store.plan()
    let ids = (1...UInt32(shards)).map { ShardID($0) }
    let wanted = try PlacementPlan.contiguous(
      grids: grids, shards: ids, version: (current?.version ?? 0) + 1)
    if let current, let old = try? PlacementPlan(encoded: current.document),
      Set(old.assignments.keys) == Set(wanted.assignments.keys), old.shards == wanted.shards
    {
      return old
    }
    switch try await store.storePlan(try wanted.encoded(), replacing: current?.version ?? 0) {
    case .stored: return wanted
    case .conflict: throw PlacerError.conflict
    }
  }

  private func publish(_ plan: PlacementPlan, _ stores: ClusterHooks.Stores) async throws {
    guard let cluster = ClusterName(stores.cluster) else {
      throw PlacerError.clusterName(stores.cluster)
    }
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let keys = ClusterKeys(cluster: cluster)
    let redis = RedisClient(
      address: try RedisAddress(url: stores.redis), slot: keys.slot, on: loop, logger: logger)
    let plans = PlanService(redis: redis, keys: keys, on: loop, logger: logger)
    let running = Task { try await redis.run() }
    defer { running.cancel() }
    for attempt in 1... {
      do {
        try await plans.publish(plan)
        return
      } catch  where attempt < Self.attemptsMax {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  /// About five seconds for Redis to answer.
  private static let attemptsMax = 100
}

/// Why regions cannot be placed.
enum PlacerError: Error, CustomStringConvertible {
  case conflict
  case clusterName(String)

  var description: String {
    switch self {
    case .conflict: "Somebody else changed the placement plan at the same moment; try again."
    case .clusterName(let name): "'\(name)' is no name of a cluster."
    }
  }
}
