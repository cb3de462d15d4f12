import Model
import Testing

@testable import Shard

@Suite struct GameClockTests {
  private static let none = BootTime.Span(microseconds: 0)

  /// Overloaded until time goes this slowly.
  private func clock(at percent: UInt32, delay: UInt64 = 0) -> GameClock {
    var clock = GameClock(delay: delay)
    while clock.percent > percent {
      clock.ticked(load: 2, step: .milliseconds(50), isSightThin: true)
    }
    return clock
  }

  @Test func usuallyEveryTickIsAStep() {
    var clock = GameClock(delay: 7)
    for tick: UInt64 in 1_000..<1_100 {
      let step = clock.reached(Tick(tick))
      #expect(step == GameClock.Step(tick: Tick(tick - 7), covered: 1, overdue: 0))
    }
    #expect(clock.delay == 7)
  }

  /// After a stall timers go on as if nothing had been: the cluster's time has passed.
  @Test func whatIsLeftOutAtFullSpeedPassesInTheGameToo() {
    var clock = GameClock()
    _ = clock.reached(Tick(1_000))
    let step = clock.reached(Tick(1_050))
    #expect(step == GameClock.Step(tick: Tick(1_050), covered: 50, overdue: 49))
    #expect(clock.delay == 0)
  }

  @Test(arguments: [75, 50, 25] as [UInt32]) func aSlowClockStepsSoMany(percent: UInt32) {
    var clock = clock(at: percent)
    #expect(clock.percent == percent)
    _ = clock.reached(Tick(1_000))
    let before = clock.delay
    var game: [UInt64] = []
    var covered: UInt64 = 0
    for tick: UInt64 in 1_001...1_400 {
      guard let step = clock.reached(Tick(tick)) else { continue }
      game.append(step.tick.rawValue)
      covered += step.covered
      #expect(step.overdue == 0)
      #expect(step.covered <= 4)
      #expect(clock.clusterTick(step.tick) == Tick(tick))
    }
    #expect(game.count == Int(percent) * 4)
    #expect(zip(game, game.dropFirst()).allSatisfy { $1 == $0 + 1 }, "no game tick is left out")
    #expect(clock.delay - before == 400 - UInt64(game.count))
    #expect(covered <= 401)
  }

  /// A loop that leaves out ticks makes no game time pass while the clock is slow, and the step comes
  /// when it can.
  @Test func whatIsLeftOutAtHalfSpeedIsARest() {
    var clock = clock(at: 50)
    let rest = clock.reached(Tick(1_000))
    #expect(rest == nil)
    let first = clock.reached(Tick(1_001))
    #expect(first?.overdue == 0)
    let next = clock.reached(Tick(1_008))
    #expect(next?.tick.rawValue == first.map { $0.tick.rawValue + 1 })
    #expect(next?.covered == 7)
    #expect(next?.overdue == 5)
    #expect(clock.clusterTick(next?.tick ?? Tick(0)) == Tick(1_008))
  }

  @Test func itNeverGoesBackWhateverTheSpeed() {
    var random = SeededGenerator(seed: 3)
    var clock = GameClock(delay: 100)
    var tick: UInt64 = 1_000
    var last: UInt64 = 0
    for _ in 0..<5_000 {
      tick += random.below(20) == 0 ? 1 + UInt64(random.below(30)) : 1
      let step = clock.reached(Tick(tick))
      if let step {
        #expect(step.tick.rawValue > last)
        last = step.tick.rawValue
      }
      #expect(clock.clusterTick(Tick(last)) == Tick(tick), "game time is that of the last step")
      let load = Double(random.below(3))
      for _ in 0..<20 {
        clock.ticked(load: load, step: .milliseconds(30), isSightThin: true)
      }
    }
  }

  // MARK: When

  private func run(
    _ clock: inout GameClock, ticks: Int, load: Double, work: Int64 = 50, isSightThin: Bool = true
  ) -> [UInt32] {
    (0..<ticks).map { _ in
      clock.ticked(load: load, step: .milliseconds(work), isSightThin: isSightThin)
      return clock.percent
    }
  }

