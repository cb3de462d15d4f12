import Cluster
import Model
import Synchronization
import Wire

/// A request for this process' status.
struct StatusRequestEnvelope: Sendable {
  let request: StatusRequest
}

/// Where the mesh's messages come in: to their regions, or, for those that no region of this process
/// takes, to a typed refusal.
final class InboundMessages: Sendable {
  private struct Connections {
    let mesh: Mesh
    let directory: DirectoryService
    let keeper: RegionKeeper
    let operations: OperationReceiver
    let spans: SpanRecorder
    let answer: @Sendable (StatusRequestEnvelope) async -> Void
  }

  private let router: RegionRouter
  private let connections = Mutex<Connections?>(nil)

  init(router: RegionRouter) { self.router = router }

  /// The mesh needs its handler before it exists, so it is told afterwards.
  func connect(
    mesh: Mesh, directory: DirectoryService, keeper: RegionKeeper,
    operations: OperationReceiver, spans: SpanRecorder,
    answer: @escaping @Sendable (StatusRequestEnvelope) async -> Void
  ) {
    connections.withLock {
      $0 = Connections(
        mesh: mesh, directory: directory, keeper: keeper, operations: operations, spans: spans,
        answer: answer)
    }
  }

  func receive(_ messages: [ClusterMessage], from node: NodeID) {
    let strays = router.deliver(messages, from: node)
    guard !strays.isEmpty, let connections = connections.withLock({ $0 }) else { return }
    for stray in strays {
      switch stray {
      case .statusRequest(let request):
        Task { await connections.answer(StatusRequestEnvelope(request: request)) }
      case .traceRequest(let request):
        Task {
          connections.mesh.send(
            .traceReply(connections.spans.answer(request)), to: .admin(request.admin))
        }
      case .operationOrder(let order): connections.operations.receive(order)
      case .moveAsk, .moveAnswer, .parcel, .running:
        if case .shard(let shard) = node { connections.keeper.received(stray, from: shard) }
      default:
        refuse(stray, from: node, connections)
      }
    }
  }

  private func refuse(_ stray: ClusterMessage, from node: NodeID, _ connections: Connections) {
    if let region = stray.region, let shard = router.forward(of: region) {
      connections.mesh.send(stray, to: .shard(shard))
      return
    }
    let table = connections.directory
    let reply = StrayReply.reply(to: stray) { table.table.epoch(of: $0) }
    guard let reply else { return }
    connections.mesh.send(reply.message, to: reply.to ?? node)
  }
}
