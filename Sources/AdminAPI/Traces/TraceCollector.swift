import Cluster
import Metrics
import Model
import Synchronization
import Wire

/// Asks shards and gateways for what they know of traces, and waits for the answers a bounded time.
public final class TraceCollector: Sendable {
  /// What the nodes answered.
  struct Findings: Hashable, Sendable {
    var replies: [TraceReply]
    /// Who is there and did not answer in time.
    var unreachable: [NodeID]
  }

  private struct Round {
    var missing: Set<NodeID>
    var replies: [TraceReply] = []
    var complete: AsyncStream<Never>.Continuation
  }

  private struct State {
    var rounds: [UInt64: Round] = [:]
    var lastID: UInt64 = 0
  }

  private let admin: AdminID
  private let nodes: @Sendable () -> [NodeID]
  private let ask: @Sendable (TraceRequest, NodeID) -> Void
  private let wait: Duration
  private let state = Mutex(State())
  private let late = Counter(label: "pangea_admin_late_trace_replies_total")

  /// - Parameters:
  ///   - nodes: every node that has a lease.
  ///   - ask: sends a question; one that is lost counts as not answered.
  ///   - wait: how long a round waits for its nodes.
  public init(
    admin: AdminID, nodes: @escaping @Sendable () -> [NodeID],
    ask: @escaping @Sendable (TraceRequest, NodeID) -> Void,
    wait: Duration = AdminLimits.statusWaitMax
  ) {
    self.admin = admin
    self.nodes = nodes
    self.ask = ask
    self.wait = wait
  }

  /// Reads what the control plane knows and asks over the mesh.
  public convenience init(admin: AdminID, plane: ControlPlane, mesh: Mesh) {
    self.init(
      admin: admin, nodes: { plane.nodes.view.nodes.values.map(\.node) },
      ask: { _ = mesh.send(.traceRequest($0), to: $1) })
  }

  /// Takes a node's answer from the mesh; from any thread, returns at once. One that nobody waits
  /// for any more is dropped and counted.
  public func received(_ reply: TraceReply, from node: NodeID) {
    let wasAwaited = state.withLock { state in
      guard reply.node == node, state.rounds[reply.id]?.missing.remove(node) != nil else {
        return false
      }
      state.rounds[reply.id]?.replies.append(reply)
      if state.rounds[reply.id]?.missing.isEmpty ?? false {
        state.rounds[reply.id]?.complete.finish()
      }
      return true
    }
    if !wasAwaited { late.increment() }
  }

  /// Asks all shards and gateways, or one of them; nil when too many ask at once.
  func ask(_ subject: TraceRequest.Subject, of process: NodeID? = nil) async -> Findings? {
    let asked = Set(nodes().filter { $0.takesOrders && (process == nil || $0 == process) })
    // One that is named and not there has not answered either.
    let absent = process.map { asked.contains($0) ? [] : [$0] } ?? []
    let (completion, complete) = AsyncStream<Never>.makeStream()
    let id = state.withLock { state -> UInt64? in
      guard state.rounds.count < AdminLimits.traceRoundsMax else { return nil }
      state.lastID += 1
      state.rounds[state.lastID] = Round(missing: asked, complete: complete)
      return state.lastID
    }
    guard let id else { return nil }
    for node in asked { ask(TraceRequest(id: id, admin: admin, subject: subject), node) }
    if !asked.isEmpty { await Self.wait(for: completion, atMost: wait) }
    let round = state.withLock { $0.rounds.removeValue(forKey: id) }
    return Findings(
      replies: round?.replies ?? [],
      unreachable: (absent + (round?.missing ?? [])).sorted { $0.description < $1.description })
  }

  private static func wait(for completion: AsyncStream<Never>, atMost time: Duration) async {
    await withTaskGroup { group in
      group.addTask { for await _ in completion {} }
      group.addTask { try? await Task.sleep(for: time) }
      await group.next()
      group.cancelAll()
    }
  }
}
