import Model
import Wire

/// The asked side of operations: what one run of a node has been ordered, and what it answered.
///
/// An id is begun at most once, and its answer stays the same. Memory is bounded without breaking
/// that: what is forgotten lay past its deadline, and whatever is not known and as old is refused.
/// Pure: moments are the wall clock's milliseconds since 1970.
public struct OperationBook: Sendable {
  public enum Verdict: Hashable, Sendable {
    /// Begin with it, and say `finished`.
    case apply
    case answer(OperationReceipt)
    /// It was begun and is not done: the answer goes out then.
    case wait
    /// It was begun, and some other node has done it: stop, if that is still possible.
    case withdraw
    /// No room: say nothing, and whoever asks will ask again.
    case full
  }

  private struct Entry {
    let deadline: UInt64
    var outcome: OperationOutcome?
  }

  private let node: NodeID
  private let incarnation: Incarnation
  private let entriesMax: Int
  private var entries: [AdminOperationID: Entry] = [:]
  /// The latest deadline of what was forgotten.
  private var forgotten: UInt64 = 0

  public init(
    node: NodeID, incarnation: Incarnation, entriesMax: Int = ClusterLimits.operationsMax
  ) {
    precondition(entriesMax > 0, "a book has pages")
    self.node = node
    self.incarnation = incarnation
    self.entriesMax = entriesMax
  }

  public var count: Int { entries.count }

  public mutating func received(_ order: OperationOrder, now: UInt64) -> Verdict {
    guard order.target == incarnation else { return .answer(refusal(order.id, .otherRun)) }
    if let entry = entries[order.id] {
      guard let outcome = entry.outcome else { return order.isWithdrawn ? .withdraw : .wait }
      return .answer(receipt(order.id, outcome))
    }
    guard order.scope != nil, order.kind != nil else {
      return .answer(refusal(order.id, .unknownKind))
    }
    if order.deadline <= forgotten { return .answer(refusal(order.id, .forgotten)) }
    if entries.count >= entriesMax { forgetOldest(now: now) }
    guard entries.count < entriesMax else { return .full }
    // Too late is written down as well: a clock that is put back must not make it early again.
    let isLate = now >= order.deadline
    let outcome: OperationOutcome? =
      order.isWithdrawn ? .nothingToDo : isLate ? .refused(.expired) : nil
    entries[order.id] = Entry(deadline: order.deadline, outcome: outcome)
    return outcome.map { .answer(receipt(order.id, $0)) } ?? .apply
  }

  /// What was begun is done. The receipt to send, unless it is not in the book.
  public mutating func finished(
    _ id: AdminOperationID, _ outcome: OperationOutcome
  ) -> OperationReceipt? {
    guard entries[id] != nil else { return nil }
    precondition(entries[id]?.outcome == nil, "an operation is done once")
    entries[id]?.outcome = outcome
    return receipt(id, outcome)
  }

  /// A quarter of what is answered and past its deadline, the oldest first.
  private mutating func forgetOldest(now: UInt64) {
    let past = entries.filter { $0.value.outcome != nil && $0.value.deadline <= now }
    let oldest = past.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }
    for (id, entry) in oldest.prefix(max(1, entriesMax / 4)) {
      entries[id] = nil
      forgotten = max(forgotten, entry.deadline)
    }
  }

  private func receipt(
    _ id: AdminOperationID, _ outcome: OperationOutcome
  ) -> OperationReceipt {
    OperationReceipt(id: id, node: node, incarnation: incarnation, outcome: outcome)
  }

  private func refusal(
    _ id: AdminOperationID, _ refusal: OperationOutcome.Refusal
  ) -> OperationReceipt {
    receipt(id, .refused(refusal))
  }
}
