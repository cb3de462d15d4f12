import Cluster
import Metrics
import Model
import Synchronization
import Wire

/// Finds the mailbox of a region of this process, from any thread.
final class RegionRouter: Sendable {
  private struct Table {
    var mailboxes: [RegionID: RegionMailbox] = [:]
    /// Where regions of this process went: what others still send here is sent on.
    var forwards: [RegionID: ShardID] = [:]
  }

  private let table = Mutex(Table())
  private let strays = Counter(label: "pangea_messages_without_region_total")
  private let clock: any Clock

  init(clock: any Clock = SystemClock()) { self.clock = clock }

  func open(_ region: RegionID, mailbox: RegionMailbox) {
    table.withLock {
      $0.mailboxes[region] = mailbox
      $0.forwards[region] = nil
    }
  }

  func close(_ region: RegionID) {
    table.withLock { _ = $0.mailboxes.removeValue(forKey: region) }
  }

  /// The region runs on another shard by now.
  func forward(_ region: RegionID, to shard: ShardID?) {
    table.withLock { $0.forwards[region] = shard }
  }

  /// Where a region went that ran here.
  func forward(of region: RegionID) -> ShardID? { table.withLock { $0.forwards[region] } }

  func mailbox(of region: RegionID) -> RegionMailbox? {
    table.withLock { $0.mailboxes[region] }
  }

  /// Tells every region of this process.
  func broadcast(_ event: RegionEvent) {
    for mailbox in table.withLock({ Array($0.mailboxes.values) }) { mailbox.post(event) }
  }

  /// Hands a frame's messages to their regions, one wake a region, and returns those for which no
  /// region of this process stands: the caller refuses them.
  func deliver(_ messages: [ClusterMessage], from node: NodeID) -> [ClusterMessage] {
    let table = table.withLock { $0.mailboxes }
    var batches: [RegionID: [RegionEvent]] = [:]
    var unclaimed: [ClusterMessage] = []
    for message in messages {
      if let region = message.region, table[region] != nil {
        batches[region, default: []].append(
          RegionEvent(message, from: node, clock: clock))
      } else {
        unclaimed.append(message)
      }
    }
    for (region, events) in batches { table[region]?.post(events) }
    strays.increment(by: Int64(unclaimed.count))
    return unclaimed
  }
}
