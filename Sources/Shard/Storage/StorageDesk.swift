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
/// Checkpoints go the same way; of a region only the newest waits. Requests are done in the order in which they came, one transaction each; a region's requests are
/// batches already. While the store does not answer, each request is answered "unavailable" and the
/// region's authority tries again: nobody waits on a loop.
final class StorageDesk: Service {
  private struct Waiting: Sendable {
    let request: AuthorityRequest
    let mailbox: RegionMailbox
  }

  /// Checkpoints in one transaction.
  private static let checkpointsPerBatchMax = 32

  private let store: any Store
  private let limit: Int
  private let logger: Logger
  private let queue: Mutex<[Waiting]> = Mutex([])
  private let checkpoints: Mutex<[RegionID: RegionCheckpoint]> = Mutex([:])
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let refused = Counter(label: "pangea_storage_requests_refused_total")
  private let failures = Counter(label: "pangea_storage_requests_failed_total")

  init(store: any Store, limit: Int, logger: Logger) {
    self.store = store
    self.limit = limit
    self.logger = logger
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

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

  /// Writes what waits, a batch at most; false when nothing did, or storage did not answer: then the
  /// next checkpoint of the region is worth more.
  private func saveCheckpoints() async -> Bool {
    let batch = checkpoints.withLock { waiting in
      let batch = waiting.keys.sorted().prefix(Self.checkpointsPerBatchMax).compactMap {
        waiting.removeValue(forKey: $0)
      }
      return batch
    }
    guard !batch.isEmpty else { return false }
    do {
      _ = try await store.save(batch)
      return true
    } catch {
      failures.increment()
      logger.warning(
        "storage does not take checkpoints", metadata: ["why": "\(error)"])
      return false
    }
  }

  private func answer(_ request: AuthorityRequest) async -> AuthorityReply {
    do {
      return try await store.perform(request)
    } catch {
      failures.increment()
      logger.warning(
        "storage does not answer",
        metadata: ["region": "\(request.region)", "error": "\(error)"])
      return .unavailable
    }
  }
}
