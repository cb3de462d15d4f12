import Model
import Testing

@testable import Shard

@Suite struct SightPaceTests {
  private func run(_ pace: inout SightPace, ticks: Int, took: Int64, lag: Int64 = 0) -> [UInt64] {
    (0..<ticks).map { _ in
      pace.ticked(
        took: BootTime.Span(microseconds: took), lag: BootTime.Span(microseconds: lag))
      return pace.interval
    }
  }

  @Test func aRegionWithTimeToSpareTellsEverybodyEverything() {
    var pace = SightPace()
    #expect(run(&pace, ticks: 1_000, took: 25_000).allSatisfy { $0 == 1 })
  }

  @Test func oneLongTickChangesNothing() {
    var pace = SightPace()
    _ = run(&pace, ticks: 100, took: 5_000)
    #expect(run(&pace, ticks: 1, took: 400_000) == [1])
    #expect(run(&pace, ticks: 200, took: 5_000).allSatisfy { $0 == 1 })
  }

  /// Step by step up to the most, and no further.
  @Test func itRisesStepByStep() {
    var pace = SightPace()
    let intervals = run(&pace, ticks: 400, took: 45_000)
    #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $1 == $0 || $1 == 2 * $0 })
    #expect(intervals.last == SightPace.intervalMax)
  }

  @Test func latenessCountsAsWell() {
    var pace = SightPace()
    #expect(run(&pace, ticks: 200, took: 1_000, lag: 45_000).last == SightPace.intervalMax)
  }

  /// Whoever slows time down must not be shown more until time goes as usual again.
  @Test func itDoesNotFallWhileItIsHeld() {
    var pace = SightPace()
    _ = run(&pace, ticks: 400, took: 45_000)
    #expect(pace.isAtLimit)
    for _ in 0..<1_000 {
      pace.ticked(
        took: BootTime.Span(microseconds: 0), lag: BootTime.Span(microseconds: 0), isHeld: true)
    }
    #expect(pace.isAtLimit)
    #expect(run(&pace, ticks: SightPace.ticksToFall, took: 0).last == 4)
    #expect(!pace.isAtLimit)
  }

  /// Down one step after a while of quiet each, to where it began.
  @Test func itFallsStepByStep() {
    var pace = SightPace()
    _ = run(&pace, ticks: 400, took: 45_000)
    let intervals = run(&pace, ticks: 1_000, took: 5_000)
    #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $1 == $0 || 2 * $1 == $0 })
    #expect(intervals.last == 1)
    for interval: UInt64 in [4, 2] {
      #expect(intervals.count { $0 == interval } >= SightPace.ticksToFall)
    }
  }

  /// When what is told halves with each step, and so does the load, it comes to rest.
  @Test func itDoesNotSwing() {
    var pace = SightPace()
    var changes = 0
    for number in 0..<5_000 {
      let before = pace.interval
      pace.ticked(
        took: BootTime.Span(microseconds: 60_000 / Int64(before)),
        lag: BootTime.Span(microseconds: 0))
      if number > 500, pace.interval != before { changes += 1 }
    }
    #expect(changes == 0)
  }
}
