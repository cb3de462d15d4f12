import Logging
import Metrics
import Storage

/// Forgets results of operations that are too old for anybody to ask for, a little at a time. Every
/// shard does it: one that finds nothing has read one entry of an index.
struct ResultKeeper: Sendable {
  /// Results in one transaction, which holds up others only for moments.
  static let batchMax = 256
  /// Batches in one round; what is left waits for the next.
  static let batchesMax = 40

  private let store: any Store
  private let now: @Sendable () -> Int64
  private let pause: Duration
  private let logger: Logger
  private let forgotten = Counter(label: "pangea_operation_results_forgotten_total")

  /// - Parameters:
  ///   - now: milliseconds since 1970, as storage writes them beside results.
  ///   - pause: between two batches.
  init(
    store: any Store, now: @escaping @Sendable () -> Int64 = SQLiteStore.systemMilliseconds,
    pause: Duration = .milliseconds(100), logger: Logger
  ) {
    self.store = store
    self.now = now
    self.pause = pause
    self.logger = logger
  }

  /// One round. While storage is away there is none.
  func run() async {
    let moment = now() - StorageLimits.resultMillisecondsMax
    do {
      for _ in 0..<Self.batchesMax {
        let count = try await store.forgetResults(doneBefore: moment, max: Self.batchMax)
        forgotten.increment(by: count)
        guard count == Self.batchMax else { return }
        try? await Task.sleep(for: pause)
      }
    } catch {
      logger.debug("results of operations stay for now", metadata: ["error": "\(error)"])
    }
  }
}
