import AdminAPI
import Cluster
import Model
import ServiceLifecycle
import Wire

/// An admin process wired to mesh and directory.
struct AdminRole: Sendable {
  /// In the order of start; they end in the reverse order.
  let services: [any Service]

  init(host: String, port: Int, runtime: RoleRuntime) async throws {
    let link = try await ClusterLink(runtime: runtime)
    let collector = StatusCollector(
      admin: AdminID(runtime.settings.number),
      sources: StatusSources(plane: link.plane, mesh: link.mesh))
    link.receive { messages, node in
      for case .statusReply(let reply) in messages { collector.received(reply, from: node) }
    }
    let server = AdminServer(
      host: host, port: port,
      credentials: AdminCredentials(
        user: Setting.adminUser.value(nil) ?? "",
        password: Setting.adminPassword.value(nil) ?? ""),
      collector: collector, logger: runtime.logger)
    services = link.services + [server]
  }
}
