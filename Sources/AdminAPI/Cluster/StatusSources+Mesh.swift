import Cluster
import Model
import Wire

extension StatusSources {
  /// Reads what the control plane knows and asks over the mesh.
  public init(plane: ControlPlane, mesh: Mesh) {
    self.init(
      nodes: { Array(plane.nodes.view.nodes.values) },
      owned: {
        Dictionary(plane.directory.table.owned.map { ($0.region, $0.entry) }) { $1 }
      },
      planned: { plane.plans.current?.assignments ?? [:] },
      ask: { mesh.send(.statusRequest($0), to: $1) == .queued })
  }
}
