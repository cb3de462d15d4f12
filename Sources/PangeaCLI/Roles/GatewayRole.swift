import Cluster
import Gateway
import Model
import NIOCore
import NIOPosix
import ServiceLifecycle
import Storage
import Synchronization
import Telemetry
import Wire

/// A gateway wired to mesh and directory.
struct GatewayRole: Sendable {
  /// In the order of start; they end in the reverse order: first the players' front.
  let services: [any Service]

  init(
    _ configuration: GatewayConfiguration, runtime: RoleRuntime, store: any Store
  ) async throws {
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
    let server = try GatewayServer(
      configuration, group: runtime.group, store: store,
      links: GatewayLinks(
        send: { mesh.send($0, to: $1) == .queued },
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
    inbound.connect(server, mesh: mesh, runtime: runtime)
    runtime.readiness.add("redis") {
      plane.redis.isConnected ? nil : "no connection to Redis"
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
    services = [mesh] + plane.services + [Front(server: server, listener: listener)]
  }

  /// Serves on ports that are bound already, so that a taken port is told before anything starts.
  private struct Front: Service {
    let server: GatewayServer
    let listener: GatewayListener

    func run() async throws { try await server.serve(listener) }
  }

  /// The mesh needs its handler before the gateway exists, so it is told afterwards.
  private final class Inbound: Sendable {
    private struct Target {
      let server: GatewayServer
      let mesh: Mesh
      let runtime: RoleRuntime
    }

    private let target = Mutex<Target?>(nil)

    func connect(_ server: GatewayServer, mesh: Mesh, runtime: RoleRuntime) {
      target.withLock { $0 = Target(server: server, mesh: mesh, runtime: runtime) }
    }

    func receive(_ messages: [ClusterMessage], from node: NodeID) {
      guard let target = target.withLock({ $0 }) else { return }
      target.server.receive(messages, from: node)
      for case .statusRequest(let request) in messages {
        let status = target.server.status
        var reply = StatusReply(
          id: request.id, node: target.runtime.node, incarnation: target.runtime.incarnation)
        reply.sessions = UInt32(clamping: status.sessions)
        reply.connections = UInt32(clamping: status.connections)
        reply.add(ProcessFigures.now())
        target.mesh.send(.statusReply(reply), to: .admin(request.admin))
      }
    }
  }
}
