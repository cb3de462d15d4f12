import Logging
import Model
import NIOCore
import ServiceLifecycle

/// Everything that a process needs of Redis, on one loop: two connections, the registry of nodes,
/// the directory and the plan.
public struct ControlPlane: Sendable {
  public let redis: RedisClient
  public let subscription: RedisSubscription
  public let nodes: NodeRegistry
  public let directory: DirectoryService
  public let plans: PlanService

  /// - Parameters:
  ///   - record: what this process registers; its mesh has to listen already.
  ///   - predecessorExited: see `NodeRegistry`.
  public init(
    redis address: RedisAddress, cluster: ClusterName, record: NodeRecord,
    predecessorExited: Bool, terms: LeaseTerms = LeaseTerms(), on loop: any EventLoop,
    logger: Logger
  ) {
    let keys = ClusterKeys(cluster: cluster)
    redis = RedisClient(address: address, slot: keys.slot, on: loop, logger: logger)
    nodes = NodeRegistry(
      redis: redis, keys: keys, record: record, predecessorExited: predecessorExited,
      terms: terms, on: loop, logger: logger)
    directory = DirectoryService(redis: redis, keys: keys, on: loop, logger: logger)
    plans = PlanService(redis: redis, keys: keys, on: loop, logger: logger)
    subscription = RedisSubscription(
      address: address, slot: keys.slot, on: loop,
      listeners: [
        keys.nodesChannel: nodes.subscriptionListener,
        keys.directoryChannel: directory.subscriptionListener,
        keys.planChannel: plans.subscriptionListener,
      ], logger: logger)
  }

  /// In the order of start; they end in the reverse order, so that the lease is given back while the
  /// connection still stands.
  public var services: [any Service] { [redis, subscription, nodes, directory, plans] }
}
