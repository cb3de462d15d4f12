import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage
import Synchronization

/// Carries what regions ask of storage about belongings, off the event loops: all operations that
/// wait go as one batch.
final class ValueDesk: Service {
  private struct Waiting: Sendable {
    let job: ValueJob
    let key: UInt64
    let mailbox: RegionMailbox
  }

  private let store: any Store
  private let limit: Int
  private let logger: Logger
  private let queue: Mutex<[Waiting]> = Mutex([])
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let operations = Counter(label: "pangea_value_operations_total")
  private let repeats = Counter(label: "pangea_value_operations_repeated_total")
  private let refusals = Counter(label: "pangea_value_operations_refused_total")
  private let failures = Counter(label: "pangea_value_jobs_failed_total")

  init(store: any Store, limit: Int, logger: Logger) {
    self.store = store
    self.limit = limit
    self.logger = logger
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Queues a job; the answer comes into `mailbox` exactly once, under `key`. Any thread.
  func submit(_ job: ValueJob, key: UInt64, answering mailbox: RegionMailbox) {
    let isFull = queue.withLock { queue in
      guard queue.count < limit else { return true }
      queue.append(Waiting(job: job, key: key, mailbox: mailbox))
      return false
    }
    if isFull {
      failures.increment()
      mailbox.post(.valued(key, .unavailable))
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
      await perform(waiting)
      for one in waiting {
        if case .perform = one.job { continue }
        one.mailbox.post(.valued(one.key, await answer(one.job)))
      }
    }
  }

  private func perform(_ waiting: [Waiting]) async {
    var batch: [(waiting: Waiting, operation: ValueOperation)] = []
    for one in waiting {
      if case .perform(let operation) = one.job { batch.append((one, operation)) }
    }
    guard !batch.isEmpty else { return }
    do {
      let outcomes = try await store.perform(batch.map(\.operation))
      for (one, outcome) in zip(batch, outcomes) {
        count(outcome)
        one.waiting.mailbox.post(.valued(one.waiting.key, .outcome(outcome)))
      }
    } catch {
      failed(error)
      for one in batch { one.waiting.mailbox.post(.valued(one.waiting.key, .unavailable)) }
    }
  }

  private func count(_ outcome: ValueOutcome) {
    switch outcome {
    case .done(_, let isRepeated):
      operations.increment()
      if isRepeated { repeats.increment() }
    case .refused: refusals.increment()
    case .stale, .staleEpoch, .staleVersion: break
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
    logger.warning(
      "storage does not answer about belongings", metadata: ["error": "\(error)"])
  }
}
