import Cluster
import Model
import Wire

/// How operations reach the cluster: who lives, and a way to ask, as functions.
public struct OperationSources: Sendable {
  /// Every node that has a lease.
  public var nodes: @Sendable () -> [NodeRecord]
  /// Sends an order; what is lost is sent again.
  public var send: @Sendable (OperationOrder, NodeID) -> Void

  public init(
    nodes: @escaping @Sendable () -> [NodeRecord],
    send: @escaping @Sendable (OperationOrder, NodeID) -> Void
  ) {
    self.nodes = nodes
    self.send = send
  }

  /// Reads what the control plane knows and sends over the mesh.
  public init(plane: ControlPlane, mesh: Mesh) {
    self.init(
      nodes: { Array(plane.nodes.view.nodes.values) },
      send: { _ = mesh.send(.operationOrder($0), to: $1) })
  }
}
