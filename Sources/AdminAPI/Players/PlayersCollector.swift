import Cluster
import Metrics
import Model
import Synchronization
import Wire

/// Asks every gateway who plays there, page by page, and waits for the answers a bounded time.
public final class PlayersCollector: Sendable {
  /// A page of all players, in the order of their characters.
  struct Page: Hashable, Sendable {
    /// A player, and where.
    struct Entry: Hashable, Sendable {
      var player: OnlinePlayer
      var gateway: GatewayID
    }

    var entries: [Entry]
    /// How many fit, on all pages, at those gateways that answered.
    var total: Int
    /// There is a further page.
    var hasMore: Bool
    var unreachable: [GatewayID]
  }

  private struct Round {
    var missing: Set<GatewayID>
    var replies: [PlayersReply] = []
    var complete: AsyncStream<Never>.Continuation
  }

  private struct State {
    var rounds: [UInt64: Round] = [:]
    var lastID: UInt64 = 0
  }

  private let admin: AdminID
  private let nodes: @Sendable () -> [NodeRecord]
  private let ask: @Sendable (PlayersRequest, GatewayID) -> Void
  private let wait: Duration
  private let state = Mutex(State())
  private let late = Counter(label: "pangea_admin_late_players_replies_total")

  /// - Parameters:
  ///   - nodes: every node that has a lease.
  ///   - ask: sends a question; one that is lost counts as not answered.
  ///   - wait: how long a page waits for its gateways.
  public init(
    admin: AdminID, nodes: @escaping @Sendable () -> [NodeRecord],
    ask: @escaping @Sendable (PlayersRequest, GatewayID) -> Void,
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
      admin: admin, nodes: { Array(plane.nodes.view.nodes.values) },
      ask: { _ = mesh.send(.playersRequest($0), to: .gateway($1)) })
  }

  /// Takes a gateway's answer from the mesh; from any thread, returns at once. One that nobody
  /// waits for any more is dropped and counted.
  public func received(_ reply: PlayersReply, from node: NodeID) {
    let wasAwaited = state.withLock { state in
      guard node == .gateway(reply.gateway),
        state.rounds[reply.id]?.missing.remove(reply.gateway) != nil
      else { return false }
      state.rounds[reply.id]?.replies.append(reply)
      if state.rounds[reply.id]?.missing.isEmpty ?? false {
        state.rounds[reply.id]?.complete.finish()
      }
      return true
    }
    if !wasAwaited { late.increment() }
  }

  /// A page of players; nil when too many ask at once.
  func page(after: CharacterID, max: Int, search: String) async -> Page? {
    let gateways = nodes().compactMap { record -> GatewayID? in
      if case .gateway(let id) = record.node { id } else { nil }
    }
    let (completion, complete) = AsyncStream<Never>.makeStream()
    let id = state.withLock { state -> UInt64? in
      guard state.rounds.count < AdminLimits.playersRoundsMax else { return nil }
      state.lastID += 1
      state.rounds[state.lastID] = Round(missing: Set(gateways), complete: complete)
      return state.lastID
    }
    guard let id else { return nil }
    for gateway in gateways {
      ask(
        PlayersRequest(
          id: id, admin: admin, after: after, max: UInt32(clamping: max), search: search), gateway)
    }
    if !gateways.isEmpty { await Self.wait(for: completion, atMost: wait) }
    let round = state.withLock { $0.rounds.removeValue(forKey: id) }
    return Page(round?.replies ?? [], missing: round?.missing ?? [], max: max)
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

extension PlayersCollector.Page {
  /// Of a character at two gateways, which moves from one to the other, the later log-in counts.
  fileprivate init(_ replies: [PlayersReply], missing: Set<GatewayID>, max: Int) {
    var found: [CharacterID: Entry] = [:]
    for reply in replies {
      for player in reply.players {
        if let known = found[player.character], known.player.since >= player.since { continue }
        found[player.character] = Entry(player: player, gateway: reply.gateway)
      }
    }
    let all = found.values.sorted { $0.player.character < $1.player.character }
    entries = Array(all.prefix(max))
    total = replies.reduce(0) { $0 + Int($1.total) }
    hasMore = all.count > max || replies.contains { $0.players.count >= max }
    unreachable = missing.sorted()
  }
}
