import Model
import Testing
import Wire

@testable import Cluster

private let region = RegionID(map: MapID(1), column: 1, row: 0)
private let target = ShardID(2)

/// The owner's side of a region's move.
@Suite struct RegionDepartureTests {
  private var now = BootTime(microseconds: 1_000_000)
  private var departure: RegionDeparture

  init() {
    let begun = RegionDeparture.begun(
      region, at: Epoch(5), from: ShardID(1), to: target, archiveVersion: 1, now: now)
    departure = begun.departure
    #expect(
      begun.actions == [
        .send(
          .moveAsk(
            RegionMoveAsk(
              region: region, epoch: Epoch(5), source: ShardID(1), archiveVersion: 1)),
          to: target)
      ])
  }

  private func answer(_ verdict: RegionMoveAnswer.Verdict, epoch: UInt64 = 5) -> RegionMoveAnswer {
    RegionMoveAnswer(region: region, epoch: Epoch(epoch), verdict: verdict)
  }

  private func running(_ epoch: UInt64) -> RegionRunning {
    RegionRunning(region: region, epoch: Epoch(epoch))
  }

  private mutating func after(_ milliseconds: Int64) -> [RegionDeparture.Action] {
    now = now + .milliseconds(milliseconds)
    return departure.expired(now: now)
  }

  private mutating func packed() {
    _ = departure.answered(answer(.ready), by: target, now: now)
    departure.packed(now: now)
  }

  @Test mutating func `ready, settled, packed, running: over`() {
    #expect(
      departure.answered(answer(.ready), by: target, now: now) == [.settle(region, for: target)])
    #expect(departure.answered(answer(.ready), by: target, now: now) == [])
    departure.packed(now: now)
    #expect(departure.isPacked)
    #expect(
      departure.running(running(6), on: target) == [.finish(region, at: Epoch(6), on: target)])
    #expect(departure.isEnded)
    #expect(after(10_000) == [])
  }

  @Test mutating func `answers of others and of other attempts mean nothing`() {
    #expect(departure.answered(answer(.ready), by: ShardID(3), now: now) == [])
    #expect(departure.answered(answer(.ready, epoch: 4), by: target, now: now) == [])
    packed()
    #expect(departure.running(running(5), on: target) == [])
    #expect(departure.running(running(6), on: ShardID(3)) == [])
    #expect(!departure.isEnded)
  }

  @Test mutating func `without an answer it gives up and plays on`() {
    #expect(after(999) == [])
    #expect(after(1) == [.giveUp(region, .silent)])
    #expect(departure.isEnded)
  }

  @Test(arguments: [.draining, .noSuchMap, .otherVersion, .busy] as [RegionMoveAnswer.Verdict])
  func `refused, it plays on`(verdict: RegionMoveAnswer.Verdict) {
    var departure = departure
    #expect(
      departure.answered(answer(verdict), by: target, now: now)
        == [.giveUp(region, .refused(verdict))])
  }

  @Test mutating func `a region that does not come to rest stays`() {
    _ = departure.answered(answer(.ready), by: target, now: now)
    #expect(after(1_999) == [])
    #expect(after(1) == [.stay(region)])
    #expect(!departure.isEnded)
    #expect(departure.stayed() == [.giveUp(region, .restless)])
    #expect(departure.isEnded)
  }

  @Test mutating func `a region that was packed before it could stay is under way`() {
    _ = departure.answered(answer(.ready), by: target, now: now)
    #expect(after(2_000) == [.stay(region)])
    #expect(after(2_000) == [])
    departure.packed(now: now)
    #expect(departure.isPacked)
    #expect(departure.stayed() == [])
    #expect(after(1_000) == [.claim(region, from: Epoch(5))])
  }

  @Test mutating func `the target goes before anything was packed`() {
    _ = departure.answered(answer(.ready), by: target, now: now)
    #expect(departure.lostTarget(now: now) == [.stay(region)])
    #expect(departure.stayed() == [.giveUp(region, .silent)])
  }

  @Test mutating func `packed and nothing heard: storage decides`() {
    packed()
    #expect(after(999) == [])
    #expect(after(1) == [.claim(region, from: Epoch(5))])
    #expect(after(5_000) == [])
    #expect(departure.claimed(Epoch(6)) == [.reopen(region, at: Epoch(6))])
    // Late news of the other side: storage has refused it.
    #expect(departure.running(running(6), on: target) == [])
  }

  @Test mutating func `lost to the target, its word may still come or not`() {
    packed()
    _ = after(1_000)
    #expect(departure.lost(to: Epoch(6)) == [.drop(region, newer: Epoch(6))])
    #expect(departure.isEnded)
  }

  @Test mutating func `running while the claim is under way: the target has it`() {
    packed()
    _ = after(1_000)
    #expect(
      departure.running(running(6), on: target) == [.finish(region, at: Epoch(6), on: target)])
    #expect(departure.lost(to: Epoch(6)) == [])
  }

  @Test mutating func `storage away: the claim is made again until it is answered`() {
    packed()
    _ = after(1_000)
    departure.claimUnknown(now: now)
    #expect(after(99) == [])
    #expect(after(1) == [.claim(region, from: Epoch(5))])
    #expect(departure.claimed(Epoch(6)) == [.reopen(region, at: Epoch(6))])
  }

  @Test mutating func `the target dies or cannot read the cargo: no need to wait`() {
    packed()
    var other = departure
    #expect(departure.lostTarget(now: now) == [.claim(region, from: Epoch(5))])
    #expect(
      other.answered(answer(.damaged), by: target, now: now) == [.claim(region, from: Epoch(5))])
  }
}
