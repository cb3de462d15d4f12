import Cluster
import Gateway
import Model
import NIOPosix
import ServiceLifecycle
import Storage
import Telemetry
import Wire

/// A gateway wired to mesh and directory.
struct GatewayRole: Sendable {
  /// In the order of start; they end in the reverse order: first the players' front.
  let services: [any Service]

  init(
    _ configuration: GatewayConfiguration, runtime: RoleRuntime, store: any Store
  ) async throws {
    let link = try await ClusterLink(runtime: runtime)
    let (mesh, plane) = (link.mesh, link.plane)
    let server = try GatewayServer(
      configuration, group: runtime.group, store: store,
      links: GatewayLinks(
        send: { mesh.send($0, to: $1) == .queued },
        sendBatch: { mesh.send($0, to: $1) == .queued },
        owner: { plane.directory.owner(of: $0) },
        heardEpoch: { region, epoch in
          if plane.directory.table.epoch(of: region) < epoch { plane.directory.refresh() }
        },
        gateways: {
          plane.nodes.view.nodes.keys.compactMap {
            if case .gateway(let id) = $0, .gateway(id) != runtime.node { id } else { nil }
          }
        }),
      logger: runtime.logger)
    let listener = try await server.listen()
    link.receive { messages, node in
      server.receive(messages, from: node)
      for case .statusRequest(let request) in messages {
        mesh.send(.statusReply(server.reply(to: request, of: runtime)), to: .admin(request.admin))
      }
    }
    runtime.readiness.add("regions") {
      let regions = Set(configuration.maps.values.flatMap(\.grid.regions))
      let missing = regions.count { plane.directory.owner(of: $0) == nil }
      return missing == 0 ? nil : "\(missing) regions have no known owner"
    }
    runtime.readiness.add("mesh") {
      let owners = Set(plane.directory.table.owned.map(\.entry.shard))
      let missing = owners.filter { !mesh.isLinked(.shard($0)) }
      return missing.isEmpty ? nil : "no link to \(missing.sorted())"
    }
    services = link.services + [Front(server: server, listener: listener)]
  }

  /// Serves on ports that are bound already, so that a taken port is told before anything starts.
  private struct Front: Service {
    let server: GatewayServer
    let listener: GatewayListener

    func run() async throws { try await server.serve(listener) }
  }
}

extension GatewayServer {
  /// How this gateway is.
  fileprivate func reply(to request: StatusRequest, of runtime: RoleRuntime) -> StatusReply {
    var reply = StatusReply(
      id: request.id, node: runtime.node, incarnation: runtime.incarnation)
    reply.sessions = UInt32(clamping: status.sessions)
    reply.connections = UInt32(clamping: status.connections)
    reply.add(ProcessFigures.now())
    return reply
  }
}
