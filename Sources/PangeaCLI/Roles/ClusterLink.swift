import Cluster
import Model
import NIOPosix
import ServiceLifecycle
import Telemetry
import Wire

/// How a process that owns no regions hangs in the cluster: its mesh, which listens already, and its
/// share of the control plane.
struct ClusterLink: Sendable {
  let mesh: Mesh
  let plane: ControlPlane
  private let inbox: MeshInbox

  /// In the order of start.
  var services: [any Service] { [mesh] + plane.services }

  init(runtime: RoleRuntime) async throws {
    let settings = runtime.settings
    let inbox = MeshInbox()
    let mesh = Mesh(
      node: runtime.node, incarnation: runtime.incarnation, cluster: settings.cluster,
      options: MeshOptions(host: settings.meshHost, port: settings.meshPort),
      group: runtime.group, logger: runtime.logger
    ) { inbox.receive($0, from: $1) }
    let port = try await mesh.listen()
    let plane = ControlPlane(
      redis: settings.redis, cluster: settings.cluster,
      record: NodeRecord(
        node: runtime.node, incarnation: runtime.incarnation,
        mesh: NodeAddress(host: settings.meshAdvertise ?? settings.meshHost, port: port)),
      predecessorExited: settings.predecessorExited, on: runtime.group.next(),
      logger: runtime.logger)
    mesh.follow(plane.nodes)
    runtime.readiness.add("redis") {
      plane.redis.problem.map { "no connection to Redis: \($0)" }
    }
    self.mesh = mesh
    self.plane = plane
    self.inbox = inbox
  }

  /// Sets who takes what comes over the mesh: the mesh needs a handler before that one exists.
  /// Messages before this are dropped.
  func receive(_ handler: @escaping Mesh.Handler) { inbox.open(handler) }
}
