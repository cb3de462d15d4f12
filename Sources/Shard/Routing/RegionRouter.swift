import Metrics
import Model
import Synchronization
import Wire

/// Finds the mailbox of a region of this process, from any thread.
final class RegionRouter: Sendable {
  private let mailboxes = Mutex<[RegionID: RegionMailbox]>([:])
  private let strays = Counter(label: "pangea_messages_without_region_total")

  func open(_ region: RegionID, mailbox: RegionMailbox) {
    mailboxes.withLock { $0[region] = mailbox }
  }

  func close(_ region: RegionID) {
    mailboxes.withLock { _ = $0.removeValue(forKey: region) }
  }

  func mailbox(of region: RegionID) -> RegionMailbox? {
    mailboxes.withLock { $0[region] }
  }

  /// Tells every region of this process.
  func broadcast(_ event: RegionEvent) {
    for mailbox in mailboxes.withLock({ Array($0.values) }) { mailbox.post(event) }
  }

  /// Hands a frame's messages to their regions, one wake a region, and returns those for which no
  /// region of this process stands: the caller refuses them.
  func deliver(_ messages: [ClusterMessage], from node: NodeID) -> [ClusterMessage] {
    let table = mailboxes.withLock { $0 }
    var batches: [RegionID: [RegionEvent]] = [:]
    var unclaimed: [ClusterMessage] = []
    for message in messages {
      if let region = message.region, table[region] != nil {
        batches[region, default: []].append(.message(message, from: node))
      } else {
        unclaimed.append(message)
      }
    }
    for (region, events) in batches { table[region]?.post(events) }
    strays.increment(by: Int64(unclaimed.count))
    return unclaimed
  }
}
