import Cluster
import Model
import Testing
import Wire

@Suite struct OperationRoundTests {
  private static let one = OperationTarget(
    node: .gateway(GatewayID(1)), incarnation: Incarnation(10))
  private static let two = OperationTarget(
    node: .gateway(GatewayID(2)), incarnation: Incarnation(20))
  private static let order = OperationBookTests.order(1, target: Incarnation(0))

  private func round(
    late: Bool = false, _ targets: [OperationTarget: OperationResult?] = [one: nil, two: nil],
    resumedAt: UInt64 = 0
  ) -> OperationRound {
    OperationRound(
      order: Self.order, takesLateJoiners: late, targets: targets, resumedAt: resumedAt)
  }

  private func sends(_ actions: [OperationRound.Action]) -> [OperationTarget] {
    actions.compactMap {
      guard case .send(let order, let node) = $0 else { return nil }
      return OperationTarget(node: node, incarnation: order.target)
    }
  }

  private func receipt(
    _ target: OperationTarget, _ outcome: OperationOutcome = .applied(reached: 1)
  ) -> OperationReceipt {
    OperationReceipt(
      id: Self.order.id, node: target.node, incarnation: target.incarnation, outcome: outcome)
  }

  @Test func everybodyIsAskedUntilItAnswers() {
    var round = round()
    #expect(sends(round.ticked(now: 0)) == [Self.one, Self.two])
    #expect(sends(round.ticked(now: 99)) == [])
    #expect(sends(round.ticked(now: 100)) == [Self.one, Self.two])
    let answered = OperationResult.answered(.applied(reached: 1))
    #expect(
      round.received(receipt(Self.one), from: Self.one.node, now: 150)
        == [.record(Self.one, answered)])
    #expect(round.received(receipt(Self.one), from: Self.one.node, now: 151) == [])
    #expect(sends(round.ticked(now: 300)) == [Self.two])
    #expect(sends(round.ticked(now: 600)) == [])
    #expect(
      round.received(receipt(Self.two), from: Self.two.node, now: 700)
        == [.record(Self.two, answered), .finish])
    #expect(round.isFinished)
    #expect(round.ticked(now: 9_000) == [])
  }

  @Test func whoDoesNotAnswerIsNamed() {
    var round = round()
    _ = round.ticked(now: 0)
    _ = round.saw([Self.one.node: Self.one.incarnation], now: 500)
    let last = sends(round.ticked(now: 2_999))
    #expect(last == [Self.one, Self.two])
    #expect(
      round.ticked(now: 3_000) == [
        .record(Self.one, .unreachable(.silent)), .record(Self.two, .unreachable(.gone)), .finish,
      ])
    // It answers after all.
    #expect(
      round.received(receipt(Self.two, .refused(.expired)), from: Self.two.node, now: 60_000)
        == [.record(Self.two, .answered(.refused(.expired)))])
  }

  @Test func aLaterRunIsAnotherTarget() {
    let later = OperationTarget(node: Self.one.node, incarnation: Incarnation(11))
    var strict = round()
    _ = strict.ticked(now: 0)
    #expect(
      strict.saw([later.node: later.incarnation, Self.two.node: Self.two.incarnation], now: 50)
        == [.record(Self.one, .unreachable(.restarted))])
    var open = round(late: true)
    _ = open.ticked(now: 0)
    #expect(
      open.saw([later.node: later.incarnation], now: 50)
        == [.record(Self.one, .unreachable(.restarted)), .expect(later)])
    #expect(sends(open.ticked(now: 51)) == [later])
    // Nobody joins after the deadline.
    let tooLate = OperationTarget(node: .shard(ShardID(9)), incarnation: Incarnation(1))
    #expect(open.saw([tooLate.node: tooLate.incarnation], now: 1_000) == [])
  }

  @Test func aLaterRunThatAnswersIsKnownBeforeTheRegistrySaysSo() {
    let later = OperationTarget(node: Self.one.node, incarnation: Incarnation(11))
    var round = round(late: true)
    _ = round.ticked(now: 0)
    #expect(
      round.received(receipt(later, .refused(.otherRun)), from: later.node, now: 10)
        == [.record(Self.one, .unreachable(.restarted)), .expect(later)])
  }

  /// It refuses again what was for an earlier run, and has done what was for itself.
  @Test func whatWasForAnEarlierRunSaysNothingOfTheLaterOne() {
    let later = OperationTarget(node: Self.one.node, incarnation: Incarnation(11))
    var round = round(late: true, [Self.one: nil, later: nil])
    _ = round.ticked(now: 0)
    #expect(
      round.received(receipt(later, .refused(.otherRun)), from: later.node, now: 10)
        == [.record(Self.one, .unreachable(.restarted))])
    let done = OperationResult.answered(.applied(reached: 1))
    #expect(
      round.received(receipt(later), from: later.node, now: 20) == [.record(later, done)])
  }

  @Test func aRoundWithLateJoinersLastsUntilTheDeadline() {
    var round = round(late: true, [Self.one: nil])
    _ = round.ticked(now: 0)
    _ = round.received(receipt(Self.one), from: Self.one.node, now: 10)
    #expect(!round.isFinished)
    #expect(round.ticked(now: 999) == [])
    #expect(round.ticked(now: 1_000) == [.finish])
  }

  @Test func anotherProcessAsksTheRest() {
    let known: [OperationTarget: OperationResult?] = [
      Self.one: .answered(.nothingToDo), Self.two: nil,
    ]
    var round = round(known, resumedAt: 60_000)
    #expect(sends(round.ticked(now: 60_000)) == [Self.two])
    #expect(
      round.received(receipt(Self.two), from: Self.two.node, now: 60_100)
        == [.record(Self.two, .answered(.applied(reached: 1))), .finish])
  }

  @Test func nobodyAnswersForAnother() {
    var round = round()
    _ = round.ticked(now: 0)
    #expect(round.received(receipt(Self.one), from: Self.two.node, now: 1) == [])
    var other = receipt(Self.one)
    other.id = OperationBookTests.id(2)
    #expect(round.received(other, from: Self.one.node, now: 1) == [])
  }

  @Test func aRoundWithoutTargetsIsOver() {
    var round = round([:])
    #expect(round.ticked(now: 0) == [.finish])
  }
}
