import Cluster
import Model
import Testing
import Wire

@Suite struct OperationBookTests {
  static let node = NodeID.gateway(GatewayID(1))
  static let run = Incarnation(7)

  static func id(_ number: UInt64) -> AdminOperationID {
    var random = SeededGenerator(seed: number)
    return AdminOperationID(using: &random)
  }

  static func order(
    _ number: UInt64, deadline: UInt64 = 1_000, target: Incarnation = run,
    kind: OperationOrder.Kind? = .kick(reason: ""), scope: OperationScope? = .everybody
  ) -> OperationOrder {
    OperationOrder(
      id: id(number), admin: AdminID(1), target: target, actor: "gm", issuedAt: 0,
      deadline: deadline, scope: scope, kind: kind)
  }

  private static func receipt(
    _ number: UInt64, _ outcome: OperationOutcome
  ) -> OperationReceipt {
    OperationReceipt(id: id(number), node: node, incarnation: run, outcome: outcome)
  }

  private func book(_ entriesMax: Int = 8) -> OperationBook {
    OperationBook(node: Self.node, incarnation: Self.run, entriesMax: entriesMax)
  }

  @Test func anOrderIsBegunOnceAndAnsweredTheSameForEver() {
    var book = book()
    #expect(book.received(Self.order(1), now: 10) == .apply)
    #expect(book.received(Self.order(1), now: 11) == .wait)
    let done = Self.receipt(1, .applied(reached: 3))
    #expect(book.finished(Self.id(1), .applied(reached: 3)) == done)
    for now: UInt64 in [12, 999, 1_000, 90_000_000] {
      #expect(book.received(Self.order(1), now: now) == .answer(done))
    }
  }

  @Test func whatComesTooLateIsNeverBegun() {
    var book = book()
    let late = OperationBook.Verdict.answer(Self.receipt(1, .refused(.expired)))
    #expect(book.received(Self.order(1), now: 1_000) == late)
    // The clock was put back: what was refused stays refused.
    #expect(book.received(Self.order(1), now: 10) == late)
    #expect(book.received(Self.order(2), now: 999) == .apply)
  }

  @Test func anotherRunRefuses() {
    var book = book()
    let refused = Self.receipt(1, .refused(.otherRun))
    for target: UInt64 in [6, 8] {
      let order = Self.order(1, target: Incarnation(target))
      #expect(book.received(order, now: 10) == .answer(refused))
    }
    #expect(book.count == 0)
  }

  @Test func whatIsNotKnownIsRefused() {
    var book = book()
    let refused = OperationBook.Verdict.answer(Self.receipt(1, .refused(.unknownKind)))
    #expect(book.received(Self.order(1, kind: nil), now: 10) == refused)
    #expect(book.received(Self.order(1, scope: nil), now: 10) == refused)
  }

  @Test func aFullBookForgetsOnlyWhatIsPast() {
    var book = book(4)
    for number: UInt64 in 1...4 {
      #expect(book.received(Self.order(number, deadline: 100 * number), now: 1) == .apply)
    }
    // None is answered, and none is past.
    #expect(book.received(Self.order(5, deadline: 900), now: 2) == .full)
    for number: UInt64 in 1...4 { _ = book.finished(Self.id(number), .nothingToDo) }
    #expect(book.received(Self.order(5, deadline: 900), now: 2) == .full)
    #expect(book.received(Self.order(5, deadline: 900), now: 250) == .apply)
    #expect(book.count == 4)
    // The first is forgotten: it may have been done, and is not begun again.
    let forgotten = OperationBook.Verdict.answer(Self.receipt(1, .refused(.forgotten)))
    #expect(book.received(Self.order(1, deadline: 100), now: 250) == forgotten)
    #expect(book.received(Self.order(1, deadline: 100), now: 50) == forgotten)
    let known = OperationBook.Verdict.answer(Self.receipt(2, .nothingToDo))
    #expect(book.received(Self.order(2, deadline: 200), now: 250) == known)
  }
}
