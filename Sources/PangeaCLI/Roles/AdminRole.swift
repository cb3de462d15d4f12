import AdminAPI
import Cluster
import Model
import ServiceLifecycle
import Storage
import Telemetry
import Wire

/// An admin process wired to mesh, directory and storage.
struct AdminRole: Sendable {
  /// In the order of start; they end in the reverse order.
  let services: [any Service]

  init(
    host: String, port: Int, settings: AccessSettings, console: ConsoleFiles,
    runtime: RoleRuntime, store: any Store
  ) async throws {
    let link = try await ClusterLink(runtime: runtime)
    let (mesh, plane) = (link.mesh, link.plane)
    let admin = AdminID(runtime.settings.number)
    let collector = StatusCollector(
      admin: admin, sources: StatusSources(plane: plane, mesh: mesh),
      own: { runtime.adminStatus(id: 0) })
    let players = PlayersCollector(admin: admin, plane: plane, mesh: mesh)
    let traces = TraceCollector(admin: admin, plane: plane, mesh: mesh)
    let loop = AdminOrders(runtime: runtime, mesh: mesh)
    let desk = OperationDesk(
      run: AdminRun(admin: admin, incarnation: runtime.incarnation),
      sources: OperationSources(
        nodes: { Array(plane.nodes.view.nodes.values) }, send: { loop.send($0, to: $1) }),
      store: store, wallClock: { WallClock.microseconds / 1_000 }, logger: runtime.logger)
    loop.connect(desk)
    link.receive { messages, node in
      for message in messages {
        switch message {
        case .statusRequest(let request):
          mesh.send(
            .statusReply(runtime.adminStatus(id: request.id)), to: .admin(request.admin))
        case .playersReply(let reply): players.received(reply, from: node)
        case .traceReply(let reply): traces.received(reply, from: node)
        case .statusReply(let reply): collector.received(reply, from: node)
        case .operationReceipt(let receipt): desk.received(receipt, from: node)
        case .operationOrder(let order): loop.receive(order)
        default: break
        }
      }
    }
    let access = try StaffAccess(
      store: store,
      credentials: AdminCredentials(
        user: Setting.adminUser.value(nil) ?? "",
        password: Setting.adminPassword.value(nil) ?? ""),
      settings: settings, logger: runtime.logger)
    let server = AdminServer(
      host: host, port: port, access: access,
      features: AdminFeature.all(
        access: access, collector: collector, feed: LiveFeed(collector: collector),
        players: .players(players) {
          Dictionary(plane.directory.table.owned.map { ($0.region, $0.entry) }) { $1 }
        }, traces: .traces(traces), desk: desk),
      console: console, logger: runtime.logger)
    services =
      link.services + [
        desk, AnnouncementClock(desk: desk, logger: runtime.logger),
        ClusterFigures(collector: collector), server,
      ]
  }
}

extension RoleRuntime {
  /// How this admin process is.
  fileprivate func adminStatus(id: UInt64) -> StatusReply {
    var reply = StatusReply(id: id, node: node, incarnation: incarnation)
    reply.add(ProcessFigures.now())
    return reply
  }
}
