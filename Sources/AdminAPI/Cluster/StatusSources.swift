import Cluster
import Model
import Wire

/// Where the view of a cluster comes from: what this process knows already, and a way to ask.
public struct StatusSources: Sendable {
  /// Every node that has a lease.
  public var nodes: @Sendable () -> [NodeRecord]
  /// Every region with an owner, as the directory knows it.
  public var owned: @Sendable () -> [RegionID: DirectoryEntry]
  /// Which shard should simulate which region; empty while no plan is known.
  public var planned: @Sendable () -> [RegionID: ShardID]
  /// Sends a question to a node; false when it cannot be sent.
  public var ask: @Sendable (StatusRequest, NodeID) -> Bool

  public init(
    nodes: @escaping @Sendable () -> [NodeRecord],
    owned: @escaping @Sendable () -> [RegionID: DirectoryEntry],
    planned: @escaping @Sendable () -> [RegionID: ShardID],
    ask: @escaping @Sendable (StatusRequest, NodeID) -> Bool
  ) {
    self.nodes = nodes
    self.owned = owned
    self.planned = planned
    self.ask = ask
  }
}
