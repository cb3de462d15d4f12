import Cluster
import Foundation
import Metrics
import Model
import Synchronization
import Wire

/// Asks every node of the cluster how it is, and waits for the answers a bounded time.
///
/// Whoever asks while a round is under way gets that round's view, so many watchers cost no more
/// than one.
public final class StatusCollector: Sendable {
  private struct Round {
    var id: UInt64
    var missing: Set<NodeID>
    var replies: [NodeID: StatusReply] = [:]
    var complete: AsyncStream<Never>.Continuation
  }

  private struct State {
    var round: Round?
    var lastID: UInt64 = 0
    var running: Task<ClusterStatus, Never>?
  }

  private let admin: AdminID
  private let sources: StatusSources
  private let own: @Sendable () -> StatusReply
  private let wait: Duration
  private let state = Mutex(State())
  private let late = Counter(label: "pangea_admin_late_status_replies_total")

  /// - Parameters:
  ///   - own: how this process is; it is not asked.
  ///   - wait: how long a round waits for its nodes.
  public init(
    admin: AdminID, sources: StatusSources, own: @escaping @Sendable () -> StatusReply,
    wait: Duration = AdminLimits.statusWaitMax
  ) {
    self.admin = admin
    self.own = own
    self.sources = sources
    self.wait = wait
  }

  /// Takes a node's answer from the mesh; from any thread, returns at once. One that nobody waits
  /// for any more is dropped and counted.
  public func received(_ reply: StatusReply, from node: NodeID) {
    let wasAwaited = state.withLock { state in
      guard state.round?.id == reply.id, reply.node == node,
        state.round?.missing.remove(node) != nil
      else { return false }
      state.round?.replies[node] = reply
      if state.round?.missing.isEmpty ?? false { state.round?.complete.finish() }
      return true
    }
    if !wasAwaited { late.increment() }
  }

  /// The state of the cluster now.
  public func collect() async -> ClusterStatus {
    let running = state.withLock { state in
      if let running = state.running { return running }
      let fresh = Task { await self.round() }
      state.running = fresh
      return fresh
    }
    return await running.value
  }

  private func round() async -> ClusterStatus {
    let all = sources.nodes()
    let nodes = all.filter { $0.node != .admin(admin) }
    let (completion, complete) = AsyncStream<Never>.makeStream()
    let id = state.withLock { state in
      state.lastID += 1
      state.round = Round(
        id: state.lastID, missing: Set(nodes.map(\.node)), complete: complete)
      return state.lastID
    }
    for record in nodes {
      _ = sources.ask(StatusRequest(id: id, admin: admin), record.node)
    }
    if !nodes.isEmpty { await Self.wait(for: completion, atMost: wait) }
    var replies = state.withLock { state in
      defer {
        state.round = nil
        state.running = nil
      }
      return state.round?.replies ?? [:]
    }
    replies[.admin(admin)] = own()
    return ClusterStatus(
      nodes: all, replies: replies, owned: sources.owned(), planned: sources.planned(),
      collectedAt: Date())
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
