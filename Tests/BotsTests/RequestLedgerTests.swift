import Model
import Testing
import Wire

@testable import Bots

@Suite struct RequestLedgerTests {
  private static func ledger() -> RequestLedger {
    var ledger = RequestLedger()
    ledger.loggedIn(3)
    return ledger
  }

  private static func answer(
    _ number: UInt64, _ code: ValueAnswer.Code = .done, login: UInt64 = 3, again: UInt32 = 0
  ) -> ValueAnswer {
    ValueAnswer(number: number, login: login, code: code, againMilliseconds: again)
  }

  @Test func countsFromOneUnderItsFirstLogin() {
    var ledger = RequestLedger()
    #expect(ledger.ask(.askMail, at: 0) == nil, "nobody is logged in")
    ledger.loggedIn(3)
    ledger.loggedIn(9)
    let requests = (0..<6).map { _ in ledger.ask(.askMail, at: 0) }
    #expect(requests.compactMap { $0?.number } == [1, 2, 3, 4], "four at a time")
    #expect(requests[0]?.login == 3)
  }

  @Test func asksAgainEverySecondUntilItIsAnswered() {
    var ledger = Self.ledger()
    _ = ledger.ask(.pickUp(entity: 7), at: 0)
    #expect(ledger.due(at: 999).isEmpty)
    #expect(ledger.due(at: 1_000).map(\.number) == [1])
    #expect(ledger.due(at: 1_999).isEmpty)
    #expect(ledger.retried == 1)
    #expect(ledger.received(Self.answer(1), at: 2_000)?.wish == .pickUp(entity: 7))
    #expect(ledger.due(at: 9_000).isEmpty)
    #expect(ledger.received(Self.answer(1), at: 9_000) == nil, "answered once")
  }

  @Test func tryAgainIsNoAnswer() {
    var ledger = Self.ledger()
    _ = ledger.ask(.pickUp(entity: 7), at: 0)
    #expect(ledger.received(Self.answer(1, .tryAgain, again: 300), at: 10) == nil)
    #expect(ledger.isChanging)
    #expect(ledger.due(at: 309).isEmpty)
    #expect(ledger.due(at: 310).map(\.number) == [1])
  }

  @Test func answersOfOthersAreNone() {
    var ledger = Self.ledger()
    _ = ledger.ask(.askBelongings, at: 0)
    #expect(ledger.received(Self.answer(2), at: 0) == nil)
    #expect(ledger.received(Self.answer(1, login: 4), at: 0) == nil)
    #expect(ledger.isAsking && !ledger.isChanging)
  }

  @Test func afterALostConnectionEverythingIsDue() {
    var ledger = Self.ledger()
    _ = ledger.ask(.pickUp(entity: 7), at: 0)
    _ = ledger.ask(.pickUp(entity: 8), at: 0)
    _ = ledger.received(Self.answer(1), at: 100)
    ledger.loggedIn(5)
    ledger.joined(at: 200)
    #expect(ledger.due(at: 200).map(\.number) == [2])
  }
}
