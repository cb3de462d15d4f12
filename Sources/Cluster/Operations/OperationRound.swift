import Model
import Wire

/// The asking side of one operation: sends the order to every target until each has answered, and
/// names those that did not.
///
/// ```
/// issued            deadline       settled
///   |--- orders, again and again ----|--- what did you do? ---|  the rest is unreachable
///   |--- late joiners, if wanted ----|
/// ```
///
/// Pure: moments are the wall clock's milliseconds since 1970, because deadlines outlive processes.
/// A process that goes on with another's round begins with what is recorded, and asks the rest.
public struct OperationRound: Sendable {
  public enum Action: Hashable, Sendable {
    case send(OperationOrder, to: NodeID)
    /// One more target will be asked: to be recorded before the next `ticked`, which asks it.
    case expect(OperationTarget)
    /// What became of the operation at a target; a second one replaces `unreachable`.
    case record(OperationTarget, OperationResult)
    /// Every target has a result, and nobody joins any more.
    case finish
  }

  private enum State: Hashable {
    case asked(again: UInt64, pause: UInt64)
    case settled(OperationResult)
  }

  public let order: OperationOrder
  private let takesLateJoiners: Bool
  private let terms: OperationTerms
  private let ends: UInt64
  private var targets: [OperationTarget: State] = [:]
  private var present: [NodeID: Incarnation] = [:]
  /// One has done what one does for all: the rest is told so, and nobody joins.
  private var isWithdrawn = false
  public private(set) var isFinished = false

  /// - Parameters:
  ///   - order: its target is filled in for each.
  ///   - takesLateJoiners: whether a node that comes before the deadline is asked as well.
  ///   - targets: who is asked, with what is known already.
  ///   - resumedAt: when a process goes on with the round of another: those who have not answered are
  ///     asked once more, however late it is.
  public init(
    order: OperationOrder, takesLateJoiners: Bool, targets: [OperationTarget: OperationResult?],
    resumedAt: UInt64 = 0, terms: OperationTerms = OperationTerms()
  ) {
    self.order = order
    self.takesLateJoiners = takesLateJoiners
    self.terms = terms
    ends = max(order.deadline, resumedAt) + terms.settling
    self.targets = targets.mapValues { result in
      result.map { State.settled($0) } ?? State.asked(again: 0, pause: terms.firstPause)
    }
    isWithdrawn =
      order.kind?.isForHolder == true && targets.values.contains { $0?.isDone == true }
    for target in targets.keys {
      present[target.node] = max(present[target.node] ?? target.incarnation, target.incarnation)
    }
  }

  /// The result of each target; nil: not known yet.
  public var results: [OperationTarget: OperationResult?] {
    targets.mapValues { if case .settled(let result) = $0 { result } else { nil } }
  }

  /// Sends what is due, and ends the round in time. To be called at once, and then every now and
  /// then.
  public mutating func ticked(now: UInt64) -> [Action] {
    guard !isFinished else { return [] }
    if now >= ends { return giveUp() }
    var actions: [Action] = []
    for (target, state) in inOrder {
      guard case .asked(let again, let pause) = state, now >= again else { continue }
      targets[target] = .asked(
        again: now + pause, pause: min(2 * pause, terms.longestPause))
      actions.append(ask(target))
    }
    return actions + ending(now)
  }

  /// Takes who lives, as the registry says.
  public mutating func saw(_ nodes: [NodeID: Incarnation], now: UInt64) -> [Action] {
    guard !isFinished else { return [] }
    present = nodes
    var actions: [Action] = []
    for (node, incarnation) in nodes.sorted(by: { $0.key.description < $1.key.description }) {
      actions += superseded(node, by: incarnation)
      actions += joined(OperationTarget(node: node, incarnation: incarnation), now)
    }
    return actions + ending(now)
  }

  /// Takes a node's answer.
  public mutating func received(
    _ receipt: OperationReceipt, from node: NodeID, now: UInt64
  ) -> [Action] {
    guard receipt.id == order.id, receipt.node == node else { return [] }
    let target = OperationTarget(node: node, incarnation: receipt.incarnation)
    // Says nothing of what this run did with an order of its own, only that it is there.
    if receipt.outcome == .refused(.otherRun) {
      guard !isFinished else { return [] }
      return superseded(node, by: receipt.incarnation) + joined(target, now) + ending(now)
    }
    guard let state = targets[target] else { return [] }
    let result = OperationResult.answered(receipt.outcome)
    switch state {
    case .settled(.answered): return []
    case .asked, .settled(.unreachable):
      targets[target] = .settled(result)
      if order.kind?.isForHolder == true, result.isDone { withdraw(now) }
      return [.record(target, result)] + ending(now)
    }
  }
}

extension OperationResult {
  /// Whether the target did it, or may not have to be asked of another.
  fileprivate var isDone: Bool {
    switch self {
    case .answered(.applied), .answered(.changed), .answered(.refused(.dead)): true
    case .answered, .unreachable: false
    }
  }
}

extension OperationRound {
  private var inOrder: [(key: OperationTarget, value: State)] {
    targets.sorted { $0.key.description < $1.key.description }
  }

  private func ask(_ target: OperationTarget) -> Action {
    var order = order
    order.target = target.incarnation
    order.isWithdrawn = isWithdrawn
    return .send(order, to: target.node)
  }

  /// Earlier runs of a node will not answer any more.
  private mutating func superseded(_ node: NodeID, by incarnation: Incarnation) -> [Action] {
    inOrder.compactMap { target, state in
      guard target.node == node, target.incarnation < incarnation, case .asked = state else {
        return nil
      }
      let result = OperationResult.unreachable(.restarted)
      targets[target] = .settled(result)
      return .record(target, result)
    }
  }

  private mutating func joined(_ target: OperationTarget, _ now: UInt64) -> [Action] {
    let isLatest = !targets.keys.contains {
      $0.node == target.node && $0.incarnation >= target.incarnation
    }
    guard takesLateJoiners, !isWithdrawn, now < order.deadline, isLatest else { return [] }
    targets[target] = .asked(again: now, pause: terms.firstPause)
    return [.expect(target)]
  }

  /// Those who have not answered are told with the next `ticked` that it is done.
  private mutating func withdraw(_ now: UInt64) {
    guard !isWithdrawn else { return }
    isWithdrawn = true
    for (target, state) in targets {
      guard case .asked = state else { continue }
      targets[target] = .asked(again: now, pause: terms.firstPause)
    }
  }

  private mutating func giveUp() -> [Action] {
    isFinished = true
    let missing: [Action] = inOrder.compactMap { target, state in
      guard case .asked = state else { return nil }
      let isPresent = present[target.node] == target.incarnation
      let result = OperationResult.unreachable(isPresent ? .silent : .gone)
      targets[target] = .settled(result)
      return .record(target, result)
    }
    return missing + [.finish]
  }

  /// Ends the round when all is said.
  private mutating func ending(_ now: UInt64) -> [Action] {
    let isSettled = targets.values.allSatisfy { if case .settled = $0 { true } else { false } }
    guard !isFinished, isSettled, !takesLateJoiners || isWithdrawn || now >= order.deadline
    else { return [] }
    isFinished = true
    return [.finish]
  }
}
