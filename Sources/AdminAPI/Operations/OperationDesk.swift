import Cluster
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage
import Synchronization
import Wire

/// Where operations of operators are looked after: recorded first, then asked of every node until
/// each has answered or the time is up, with every answer written down.
///
/// Rounds of admin processes that died are taken over by whoever finds them.
public final class OperationDesk: Service {
  /// What became of an operation that was asked for.
  enum Issue: Hashable, Sendable {
    case issued(AdminOperationRow)
    /// The same id was asked for before; this is what became of it.
    case known(AdminOperationRow)
    case undoneBefore
    /// Too many are under way.
    case full
  }

  fileprivate struct State {
    var rounds: [AdminOperationID: OperationRound] = [:]
    /// Under way to storage: not to be taken for somebody's who died.
    var issuing: Set<AdminOperationID> = []
    var nodes = KnownNodes()
    var notes = ReceiptNotes()
  }

  let own: AdminRun
  let store: any Store
  let wallClock: @Sendable () -> Int64
  private let sources: OperationSources
  private let logger: Logger
  private let pause: Duration
  private let state = Mutex(State())
  private let open = Gauge(label: "pangea_admin_operations_open")
  private let adopted = Counter(label: "pangea_admin_operations_adopted_total")

  /// - Parameters:
  ///   - run: this process.
  ///   - wallClock: milliseconds since 1970.
  ///   - pause: between two looks at the rounds.
  public init(
    run: AdminRun, sources: OperationSources, store: any Store,
    wallClock: @escaping @Sendable () -> Int64, pause: Duration = .milliseconds(50),
    logger: Logger
  ) {
    own = run
    self.sources = sources
    self.store = store
    self.wallClock = wallClock
    self.pause = pause
    self.logger = logger
  }

  private var now: UInt64 { UInt64(max(0, wallClock())) }

  // MARK: Orders

  /// Whom an operation of a kind that is issued now asks.
  func targets(of kind: OperationOrder.Kind) -> [AdminTarget] {
    let (records, now) = (sources.nodes(), now)
    return state.withLock { state in
      state.nodes.saw(records, now: now)
      return state.nodes.targets(of: kind).map {
        AdminTarget(node: $0.node, incarnation: $0.incarnation)
      }
    }
  }

  /// Records an operation by `write`, and asks everybody. Whatever goes wrong on the way is found
  /// again in storage.
  func issue(
    _ draft: AdminOperationDraft, as order: OperationOrder.Kind, about scope: OperationScope,
    _ write: () async throws(StorageError) -> AdminRecording
  ) async throws(StorageError) -> Issue {
    let hasRoom = state.withLock { state in
      guard state.rounds.count + state.issuing.count < AdminLimits.operationRoundsMax else {
        return false
      }
      state.issuing.insert(draft.id)
      return true
    }
    guard hasRoom else { return .full }
    defer { _ = state.withLock { $0.issuing.remove(draft.id) } }
    let recording = try await write()
    if recording == .recorded {
      Counter(label: "pangea_admin_operations_total", dimensions: [("kind", draft.kind)])
        .increment()
      begin(
        OperationRound(
          order: OperationOrder(draft, kind: order, scope: scope),
          takesLateJoiners: order.takesLateJoiners,
          targets: Dictionary(
            draft.targets.map {
              (OperationTarget(node: $0.node, incarnation: $0.incarnation), OperationResult?.none)
            }
          ) { $1 }))
    }
    guard recording != .undoneBefore else { return .undoneBefore }
    guard let row = try await store.adminOperation(draft.id) else {
      throw .unavailable(reason: "an operation that was recorded is not there")
    }
    return recording == .recorded ? .issued(row) : .known(row)
  }

  private func begin(_ round: OperationRound) {
    let now = now
    let actions = state.withLock { state in
      var round = round
      let actions = round.ticked(now: now)
      state.rounds[round.order.id] = round
      return state.take(actions, of: round.order.id, now: now)
    }
    perform(actions)
  }

  // MARK: Answers

  /// Takes a node's answer from the mesh; from any thread, returns at once. One that comes after
  /// the round is written down too.
  public func received(_ receipt: OperationReceipt, from node: NodeID) {
    let now = now
    let actions = state.withLock { state -> [OperationRound.Action] in
      guard let actions = state.rounds[receipt.id]?.received(receipt, from: node, now: now) else {
        state.notes.addLate(receipt, from: node, now: now)
        return []
      }
      return state.take(actions, of: receipt.id, now: now)
    }
    perform(actions)
  }

  private func perform(_ sends: [OperationRound.Action]) {
    for case .send(let order, let node) in sends { sources.send(order, node) }
  }

  // MARK: Time

