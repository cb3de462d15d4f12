import Metrics
import Synchronization

/// What every operation of a store goes through: it is counted and timed, and refused when it is too
/// large, when too many wait, or when the store is closed.
final class OperationGate: Sendable {
  private let metrics: StoreMetrics
  private let pending = Atomic<Int>(0)
  private let closed = Atomic<Bool>(false)
  /// When a write last found no room; nil while there is enough.
  private let fullAt = Mutex<ContinuousClock.Instant?>(nil)

  init(factory: any MetricsFactory) { metrics = StoreMetrics(factory: factory) }

  /// From now on operations are refused. False when they were already.
  func close() -> Bool { !closed.exchange(true, ordering: .acquiringAndReleasing) }

  /// Counts what became of operations of value.
  func count(_ operations: [ValueOperation], _ outcomes: [ValueOutcome]) {
    metrics.performed(operations, outcomes)
  }

  /// Starts an operation and waits for its answer.
  ///
  /// - Parameter writing: whether its success shows that there is room.
  func pass<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int, writing: Bool,
    _ start: (@escaping @Sendable (Result<Answer, StorageError>) -> Void) -> Void
  ) async throws(StorageError) -> Answer {
    let began = ContinuousClock.now
    let waiting = pending.add(1, ordering: .relaxed).newValue
    defer { pending.subtract(1, ordering: .relaxed) }
    let result: Result<Answer, StorageError> =
      if closed.load(ordering: .acquiring) {
        .failure(.closed)
      } else if waiting > StorageLimits.pendingOperationsMax {
        .failure(.overloaded(pending: waiting - 1))
      } else if rows > StorageLimits.batchRowsMax {
        .failure(.invalid(reason: "\(rows) rows; at most \(StorageLimits.batchRowsMax) at once"))
      } else {
        await withCheckedContinuation { continuation in
          start { continuation.resume(returning: $0) }
        }
      }
    metrics.record(operation, took: ContinuousClock.now - began)
    switch result {
    case .success: if writing { noteRoom() }
    case .failure(let error):
      metrics.failed(operation, error)
      if error.isFull { noteFull() }
    }
    return try result.get()
  }

  private func noteFull() {
    let began = fullAt.withLock { last in
      defer { last = .now }
      return last == nil
    }
    if began { metrics.full(true) }
  }

  /// A transaction that changes little may succeed where others do not: there is room when none has
  /// lacked it for a while.
  private func noteRoom() {
    let ended = fullAt.withLock { last in
      guard let at = last, ContinuousClock.now - at > Self.roomAfter else { return false }
      last = nil
      return true
    }
    if ended { metrics.full(false) }
  }

  private static let roomAfter = Duration.seconds(3)
}
