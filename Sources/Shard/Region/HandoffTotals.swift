import Cluster
import Synchronization

/// The handoffs of all regions that this process ever had: what a region counted does not go with
/// it when it moves.
final class HandoffTotals: Sendable {
  struct Count: Hashable, Sendable {
    var started: UInt64 = 0
    var completed: UInt64 = 0
    var refused: UInt64 = 0
    var revoked: UInt64 = 0
    var crossShard: UInt64 = 0

    init() {}

    init(_ authority: AuthorityCounters, crossShard: UInt64) {
      started = authority.offersMade
      completed = authority.offersCompleted
      refused = authority.offersRefused
      revoked = authority.offersRevoked
      self.crossShard = crossShard
    }
  }

  private let total = Mutex(Count())

  var now: Count { total.withLock { $0 } }

  /// Adds what one region did between two looks.
  func add(_ now: Count, since last: Count) {
    guard now != last else { return }
    total.withLock { total in
      total.started += now.started - last.started
      total.completed += now.completed - last.completed
      total.refused += now.refused - last.refused
      total.revoked += now.revoked - last.revoked
      total.crossShard += now.crossShard - last.crossShard
    }
  }
}