  /// Looks after rounds until the service is told to stop. What is open then another process ends,
  /// or the next run of this one.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var looks = 0
      while !Task.isCancelled {
        if looks % Self.looksPerSearch == 0 { await self.search() }
        await self.look()
        looks += 1
        try? await Task.sleep(for: self.pause)
      }
    }
    await write()
  }

  /// How many looks at rounds come to one look for rounds of others.
  private static let looksPerSearch = 20

  /// One look: who is there, what is to be written, what is to be asked again.
  func look() async {
    let (records, now) = (sources.nodes(), now)
    let present = Dictionary(
      records.map { ($0.node, $0.incarnation) }
    ) { max($0, $1) }
    state.withLock { state in
      state.nodes.saw(records, now: now)
      for id in state.rounds.keys {
        let kind = state.rounds[id]?.order.kind
        let asked = present.filter { $0.key.takesOrders(of: kind) }
        let actions = state.rounds[id]?.saw(asked, now: now) ?? []
        _ = state.take(actions, of: id, now: now)
      }
    }
    // A target is written down before it is asked for the first time.
    guard await write() else { return }
    let sends = state.withLock { state in
      state.rounds.keys.flatMap { id in
        let actions = state.rounds[id]?.ticked(now: now) ?? []
        return state.take(actions, of: id, now: now)
      }
    }
    perform(sends)
    await write()
  }

  /// Writes what became known; what fails is written the next time. False when something waits.
  @discardableResult
  private func write() async -> Bool {
    let notes = state.withLock { $0.notes.takeAll() }
    var isWritten = true
    for note in notes {
      do throws(StorageError) {
        try await store.settle(note.receipts, of: note.id, closing: note.isClosing)
        if note.isClosing { state.withLock { $0.rounds[note.id] = nil } }
      } catch {
        guard case .invalid = error else {
          isWritten = false
          state.withLock { $0.notes.putBack(note) }
          logger.warning(
            "Answers of nodes wait to be written", metadata: ["error": "\(error)"])
          continue
        }
        logger.warning(
          "Answers to an unknown operation are dropped", metadata: ["operation": "\(note.id)"])
      }
    }
    open.record(state.withLock { $0.rounds.count })
    return isWritten
  }

  /// Goes on with rounds whose process died, this one's earlier runs included.
  func search() async {
    guard let rows = try? await store.openAdminOperations(max: AdminLimits.operationRoundsMax)
    else { return }
    let alive = Set(
      sources.nodes().compactMap { record -> AdminRun? in
        guard case .admin(let admin) = record.node else { return nil }
        return AdminRun(admin: admin, incarnation: record.incarnation)
      })
    for row in rows {
      let isKnown = state.withLock { $0.rounds[row.id] != nil || $0.issuing.contains(row.id) }
      guard !isKnown, row.run == own || !alive.contains(row.run) else { continue }
      await resume(row)
    }
  }

  private func resume(_ row: AdminOperationRow) async {
    guard let (scope, order) = await meaning(of: row) else {
      return logger.warning(
        "An open operation is of a kind that this version does not know",
        metadata: ["operation": "\(row.id)", "kind": "\(row.kind)"])
    }
    if row.run != own {
      guard (try? await store.adopt(row.id, from: row.run, by: own)) ?? false else { return }
    }
    adopted.increment()
    logger.info("Going on with an operation", metadata: ["operation": "\(row.id)"])
    begin(
      OperationRound(
        order: OperationOrder(row, admin: own.admin, kind: order, scope: scope),
        takesLateJoiners: order.takesLateJoiners,
        targets: Dictionary(row.receipts.map { ($0.operationTarget, $0.result) }) { $1 },
        resumedAt: now))
  }

  /// What a record orders.
  private func meaning(
    of row: AdminOperationRow
  ) async -> (OperationScope, OperationOrder.Kind)? {
    guard let scope = OperationScope(text: row.scope) else { return nil }
    if row.kind == Undo.name, let id = row.undoOf {
      guard let undone = try? await store.adminOperation(id),
        let inverse = OperationCatalog.kind(of: undone)?.inverse(of: undone)
      else { return nil }
      return (scope, inverse.order)
    }
    return OperationCatalog.kind(of: row).map { (scope, $0.order) }
  }
}

extension OperationDesk.State {
  /// Notes what is to be written, and answers what is to be sent.
  fileprivate mutating func take(
    _ actions: [OperationRound.Action], of id: AdminOperationID, now: UInt64
  ) -> [OperationRound.Action] {
    var sends: [OperationRound.Action] = []
    for action in actions {
      switch action {
      case .send: sends.append(action)
      case .expect(let target): notes.add(.asked(target, now: now), of: id)
      case .record(let target, let result):
        notes.add(AdminReceiptRow(target, result, now: now), of: id)
      case .finish: notes.close(id)
      }
    }
    return sends
  }
}
