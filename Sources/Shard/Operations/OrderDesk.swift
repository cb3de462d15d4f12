import Cluster
import Model
import Synchronization
import Wire
import World

/// What operators ordered of characters, for the whole process: told to every region, because
/// nobody knows which will hold the character; answered once.
///
/// A further operation of this kind is a case of `OperationOrder.Kind`, and what `CharacterDeed`
/// makes of it.
final class OrderDesk: Sendable {
  typealias Answer = @Sendable (OperationOutcome) -> Void

  private struct State {
    var orders = HolderOrders()
    var answers: [AdminOperationID: Answer] = [:]
  }

  private let state = Mutex(State())
  private let maps: [MapID: RegionMap]
  private let router: RegionRouter
  private let wallClock: @Sendable () -> UInt64

  /// - Parameter wallClock: milliseconds since 1970.
  init(
    maps: [MapID: RegionMap], router: RegionRouter, wallClock: @escaping @Sendable () -> UInt64
  ) {
    self.maps = maps
    self.router = router
    self.wallClock = wallClock
  }

  var now: UInt64 { wallClock() }

  // MARK: Orders

  /// Takes an order that was not taken before. What no region could do is refused at once, the same
  /// by every shard.
  func take(_ order: OperationOrder, _ answer: @escaping Answer) {
    guard case .character? = order.scope, let kind = order.kind, kind.isForHolder else {
      return answer(.nothingToDo)
    }
    if case .refused(let refusal) = CharacterDeed.read(kind, on: maps) {
      return answer(.refused(refusal))
    }
    state.withLock { state in
      state.orders.received(order)
      state.answers[order.id] = answer
    }
    router.broadcast(.order(order))
  }

  /// Another process has done it.
  func withdraw(_ id: AdminOperationID) {
    close([id]) { $0.withdrew(id) ? [id] : [] }
  }

  /// Answers what nobody began with in time.
  func expire() {
    let now = now
    close([]) { $0.expired(now: now) }
  }

  private func close(
    _ ids: [AdminOperationID], _ closing: (inout HolderOrders) -> [AdminOperationID]
  ) {
    let closed = state.withLock { state in
      closing(&state.orders).map { ($0, state.answers.removeValue(forKey: $0)) }
    }
    for (id, answer) in closed {
      router.broadcast(.orderClosed(id))
      answer?(.nothingToDo)
    }
  }

  // MARK: Regions

  /// What a region that opens has to know.
  var open: [OperationOrder] { state.withLock { $0.orders.open } }

  /// What an order asks for; nil when it cannot be done.
  func deed(_ order: OperationOrder) -> CharacterDeed? {
    guard let kind = order.kind, case .deed(let deed) = CharacterDeed.read(kind, on: maps) else {
      return nil
    }
    return deed
  }

  /// Whether a region may begin with it; `isDone`: it was done, and is to be told.
  func begin(_ id: AdminOperationID, by region: RegionID, isDone: Bool) -> Bool {
    let now = now
    return state.withLock { $0.orders.began(id, by: region, isDone: isDone, now: now) }
  }

  func letGo(_ ids: [AdminOperationID], by region: RegionID) {
    guard !ids.isEmpty else { return }
    state.withLock { state in
      for id in ids { state.orders.letGo(id, by: region) }
    }
  }

  /// A region of this process ended.
  func ended(_ region: RegionID) { state.withLock { $0.orders.ended(region) } }

  /// It is done and stored, or refused for good.
  func finish(_ id: AdminOperationID, _ outcome: OperationOutcome) {
    let answer = state.withLock { state -> Answer? in
      guard state.orders.finished(id) else { return nil }
      return state.answers.removeValue(forKey: id)
    }
    router.broadcast(.orderClosed(id))
    answer?(outcome)
  }
}
