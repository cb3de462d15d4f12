import Model
import Wire

/// What operators ordered of characters, as one region sees it: what waits to be done to whoever is
/// here, and what was done, as marks on the characters.
///
/// ```
/// waiting -> begun -> marked, with what it changed -> stored -> told
/// ```
///
/// Whoever holds a character with a mark that is stored and not told tells it. So an order is done
/// once however often the character goes to other regions in between, and if its region dies, the
/// deed and the mark are lost together or kept together. Pure: moments are milliseconds since 1970.
public struct RegionOrders: Sendable {
  /// A deed that is stored: to be told.
  public struct Done: Hashable, Sendable {
    public var id: AdminOperationID
    public var before: String
  }

  private var waiting: [OperationOrder] = []
  private var marks: [CharacterID: [OrderMark]] = [:]
  /// Begun here, and not told: by whom it is about.
  private var begun: [AdminOperationID: CharacterID] = [:]

  public init() {}

  /// Whether there is nothing to look after.
  public var isIdle: Bool { waiting.isEmpty && marks.isEmpty }

  /// What waits, the oldest first.
  public var open: [OperationOrder] { waiting }

  public mutating func received(_ order: OperationOrder) {
    guard !waiting.contains(where: { $0.id == order.id }),
      waiting.count < ClusterLimits.operationsMax
    else { return }
    let place =
      waiting.firstIndex { ($0.issuedAt, $0.id) > (order.issuedAt, order.id) } ?? waiting.endIndex
    waiting.insert(order, at: place)
  }

  /// It is over: done, too late, or withdrawn.
  public mutating func closed(_ id: AdminOperationID) {
    waiting.removeAll { $0.id == id }
    begun[id] = nil
  }

  // MARK: Characters

  /// A character came, with what was done to it before.
  public mutating func arrived(_ character: CharacterID, _ carried: [OrderMark]) {
    marks[character] = carried.isEmpty ? nil : carried
  }

  /// A character is not here any more. What was begun and is not told goes on elsewhere.
  public mutating func left(_ character: CharacterID) -> [AdminOperationID] {
    marks[character] = nil
    let ids = begun.filter { $0.value == character }.map(\.key).sorted()
    for id in ids { begun[id] = nil }
    return ids
  }

  /// What goes with the character, the oldest first.
  public func marks(of character: CharacterID) -> [OrderMark] { marks[character] ?? [] }

  public func mark(_ id: AdminOperationID, of character: CharacterID) -> OrderMark? {
    marks[character]?.first { $0.id == id }
  }

  /// Whether a character has no room for another mark: a further order waits.
  public func isFull(_ character: CharacterID) -> Bool {
    marks(of: character).count >= ClusterLimits.orderMarksMax
  }

  // MARK: Deeds

  public func hasBegun(_ id: AdminOperationID) -> Bool { begun[id] != nil }

  /// The region does it now, or goes on with what another did.
  public mutating func began(_ id: AdminOperationID, of character: CharacterID) {
    begun[id] = character
  }

  /// The region did not get to do it.
  public mutating func gaveUp(_ id: AdminOperationID) { begun[id] = nil }

  /// It was done here, now.
  public mutating func did(
    _ order: OperationOrder, to character: CharacterID, before: String
  ) {
    precondition(mark(order.id, of: character) == nil, "an order is done once")
    marks[character, default: []].append(
      OrderMark(id: order.id, until: order.deadline, before: before))
  }

  /// Storage has the character with these marks. What of it was begun here is to be told, once.
  public mutating func stored(_ character: CharacterID, _ stored: [OrderMark]) -> [Done] {
    guard marks[character] != nil else { return [] }
    var done: [Done] = []
    for mark in stored where !mark.isTold && begun[mark.id] == character {
      guard let index = marks[character]?.firstIndex(where: { $0.id == mark.id }) else { continue }
      marks[character]?[index].isTold = true
      begun[mark.id] = nil
      done.append(Done(id: mark.id, before: mark.before))
    }
    return done
  }

  /// Forgets marks of orders that nobody asks for any more.
  public mutating func forget(now: UInt64) {
    for (character, carried) in marks {
      let kept = carried.filter { now < $0.until + ClusterLimits.orderMarkMilliseconds }
      if kept.count != carried.count { marks[character] = kept.isEmpty ? nil : kept }
    }
  }
}
