import AdminAPI
import Cluster
import Model
import NIOPosix
import ServiceLifecycle
import Synchronization
import Telemetry
import Wire

/// An admin process wired to mesh and directory.
struct AdminRole: Sendable {
  /// In the order of start; they end in the reverse order.
  let services: [any Service]

  init(host: String, port: Int, runtime: RoleRuntime) async throws {
    let settings = runtime.settings
    let inbound = Inbound()
    let mesh = Mesh(
      node: runtime.node, incarnation: runtime.incarnation, cluster: settings.cluster,
      options: MeshOptions(host: settings.meshHost, port: settings.meshPort),
      group: runtime.group, logger: runtime.logger
    ) { inbound.receive($0, from: $1) }
    let meshPort = try await mesh.listen()
    let plane = ControlPlane(
      redis: settings.redis, cluster: settings.cluster,
      record: NodeRecord(
        node: runtime.node, incarnation: runtime.incarnation,
        mesh: NodeAddress(
          host: settings.meshAdvertise ?? settings.meshHost, port: meshPort)),
      predecessorExited: settings.predecessorExited, on: runtime.group.next(),
      logger: runtime.logger)
    mesh.follow(plane.nodes)
    let collector = StatusCollector(
      admin: AdminID(settings.number), sources: StatusSources(plane: plane, mesh: mesh))
    inbound.connect(collector)
    runtime.readiness.add("redis") {
      plane.redis.isConnected ? nil : "no connection to Redis"
    }
    let server = AdminServer(
      host: host, port: port,
      credentials: AdminCredentials(
        user: Setting.adminUser.value(nil) ?? "",
        password: Setting.adminPassword.value(nil) ?? ""),
      collector: collector, logger: runtime.logger)
    services = [mesh] + plane.services + [server]
  }

  /// The mesh needs its handler before the collector exists, so it is told afterwards.
  private final class Inbound: Sendable {
    private let collector = Mutex<StatusCollector?>(nil)

    func connect(_ collector: StatusCollector) { self.collector.withLock { $0 = collector } }

    func receive(_ messages: [ClusterMessage], from node: NodeID) {
      guard let collector = collector.withLock({ $0 }) else { return }
      for case .statusReply(let reply) in messages { collector.received(reply, from: node) }
    }
  }
}
