import Model
import Testing
import Wire

@testable import Shard

@Suite struct BorderLinkTests {
  let west = RegionID(map: MapID(1), column: 0, row: 0)
  let east = RegionID(map: MapID(1), column: 1, row: 0)

  func batch(_ counter: UInt64, epoch: UInt64 = 1, full: Bool = false) -> GhostBatch {
    GhostBatch(
      source: west, epoch: Epoch(epoch), target: east, counter: counter, isFull: full,
      tick: Tick(counter), heard: 0)
  }

  @Test func theFirstBatchMustBeFull() {
    let inbox = Inbox()
    #expect(inbox.receive(batch(5), Tick(1)) == .missing)
    #expect(inbox.heard == 0)
    #expect(inbox.receive(batch(6, full: true), Tick(2)) == .apply)
    #expect(inbox.heard == 6)
    #expect(inbox.receive(batch(7), Tick(3)) == .apply)
  }

  @Test func aGapAsksForAFullBatch() {
    let inbox = Inbox()
    #expect(inbox.receive(batch(1, full: true), Tick(1)) == .apply)
    #expect(inbox.receive(batch(3), Tick(2)) == .missing)
    #expect(inbox.heard == 0)
    #expect(inbox.receive(batch(4), Tick(3)) == .missing)
    #expect(inbox.receive(batch(5, full: true), Tick(4)) == .apply)
    #expect(inbox.heard == 5)
  }

  @Test func repeatedAndOlderOwnersBatchesAreIgnored() {
    let inbox = Inbox()
    #expect(inbox.receive(batch(1, epoch: 2, full: true), Tick(1)) == .apply)
    #expect(inbox.receive(batch(1, epoch: 2, full: true), Tick(1)) == .ignore)
    #expect(inbox.receive(batch(9, epoch: 1, full: true), Tick(1)) == .ignore)
    #expect(inbox.receive(batch(1, epoch: 3), Tick(2)) == .missing)
    #expect(inbox.receive(batch(2, epoch: 3, full: true), Tick(2)) == .apply)
  }

  @Test func silenceIsNoticedOnce() {
    let inbox = Inbox()
    #expect(inbox.receive(batch(1, full: true), Tick(10)) == .apply)
    inbox.appear(slot: 3, entity: 77)
    #expect(!inbox.isSilent(Tick(30)))
    #expect(inbox.isSilent(Tick(31)))
    #expect(inbox.forgetAll() == [77])
    #expect(!inbox.isSilent(Tick(32)))
  }

  @Test func aFullBatchGoesOutFirstAndAfterAComplaint() {
    let outbox = Outbox()
    #expect(outbox.next(Epoch(1)) == (1, true))
    outbox.reported(heard: 0)
    #expect(outbox.next(Epoch(1)) == (2, false), "the full one is still on its way")
    _ = outbox.next(Epoch(1))
    _ = outbox.next(Epoch(1))
    _ = outbox.next(Epoch(1))
    outbox.reported(heard: 0)
    #expect(outbox.next(Epoch(1)) == (6, true))
    outbox.reported(heard: 6)
    #expect(outbox.next(Epoch(1)) == (7, false))
  }

  @Test func aNewOwnerOfTheNeighbourGetsEverything() {
    let outbox = Outbox()
    _ = outbox.next(Epoch(1))
    #expect(outbox.next(Epoch(2)).isFull)
    #expect(!outbox.next(Epoch(2)).isFull)
    outbox.linkLost()
    #expect(outbox.next(Epoch(2)).isFull)
  }

  /// Whatever is lost, once the link is good again the two sides agree within a few ticks.
  @Test(arguments: [UInt64](1...50)) func theyAgreeAgainAfterLosses(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let outbox = Outbox()
    let inbox = Inbox()
    for tick in UInt64(1)...200 {
      let next = outbox.next(Epoch(1))
      let isLost = tick < 180 && random.below(3) == 0
      if !isLost {
        _ = inbox.receive(batch(next.counter, full: next.isFull), Tick(tick))
      }
      if tick >= 180 || random.below(3) != 0 { outbox.reported(heard: inbox.heard) }
    }
    #expect(inbox.heard == 200)
  }
}

/// `#expect` cannot call what mutates, so the machines stand in boxes.
private final class Inbox {
  private var machine = BorderInbox(now: Tick(0))

  var heard: UInt64 { machine.heard }

  func receive(_ batch: GhostBatch, _ now: Tick) -> BorderInbox.Outcome {
    machine.receive(batch, now: now)
  }

  func isSilent(_ now: Tick) -> Bool { machine.isSilent(now: now, ticksMax: 20) }

  func appear(slot: UInt32, entity: UInt64) { machine.appear(slot: slot, entity: entity) }

  func forgetAll() -> [UInt64] { machine.forgetAll() }
}

private final class Outbox {
  private var machine = BorderOutbox()

  func next(_ epoch: Epoch) -> (counter: UInt64, isFull: Bool) { machine.next(targetEpoch: epoch) }

  func reported(heard: UInt64) { machine.reported(heard: heard) }

  func linkLost() { machine.linkLost() }
}
