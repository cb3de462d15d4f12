import CoreMetrics
import Model
import Synchronization
import Wire

/// The shell around a node's `OperationBook`: orders come in from any thread, each is begun once,
/// and every asker gets the answer.
public final class OperationReceiver: Sendable {
  /// Begins with an order and calls back once, from any thread.
  public typealias Work =
    @Sendable (
      OperationOrder, @escaping @Sendable (OperationOutcome) -> Void
    ) -> Void

  private struct State {
    var book: OperationBook
    /// Who asked for what is under way.
    var askers: [AdminOperationID: Set<UInt32>] = [:]
  }

  private let state: Mutex<State>
  private let wallClock: @Sendable () -> UInt64
  private let send: @Sendable (OperationReceipt, AdminID) -> Void
  private let work: Work
  private let withdraw: @Sendable (AdminOperationID) -> Void
  private let process: @Sendable (OperationOrder) -> OperationOutcome
  private let received = Counter(label: "pangea_operation_orders_total")
  private let begun = Counter(label: "pangea_operations_begun_total")
  private let refused = Counter(label: "pangea_operations_refused_total")
  private let full = Counter(label: "pangea_operations_full_total")

  /// - Parameters:
  ///   - wallClock: milliseconds since 1970; deadlines are told by it.
  ///   - process: does what is about the process itself, at once.
  ///   - withdraw: some other node has done what was begun here: stop, if that is possible.
  public init(
    node: NodeID, incarnation: Incarnation, wallClock: @escaping @Sendable () -> UInt64,
    send: @escaping @Sendable (OperationReceipt, AdminID) -> Void,
    process: @escaping @Sendable (OperationOrder) -> OperationOutcome = { _ in .nothingToDo },
    withdraw: @escaping @Sendable (AdminOperationID) -> Void = { _ in }, work: @escaping Work
  ) {
    state = Mutex(State(book: OperationBook(node: node, incarnation: incarnation)))
    self.wallClock = wallClock
    self.send = send
    self.work = work
    self.withdraw = withdraw
    self.process = process
  }

  /// Takes an order; returns at once.
  public func receive(_ order: OperationOrder) {
    received.increment()
    let verdict = state.withLock { state in
      let verdict = state.book.received(order, now: wallClock())
      if verdict == .apply || verdict == .wait || verdict == .withdraw {
        state.askers[order.id, default: []].insert(order.admin.rawValue)
      }
      return verdict
    }
    switch verdict {
    case .apply:
      begun.increment()
      if order.kind?.isForProcesses == true {
        finished(order.id, process(order))
      } else {
        work(order) { [weak self] outcome in self?.finished(order.id, outcome) }
      }
    case .answer(let receipt):
      if case .refused = receipt.outcome { refused.increment() }
      send(receipt, order.admin)
    case .withdraw: withdraw(order.id)
    case .wait: break
    case .full: full.increment()
    }
  }

  private func finished(_ id: AdminOperationID, _ outcome: OperationOutcome) {
    let (receipt, askers) = state.withLock { state in
      (state.book.finished(id, outcome), state.askers.removeValue(forKey: id) ?? [])
    }
    guard let receipt else { return }
    for admin in askers.sorted() { send(receipt, AdminID(admin)) }
  }
}
