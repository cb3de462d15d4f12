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
    var inbox = BorderInbox(now: Tick(0))
    #expect(inbox.receive(batch(5), now: Tick(1)) == .missing)
    #expect(inbox.heard == 0)
    #expect(inbox.receive(batch(6, full: true), now: Tick(2)) == .apply)
    #expect(inbox.heard == 6)
    #expect(inbox.receive(batch(7), now: Tick(3)) == .apply)
  }

  @Test func aGapAsksForAFullBatch() {
    var inbox = BorderInbox(now: Tick(0))
    #expect(inbox.receive(batch(1, full: true), now: Tick(1)) == .apply)
    #expect(inbox.receive(batch(3), now: Tick(2)) == .missing)
    #expect(inbox.heard == 0)
    #expect(inbox.receive(batch(4), now: Tick(3)) == .missing)
    #expect(inbox.receive(batch(5, full: true), now: Tick(4)) == .apply)
    #expect(inbox.heard == 5)
  }

  @Test func repeatedAndOlderOwnersBatchesAreIgnored() {
    var inbox = BorderInbox(now: Tick(0))
    #expect(inbox.receive(batch(1, epoch: 2, full: true), now: Tick(1)) == .apply)
    #expect(inbox.receive(batch(1, epoch: 2, full: true), now: Tick(1)) == .ignore)
    #expect(inbox.receive(batch(9, epoch: 1, full: true), now: Tick(1)) == .ignore)
    #expect(inbox.receive(batch(1, epoch: 3), now: Tick(2)) == .missing)
    #expect(inbox.receive(batch(2, epoch: 3, full: true), now: Tick(2)) == .apply)
  }

  @Test func silenceIsNoticedOnce() {
    var inbox = BorderInbox(now: Tick(0))
    #expect(inbox.receive(batch(1, full: true), now: Tick(10)) == .apply)
    inbox.appear(slot: 3, entity: 77)
    #expect(!inbox.isSilent(now: Tick(30), ticksMax: 20))
    #expect(inbox.isSilent(now: Tick(31), ticksMax: 20))
    #expect(inbox.forgetAll() == [77])
    #expect(!inbox.isSilent(now: Tick(32), ticksMax: 20))
  }

  @Test func aFullBatchGoesOutFirstAndAfterAComplaint() {
    var outbox = BorderOutbox()
    #expect(outbox.next(targetEpoch: Epoch(1)) == (1, true))
    outbox.reported(heard: 0)
    #expect(outbox.next(targetEpoch: Epoch(1)) == (2, false), "the full one is still on its way")
    _ = outbox.next(targetEpoch: Epoch(1))
    _ = outbox.next(targetEpoch: Epoch(1))
    _ = outbox.next(targetEpoch: Epoch(1))
    outbox.reported(heard: 0)
    #expect(outbox.next(targetEpoch: Epoch(1)) == (6, true))
    outbox.reported(heard: 6)
    #expect(outbox.next(targetEpoch: Epoch(1)) == (7, false))
  }

  @Test func aNewOwnerOfTheNeighbourGetsEverything() {
    var outbox = BorderOutbox()
    _ = outbox.next(targetEpoch: Epoch(1))
    #expect(outbox.next(targetEpoch: Epoch(2)).isFull)
    #expect(!outbox.next(targetEpoch: Epoch(2)).isFull)
    outbox.linkLost()
    #expect(outbox.next(targetEpoch: Epoch(2)).isFull)
  }

  /// Whatever is lost, once the link is good again the two sides agree within a few ticks.
  @Test(arguments: [UInt64](1...50)) func theyAgreeAgainAfterLosses(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var outbox = BorderOutbox()
    var inbox = BorderInbox(now: Tick(0))
    for tick in UInt64(1)...200 {
      let next = outbox.next(targetEpoch: Epoch(1))
      let isLost = tick < 180 && random.below(3) == 0
      if !isLost {
        _ = inbox.receive(batch(next.counter, full: next.isFull), now: Tick(tick))
      }
      if tick >= 180 || random.below(3) != 0 { outbox.reported(heard: inbox.heard) }
    }
    #expect(inbox.heard == 200)
  }
}
