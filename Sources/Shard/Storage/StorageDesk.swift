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
/// Requests are done in the order in which they came, one transaction each; a region's requests are
/// batches already. While the store does not answer, each request is answered "unavailable" and the
/// region's authority tries again: nobody waits on a loop.
final class StorageDesk: Service {
  private struct Waiting: Sendable {
    let request: AuthorityRequest
    let mailbox: RegionMailbox
  }

  private let store: any Store
  private let limit: Int
  private let logger: Logger
  private let queue: Mutex<[Waiting]> = Mutex([])
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
      if batch.isEmpty { return }
      for waiting in batch {
        let reply = await answer(waiting.request)
        waiting.mailbox.post(.stored(waiting.request.id, reply))
      }
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