  @Test func itSlowsDownStepByStepAndNoFurther() {
    var clock = GameClock()
    let percents = run(&clock, ticks: 400, load: 1.5)
    #expect(percents.first == 100)
    #expect(zip(percents, percents.dropFirst()).allSatisfy { $1 == $0 || $1 + 25 == $0 })
    #expect(percents.last == 25)
    #expect(clock.isAtLimit)
  }

  @Test func aShortLoadChangesNothing() {
    var clock = GameClock()
    for _ in 0..<50 {
      let high = run(&clock, ticks: GameClock.ticksToSlow - 1, load: 2)
      #expect(high.allSatisfy { $0 == 100 })
      _ = run(&clock, ticks: 1, load: 0.5)
    }
  }

  /// First less is told of what is far.
  @Test func firstTheOtherStepIsTaken() {
    var clock = GameClock()
    let percents = run(&clock, ticks: 1_000, load: 2, isSightThin: false)
    #expect(percents.allSatisfy { $0 == 100 })
  }

  /// Whoever is late because of others does not rest: it would help nobody.
  @Test func whoDoesLittleDoesNotSlowDown() {
    var clock = GameClock()
    let percents = run(&clock, ticks: 1_000, load: 2, work: 2)
    #expect(percents.allSatisfy { $0 == 100 })
  }

  @Test func itHastensStepByStepAfterQuiet() {
    var clock = clock(at: 25)
    let percents = run(&clock, ticks: 1_000, load: 0.1)
    #expect(zip(percents, percents.dropFirst()).allSatisfy { $1 == $0 || $1 == $0 + 25 })
    #expect(percents.last == 100)
    for percent: UInt32 in [50, 75] {
      #expect(percents.count { $0 == percent } >= GameClock.ticksToHasten)
    }
    #expect(clock.isFull && !clock.isAtLimit)
  }

  /// A region whose steps take this long, in the middle of a run: where it comes to rest, and how
  /// often it changes on the way.
  private func settle(_ milliseconds: Int64) -> (percent: UInt32, changes: Int, load: Double) {
    var (clock, pace) = (GameClock(), SightPace())
    var changes = 0
    for tick: UInt64 in 1_000..<6_000 {
      let before = clock.percent
      let step = clock.reached(Tick(tick))
      let took = step == nil ? Self.none : BootTime.Span.milliseconds(milliseconds)
      pace.ticked(took: took, lag: Self.none, isHeld: !clock.isFull)
      clock.ticked(
        load: pace.load, step: step == nil ? nil : took, isSightThin: pace.isAtLimit)
      if clock.percent != before { changes += 1 }
    }
    return (clock.percent, changes, pace.load)
  }

  @Test func itSettlesWhereTheWorkFitsAndDoesNotSwing() {
    #expect(settle(40).percent == 100)
    for (milliseconds, percent) in [(50, 75), (75, 50), (150, 25), (400, 25)] as [(Int64, UInt32)] {
      let (found, changes, load) = settle(milliseconds)
      #expect(found == percent, "steps of \(milliseconds) ms")
      #expect(changes == Int(100 - percent) / 25)
      if milliseconds < 400 { #expect(load < 1) }
    }
  }

  // MARK: At the edge

  /// What somebody told at any tick is as far away at the next step as the cluster says.
  @Test(arguments: [75, 50, 25] as [UInt32]) func whatComesInWaitsForTheNextStep(percent: UInt32) {
    var clock = clock(at: percent, delay: 30)
    var waiting: [Tick] = []
    for tick: UInt64 in 1_000..<1_040 {
      waiting.append(clock.gameTick(Tick(5_000)))
      guard let step = clock.reached(Tick(tick)) else { continue }
      for moment in waiting { #expect(moment.rawValue - step.tick.rawValue == 5_000 - tick) }
      waiting = []
    }
  }

  @Test func momentsAreTheSameOnBothSides() {
    let clock = GameClock(delay: 30)
    #expect(clock.clusterTick(Tick(70)) == Tick(100))
    #expect(clock.gameTick(Tick(100)) == Tick(70))
    #expect(clock.gameTick(Tick(10)) == Tick(0), "long ago")
    #expect(clock.clusterTick(Tick(.max - 1)) == Tick(.max), "never")
  }
}
