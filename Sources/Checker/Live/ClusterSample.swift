import Cluster
import Model
import Wire

/// What one look at the running processes sees. The storage is to be read after it: epochs only
/// grow, so nothing that a process reports is above what storage says then.
public struct ClusterSample: Sendable {
  /// Every node that has a lease.
  public var nodes: [NodeRecord]
  /// Regions with owners, as Redis has them.
  public var directory: [RegionID: DirectoryEntry]
  /// What nodes answered in time.
  public var replies: [StatusReply]

  public init(
    nodes: [NodeRecord] = [], directory: [RegionID: DirectoryEntry] = [:],
    replies: [StatusReply] = []
  ) {
    self.nodes = nodes
    self.directory = directory
    self.replies = replies
  }
}
