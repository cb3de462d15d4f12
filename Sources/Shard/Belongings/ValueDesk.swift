import Cluster
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage
import Synchronization

/// Carries what regions ask of storage about belongings, off the event loops: all operations that
/// wait go as one batch.
///
/// An operation of which storage certainly did nothing, because somebody else was in its way, is
/// tried again for a while; then its player is told to try again.
final class ValueDesk: Service {
  private struct Waiting: Sendable {
    let job: ValueJob
    let key: UInt64
    let mailbox: RegionMailbox
    let since: BootTime

    func answer(_ reply: ValueReply) { mailbox.post(.valued(key, reply)) }
  }

  private typealias Performing = (waiting: Waiting, operation: ValueOperation)

  /// The first pause before an operation is tried again; the next ones are twice as long each.
  private static let firstPause = Duration.milliseconds(10)
  /// For how long an operation is tried again, from when it was asked. Less than what two sides of a
  /// trade wait for each other.
  static let patience = BootTime.Span.milliseconds(1_500)

  private let store: any Store
  private let limit: Int
  private let clock: any Clock
  private let logger: Logger
  private let queue: Mutex<[Waiting]> = Mutex([])
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let operations = Counter(label: "pangea_value_operations_total")
  private let repeats = Counter(label: "pangea_value_operations_repeated_total")
  private let refusals = Counter(label: "pangea_value_operations_refused_total")
  private let retries = Counter(label: "pangea_value_operations_retried_total")
  private let failures = Counter(label: "pangea_value_jobs_failed_total")

  init(store: any Store, limit: Int, clock: any Clock = SystemClock(), logger: Logger) {
    self.store = store
    self.limit = limit
    self.clock = clock
    self.logger = logger
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How many jobs wait.
  var waiting: Int { queue.withLock { $0.count } }

  /// Queues a job; the answer comes into `mailbox` exactly once, under `key`. Any thread.
  func submit(_ job: ValueJob, key: UInt64, answering mailbox: RegionMailbox) {
    let waiting = Waiting(job: job, key: key, mailbox: mailbox, since: clock.now)
    let isFull = queue.withLock { queue in
      guard queue.count < limit else { return true }
      queue.append(waiting)
      return false
    }
    if isFull {
      failures.increment()
      waiting.answer(job.isOperation ? .notDone : .unavailable)
    } else {
      wake.yield()
    }
  }

  func run() async throws {
    await withGracefulShutdownHandler {
      for await _ in wakes { await drain() }
    } onGracefulShutdown: {
      self.wake.finish()
    }
    await drain()
  }

  private func drain() async {
    while true {
      let waiting = queue.withLock { queue in
        defer { queue = [] }
        return queue
      }
      if waiting.isEmpty { return }
      await perform(
        waiting.compactMap { one in
          if case .perform(let operation) = one.job { (one, operation) } else { nil }
        })
      for one in waiting where !one.job.isOperation {
        one.answer(await answer(one.job))
      }
    }
  }

  /// Does all of a batch, again when somebody was in its way.
  private func perform(_ batch: [Performing]) async {
    guard let until = batch.map(\.waiting.since).min().map({ $0 + Self.patience }) else { return }
    var pause = Self.firstPause
    while true {
      do {
        let outcomes = try await store.perform(batch.map(\.operation))
        for (one, outcome) in zip(batch, outcomes) {
          count(outcome)
          one.waiting.answer(.outcome(outcome))
        }
        return
      } catch .invalid where batch.count > 1 {
        // One of them spoils it for all.
        for one in batch { await perform([one]) }
        return
      } catch {
        guard error.isPassing, clock.now < until else { return failed(batch, error) }
      }
      retries.increment(by: batch.count)
      try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
      pause *= 2
    }
  }

  /// A value that storage refuses is asked about once more by `settle`, which ends the operation.
  private func failed(_ batch: [Performing], _ error: StorageError) {
    failed(error)
    var isUndone = error.wroteNothing
    if case .invalid = error { isUndone = false }
    for one in batch { one.waiting.answer(isUndone ? .notDone : .unavailable) }
  }

  private func count(_ outcome: ValueOutcome) {
    switch outcome {
    case .done(_, let isRepeated):
      operations.increment()
      if isRepeated { repeats.increment() }
    case .refused: refusals.increment()
    case .forgotten, .stale, .staleEpoch, .staleVersion: break
    }
  }

  private func answer(_ job: ValueJob) async -> ValueReply {
    do {
      switch job {
      case .perform: return .unavailable
      case .settle(let id): return .settled(try await store.settle(id))
      case .belongings(let character):
        return .belongings(try await store.belongings(of: character))
      case .mail(let character): return .mail(try await store.mail(of: character))
      case .ground(let region): return .ground(try await store.groundItems(of: region))
      }
    } catch {
      failed(error)
      return .unavailable
    }
  }

  private func failed(_ error: StorageError) {
    failures.increment()
    // While storage is away, `StorageDesk` says so.
    let level: Logger.Level =
      switch error {
      case .unavailable, .full, .busy, .overloaded: .debug
      default: .warning
      }
    logger.log(
      level: level, "storage does not answer about belongings", metadata: ["error": "\(error)"])
  }
}

extension ValueJob {
  fileprivate var isOperation: Bool {
    if case .perform = self { true } else { false }
  }
}

extension StorageError {
  /// Whether somebody else was in the way, who may be gone in a moment.
  fileprivate var isPassing: Bool {
    switch self {
    case .busy, .overloaded: true
    default: false
    }
  }
}
