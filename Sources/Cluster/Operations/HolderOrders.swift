import Model
import Wire

/// Orders that whichever region holds a character does, as one process sees them: they wait until a
/// region here begins with one, until some other process has done it, or until their time is over.
///
/// Pure: moments are milliseconds since 1970.
public struct HolderOrders: Sendable {
  private enum State: Hashable {
    case waiting
    case begun(RegionID)
  }

  private struct Entry {
    let order: OperationOrder
    var state = State.waiting
  }

  private var entries: [AdminOperationID: Entry] = [:]

  public init() {}

  public var isEmpty: Bool { entries.isEmpty }

  /// What regions that open have to know, the oldest first.
  public var open: [OperationOrder] {
    entries.values.map(\.order).sorted { ($0.issuedAt, $0.id) < ($1.issuedAt, $1.id) }
  }

  public mutating func received(_ order: OperationOrder) {
    guard entries[order.id] == nil else { return }
    entries[order.id] = Entry(order: order)
  }

  /// Whether a region may begin: nobody else here has, and it is in time. What was done elsewhere and
  /// came here on a character (`isDone`) is told late as well.
  public mutating func began(
    _ id: AdminOperationID, by region: RegionID, isDone: Bool, now: UInt64
  ) -> Bool {
    guard let entry = entries[id], entry.state == .waiting,
      isDone || now < entry.order.deadline
    else { return false }
    entries[id]?.state = .begun(region)
    return true
  }

  /// A region has nothing more to do with it: the character left, or the order could not be done.
  public mutating func letGo(_ id: AdminOperationID, by region: RegionID) {
    guard entries[id]?.state == .begun(region) else { return }
    entries[id]?.state = .waiting
  }

  /// A region is no longer here.
  public mutating func ended(_ region: RegionID) {
    for (id, entry) in entries where entry.state == .begun(region) { entries[id]?.state = .waiting }
  }

  /// It is done, or refused: true the first time, when it is to be answered.
  public mutating func finished(_ id: AdminOperationID) -> Bool {
    entries.removeValue(forKey: id) != nil
  }

  /// Another process has done it: true when nobody here has begun, and it is to be answered now.
  public mutating func withdrew(_ id: AdminOperationID) -> Bool {
    guard entries[id]?.state == .waiting else { return false }
    entries[id] = nil
    return true
  }

  /// What nobody began with in time, to be answered now. A short while after the deadline is left
  /// for characters that are on their way here with what was done elsewhere.
  public mutating func expired(now: UInt64) -> [AdminOperationID] {
    let late = entries.values.filter {
      $0.state == .waiting && now >= $0.order.deadline + ClusterLimits.orderLingerMilliseconds
    }.map(\.order.id).sorted()
    for id in late { entries[id] = nil }
    return late
  }
}
