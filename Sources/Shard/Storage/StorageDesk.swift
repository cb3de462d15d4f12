import Cluster
import Logging
import Metrics
import Model
import ServiceLifecycle
import Storage
import Synchronization

/// Carries the storage requests of all regions of a shard to the store, off the event loops, and
/// puts the answers into the regions' mailboxes.
///
/// Checkpoints go the same way; of a region only the newest waits. Requests are done in the order in
/// which they came, one transaction each; a region's requests are batches already. While the store
/// does not answer or has no room, each request is answered "unavailable" and the region's authority
/// tries again: nobody waits on a loop, and of each character only its present state is kept.
final class StorageDesk: Service {
  /// What the desk asks of storage.
  struct Work: Sendable {
    let perform: @Sendable (AuthorityRequest) async throws(StorageError) -> AuthorityReply
    let save: @Sendable ([RegionCheckpoint]) async throws(StorageError) -> Void
  }

  private struct Waiting: Sendable {
    let request: AuthorityRequest
    let mailbox: RegionMailbox
  }

  /// Checkpoints in one transaction.
  private static let checkpointsPerBatchMax = 32

  private let work: Work
  private let limit: Int
  private let clock: any Clock
  private let logger: Logger
  private let queue: Mutex<[Waiting]> = Mutex([])
  private let checkpoints: Mutex<[RegionID: RegionCheckpoint]> = Mutex([:])
  private let alarm = Mutex(StorageAlarm())
  private let health = Mutex(StorageHealth())
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let refused = Counter(label: "pangea_storage_requests_refused_total")
  private let failures = Counter(label: "pangea_storage_requests_failed_total")
  private let unsaved = Gauge(label: "pangea_storage_unsaved_characters")

  init(work: Work, limit: Int, clock: any Clock = SystemClock(), logger: Logger) {
    self.work = work
    self.limit = limit
    self.clock = clock
    self.logger = logger
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  convenience init(store: any Store, limit: Int, logger: Logger) {
    let work = Work(
      perform: { (request) async throws(StorageError) in try await store.perform(request) },
      save: { (checkpoints) async throws(StorageError) in _ = try await store.save(checkpoints) })
    self.init(work: work, limit: limit, logger: logger)
  }

  /// How many requests wait.
  var waiting: Int { queue.withLock { $0.count } }

  /// Queues a request; the answer comes into `mailbox` exactly once. Any thread.
  func submit(_ request: AuthorityRequest, answering mailbox: RegionMailbox) {
    let isFull = queue.withLock { queue in
      guard queue.count < limit else { return true }
      queue.append(Waiting(request: request, mailbox: mailbox))
      return false
    }
    if isFull {
      refused.increment()
      mailbox.post(.stored(request.id, .unavailable))
    } else {
      wake.yield()
    }
  }

  /// Queues a checkpoint in the place of an older one of its region. Any thread.
  func submit(_ checkpoint: RegionCheckpoint) {
    checkpoints.withLock { $0[checkpoint.fence.region] = checkpoint }
    wake.yield()
  }

  /// Whether storage answers at the moment. Any thread.
  var isPrompt: Bool { health.withLock { $0.isPrompt(now: clock.now) } }

  /// Works until the service group stops; then does what still waits, so that no save is lost.
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
      let batch = queue.withLock { queue in
        defer { queue = [] }
        return queue
      }
      for waiting in batch {
        let reply = await answer(waiting.request)
        waiting.mailbox.post(.stored(waiting.request.id, reply))
      }
      // Players' requests first: a checkpoint may wait.
      if batch.isEmpty, await !saveCheckpoints() { return }
    }
  }

  /// Writes what waits, a batch at most; false when nothing did, or storage did not take it: then the
  /// next checkpoint of the region is worth more.
  private func saveCheckpoints() async -> Bool {
    let batch = checkpoints.withLock { waiting in
      let batch = waiting.keys.sorted().prefix(Self.checkpointsPerBatchMax).compactMap {
        waiting.removeValue(forKey: $0)
      }
      return batch
    }
    guard !batch.isEmpty else { return false }
    health.withLock { $0.asked(now: clock.now) }
    do {
      try await work.save(batch)
      health.withLock { $0.answered() }
      wrote([])
      return true
    } catch {
      failed(error, saving: [])
      return false
    }
  }

  private func answer(_ request: AuthorityRequest) async -> AuthorityReply {
    let characters = request.operation.saved
    health.withLock { $0.asked(now: clock.now) }
    do {
      let reply = try await work.perform(request)
      health.withLock { $0.answered() }
      if !characters.isEmpty { wrote(characters) }
      return reply
    } catch {
      failed(error, saving: characters)
      return .unavailable
    }
  }

  // MARK: What people hear of it

  private func failed(_ error: StorageError, saving characters: [CharacterID]) {
    failures.increment()
    health.withLock { $0.failed(now: clock.now) }
    let (word, count) = alarm.withLock {
      ($0.failed(error, saving: characters, now: clock.now), $0.waiting.count)
    }
    unsaved.record(count)
    say(word)
  }

  private func wrote(_ characters: [CharacterID]) {
    guard let word = alarm.withLock({ $0.wrote(characters, now: clock.now) }) else { return }
    unsaved.record(0)
    say(word)
  }

  private func say(_ word: StorageAlarm.Word?) {
    switch word {
    case .error(let text)?: logger.error("\(text)")
    case .notice(let text)?: logger.notice("\(text)")
    case nil: break
    }
  }
}

extension AuthorityRequest.Operation {
  /// The characters that it writes.
  fileprivate var saved: [CharacterID] {
    switch self {
    case .save(let rows), .leave(let rows): rows.map(\.character)
    case .attach, .claim, .revoke, .confirm: []
    }
  }
}
