import Model
import Testing

@testable import Gateway

@Suite("Order of inputs")
struct InputOrderTests {
  private func n(_ n: UInt64) -> InputSequence { InputSequence(n) }

  @Test("any first number, then without gaps, repeats allowed")
  func order() {
    var order = InputOrder()
    let verdicts = [40, 41, 41, 40, 42, 44, 43, 44].map { order.received(n($0)) }
    #expect(
      verdicts == [
        .inOrder, .inOrder, .inOrder, .inOrder, .inOrder, .gap(expected: n(43)), .inOrder,
        .inOrder,
      ])
  }

  @Test("after a refusal what follows is ignored until it comes again")
  func refusal() {
    var order = InputOrder()
    _ = order.received(n(1))
    _ = order.received(n(2))
    let first = order.refused(n(2))
    let ignored = [3, 4].map { order.received(n($0)) }
    let again = order.received(n(2))
    #expect(first && ignored == [.ignored, .ignored] && again == .inOrder)
    let second = order.refused(n(2))
    #expect(second, "the client that sends again is told again")
  }
}

@Suite("Line of log-ins")
struct LoginQueueTests {
  private let t0 = BootTime(microseconds: 0)

  @Test("the rate, then the line, then no room")
  func line() {
    var queue = LoginQueue<Int>(perSecond: 8, waitingMax: 2, now: t0)
    let verdicts = (0..<5).map { queue.arrived($0, now: t0) }
    #expect(verdicts == [.begin, .begin, .wait(0), .wait(1), .full])
    let early = queue.next(now: t0)
    #expect(early == nil)
    let next = queue.next(now: t0 + .milliseconds(125))
    #expect(next == 2)
    let behind = queue.arrived(9, now: t0 + .milliseconds(250))
    #expect(behind == .wait(1), "nobody passes those who wait")
  }
}

@Suite("Mailbox")
struct MailboxTests {
  @Test("one wake per batch, in order, bounded")
  func wakes() {
    let mailbox = Mailbox<Int>(limit: 3)
    let first = mailbox.post([1, 2])
    let second = mailbox.post([3, 4])
    #expect(first.wakes && first.refused.isEmpty)
    #expect(!second.wakes && second.refused == [4])
    #expect(mailbox.take() == [1, 2, 3])
    #expect(mailbox.take().isEmpty)
    #expect(mailbox.post([5]).wakes)
  }

  @Test("bounded by weight, which one item may exceed")
  func weighs() {
    let mailbox = Mailbox<[Int]>(limit: 3) { $0.count }
    #expect(mailbox.post([[1, 2, 3, 4], [5]]).refused == [[5]])
    #expect(mailbox.take() == [[1, 2, 3, 4]])
    #expect(mailbox.post([[1, 2], [3, 4], [5]]).refused == [[3, 4]])
    #expect(mailbox.take() == [[1, 2], [5]])
  }
}

@Suite("Table of sessions")
struct SessionTableTests {
  private let character = CharacterID(1)
  private func g(_ n: UInt64) -> SessionGeneration { SessionGeneration(n) }

  @Test("the newest generation wins, in whatever order they come")
  func newest() {
    let table = SessionTable()
    #expect(table.claim(character, g(1), desk: 0) == .won)
    #expect(
      table.claim(character, g(3), desk: 1)
        == .tookOver(SessionTable.Place(desk: 0, generation: g(1))))
    #expect(table.claim(character, g(2), desk: 0) == .superseded)
    table.release(character, g(1))
    #expect(table.count == 1, "an old session cannot release a newer one")
    table.release(character, g(3))
    #expect(table.count == 0)
  }

  @Test("sorts a batch by event loop")
  func sorting() {
    let table = SessionTable()
    _ = table.claim(CharacterID(1), g(1), desk: 1)
    _ = table.claim(CharacterID(2), g(1), desk: 0)
    let sorted = table.sort([1, 2, 3, 1], desks: 2) { CharacterID(UInt64($0)) }
    #expect(sorted.byDesk == [[2], [1, 1]])
    #expect(sorted.unknown == 1)
  }
}
