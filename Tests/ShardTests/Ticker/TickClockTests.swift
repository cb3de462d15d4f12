import Model
import Testing

@testable import Shard

@Suite struct TickClockTests {
  /// `#expect` cannot call what mutates.
  private func fire(_ clock: inout TickClock, _ wallMilliseconds: Int64) -> Tick? {
    clock.fired(wallMilliseconds: wallMilliseconds)
  }

  @Test func ticksAreMultiplesOfFiftyMilliseconds() {
    var clock = TickClock(wallMilliseconds: 1_007)
    #expect(clock.nextMilliseconds == 1_050)
    #expect(fire(&clock, 1_049) == nil)
    #expect(fire(&clock, 1_051) == Tick(21))
    #expect(clock.nextMilliseconds == 1_100)
  }

  @Test func aStallSkipsTicksAndCountsThem() {
    var clock = TickClock(wallMilliseconds: 1_000)
    #expect(fire(&clock, 1_499) == Tick(29))
    #expect(clock.skipped == 8)
    #expect(fire(&clock, 1_499) == nil)
  }

  @Test func percentilesAreNearestRank() {
    var times = TickTimes(capacity: 100)
    #expect(times.percentiles() == (0, 0, 0))
    for value in 1...150 { times.record(microseconds: UInt32(value)) }
    #expect(times.percentiles() == (100, 149, 150))
  }
}
