import Cluster
import Model
import Wire

/// How a gateway reaches the rest of the cluster: the mesh and the directory, as functions, so that
/// a whole cluster fits in one test process.
public struct GatewayLinks: Sendable {
  /// Hands a message to a node's link; false when it was not taken (no link, or a full one).
  public var send: @Sendable (ClusterMessage, NodeID) -> Bool
  /// Hands several messages to a node's link; false when none was taken.
  public var sendBatch: @Sendable (MeshBatch, NodeID) -> Bool
  /// The owner of a region, as the cached directory says.
  public var owner: @Sendable (RegionID) -> Cluster.RegionOwner?
  /// Somebody knows a newer epoch than the directory: refresh its cache.
  public var heardEpoch: @Sendable (RegionID, Epoch) -> Void
  /// The other gateways of the cluster, for chat beyond sight.
  public var gateways: @Sendable () -> [GatewayID]

  public init(
    send: @escaping @Sendable (ClusterMessage, NodeID) -> Bool,
    sendBatch: @escaping @Sendable (MeshBatch, NodeID) -> Bool,
    owner: @escaping @Sendable (RegionID) -> Cluster.RegionOwner?,
    heardEpoch: @escaping @Sendable (RegionID, Epoch) -> Void,
    gateways: @escaping @Sendable () -> [GatewayID] = { [] }
  ) {
    self.send = send
    self.sendBatch = sendBatch
    self.owner = owner
    self.heardEpoch = heardEpoch
    self.gateways = gateways
  }
}

/// The directory as a session's route sees it.
struct LinkedDirectory: DirectoryView {
  let links: GatewayLinks

  func owner(of region: RegionID) -> Cluster.RegionOwner? { links.owner(region) }
}
