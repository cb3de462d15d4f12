import Model
import Testing
import Wire

@testable import Cluster

private let region = RegionID(map: MapID(1), column: 1, row: 0)
private let source = ShardID(1)

/// The new owner's side of a region's move.
@Suite struct RegionTakeoverTests {
  private var now = BootTime(microseconds: 1_000_000)
  private var takeover: RegionTakeover

  init() {
    let ask = RegionMoveAsk(region: region, epoch: Epoch(5), source: source, archiveVersion: 1)
    let ready = RegionTakeover.ready(for: ask, now: now)
    takeover = ready.takeover
    #expect(ready.actions == [Self.answer(.ready)])
  }

  private static func answer(_ verdict: RegionMoveAnswer.Verdict) -> RegionTakeover.Action {
    .send(
      .moveAnswer(RegionMoveAnswer(region: region, epoch: Epoch(5), verdict: verdict)),
      to: source)
  }

  private mutating func receive(
    _ part: UInt32, of parts: UInt32, _ bytes: [UInt8], epoch: UInt64 = 5
  ) -> [RegionTakeover.Action] {
    takeover.received(
      RegionParcel(region: region, epoch: Epoch(epoch), part: part, parts: parts, bytes: bytes),
      from: source, now: now)
  }

  private mutating func after(_ milliseconds: Int64) -> [RegionTakeover.Action] {
    now = now + .milliseconds(milliseconds)
    return takeover.expired(now: now)
  }

  @Test mutating func `parts are put together, read, claimed, opened`() {
    #expect(receive(0, of: 2, [1, 2]) == [])
    #expect(receive(1, of: 2, [3]) == [.read([1, 2, 3])])
    #expect(takeover.readable(now: now) == [.claim(region, from: Epoch(5))])
    #expect(takeover.isClaiming)
    #expect(
      takeover.claimed(Epoch(6)) == [
        .open(region, at: Epoch(6)),
        .send(.running(RegionRunning(region: region, epoch: Epoch(6))), to: source),
      ])
    #expect(takeover.isEnded)
  }

  @Test mutating func `a part that arrives again is nothing new`() {
    #expect(receive(0, of: 2, [1, 2]) == [])
    #expect(receive(0, of: 2, [1, 2]) == [])
    #expect(receive(1, of: 2, [3]) == [.read([1, 2, 3])])
  }

  @Test mutating func `a missing part ends it`() {
    #expect(receive(1, of: 2, [3]) == [Self.answer(.damaged), .forget(region)])
    #expect(receive(0, of: 2, [3]) == [])
  }

  @Test mutating func `a cargo of another attempt is nothing`() {
    #expect(receive(0, of: 1, [1], epoch: 4) == [])
    #expect(
      takeover.received(
        RegionParcel(region: region, epoch: Epoch(5), part: 0, parts: 1, bytes: [1]),
        from: ShardID(9), now: now) == [])
    #expect(!takeover.isEnded)
  }

  @Test mutating func `an unreadable cargo is sent back`() {
    _ = receive(0, of: 1, [1])
    #expect(takeover.unreadable() == [Self.answer(.damaged), .forget(region)])
  }

  @Test mutating func `the old owner took it back`() {
    _ = receive(0, of: 1, [1])
    _ = takeover.readable(now: now)
    #expect(takeover.lost() == [.forget(region)])
    #expect(takeover.claimed(Epoch(6)) == [])
  }

  @Test mutating func `storage away: the claim is made again until it is answered`() {
    _ = receive(0, of: 1, [1])
    _ = takeover.readable(now: now)
    takeover.claimUnknown(now: now)
    #expect(takeover.isClaiming)
    #expect(after(99) == [])
    #expect(after(1) == [.claim(region, from: Epoch(5))])
    #expect(takeover.claimed(Epoch(6)).count == 2)
  }

  @Test mutating func `without a cargo it is forgotten`() {
    #expect(after(3_999) == [])
    #expect(after(1) == [.forget(region)])
  }
}
