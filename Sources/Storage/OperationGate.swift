import Metrics
import Synchronization

/// What every operation of a store goes through: it is counted and timed, and refused when it is too
/// large, when too many wait, or when the store is closed.
final class OperationGate: Sendable {
  private let metrics: StoreMetrics
  private let pending = Atomic<Int>(0)
  private let closed = Atomic<Bool>(false)

  init(factory: any MetricsFactory) { metrics = StoreMetrics(factory: factory) }

  /// From now on operations are refused. False when they were already.
  func close() -> Bool { !closed.exchange(true, ordering: .acquiringAndReleasing) }

  /// Counts what became of operations of value.
  func count(_ operations: [ValueOperation], _ outcomes: [ValueOutcome]) {
    metrics.performed(operations, outcomes)
  }

  /// Starts an operation and waits for its answer.
  func pass<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int,
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
    if case .failure(let error) = result { metrics.failed(operation, error) }
    return try result.get()
  }
}
