import Cluster
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Wire

/// Joins the cluster as a node that only asks: it reads what Redis says of nodes and regions, and
/// asks shards and gateways over the mesh how they are.
///
/// It has a lease of its own for as long as it runs, under a number that no admin process has.
public final class ClusterProbe: Sendable {
  private let admin: AdminID
  private let mesh: Mesh
  private let plane: ControlPlane
  private let inbox = StatusInbox()

  /// In the order of start.
  public var services: [any Service] { [mesh] + plane.services }

  /// - Parameters:
  ///   - admin: a number that nobody else uses.
  ///   - host: the address on which the cluster's processes reach this one.
  public init(
    admin: AdminID, incarnation: Incarnation, redis: RedisAddress, cluster: ClusterName,
    host: String, group: any EventLoopGroup, logger: Logger
  ) async throws {
    let handler = MeshInbox()
    let node = NodeID.admin(admin)
    mesh = Mesh(
      node: node, incarnation: incarnation, cluster: cluster,
      options: MeshOptions(host: host, port: 0), group: group, logger: logger
    ) { handler.receive($0, from: $1) }
    let port = try await mesh.listen()
    plane = ControlPlane(
      redis: redis, cluster: cluster,
      record: NodeRecord(
        node: node, incarnation: incarnation, mesh: NodeAddress(host: host, port: port),
        info: ["role": "checker"]),
      predecessorExited: true, on: group.next(), logger: logger)
    mesh.follow(plane.nodes)
    self.admin = admin
    handler.open { [mesh, inbox] messages, sender in
      for message in messages {
        switch message {
        case .statusReply(let reply): inbox.receive(reply, from: sender)
        case .statusRequest(let request):
          let reply = StatusReply(id: request.id, node: node, incarnation: incarnation)
          _ = mesh.send(.statusReply(reply), to: .admin(request.admin))
        default: break
        }
      }
    }
  }

  /// Waits until everybody answers, a bounded time: links take a moment to stand.
  public func join() async {
    let end = ContinuousClock.now + .milliseconds(CheckerLimits.joinMillisecondsMax)
    while ContinuousClock.now < end, !Task.isCancelled {
      if let sample = await look(), sample.replies.count == sample.nodes.count { return }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Asks shards and gateways once. Nil while Redis says of none.
  public func look() async -> ClusterSample? {
    let nodes = plane.nodes.view.nodes.values.filter {
      if case .admin = $0.node { false } else { true }
    }
    guard !nodes.isEmpty else { return nil }
    let id = inbox.open(to: nodes.map(\.node))
    for record in nodes {
      _ = mesh.send(.statusRequest(StatusRequest(id: id, admin: admin)), to: record.node)
    }
    let end = ContinuousClock.now + .milliseconds(CheckerLimits.answerMillisecondsMax)
    while !inbox.isComplete, ContinuousClock.now < end, !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(2))
    }
    let owned = plane.directory.table.owned.map { ($0.region, $0.entry) }
    return ClusterSample(
      nodes: nodes, directory: Dictionary(owned) { $1 }, replies: inbox.replies)
  }
}
