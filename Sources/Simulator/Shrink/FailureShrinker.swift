import Model

/// Looks for the smallest schedule that still fails in the same invariant: leaves out faults,
/// players, what players do, and time, one after the other, and keeps what still fails.
///
/// Its effort is bounded in events, not in time, so that it finds the same on every machine.
public struct FailureShrinker {
  /// Enough for some hundred short runs.
  public static let stepsByDefault = 3_000_000

  private let seed: UInt64
  private let faults: FaultSet
  private let variant: Variant?
  private let invariant: String
  /// Events until the faults ended in the schedule that failed.
  private let stepsAtFirst: Int
  /// Events until they end in the best one: what follows a violation never was.
  private var stepsOfFaults: Int
  private var stepsLeft: Int
  private var runs = 0
  private var reduction = Reduction.none
  private var best: ClusterSimulation.Run

  /// Shrinks what `ClusterSimulation.run` with these arguments finds; nil when that is nothing.
  ///
  /// - Parameter stepsMax: events that may be simulated on the way.
  public static func shrink(
    seed: UInt64, steps: Int, faults: FaultSet = .all, variant: Variant? = nil,
    stepsMax: Int = stepsByDefault
  ) -> ShrunkFailure? {
    let first = ClusterSimulation.run(
      seed: seed, steps: steps, faults, variant, isTracing: false)
    guard let violation = first.report.violations.first else { return nil }
    var shrinker = FailureShrinker(
      seed: seed, faults: faults, variant: variant, invariant: violation.invariant,
      stepsAtFirst: steps, stepsLeft: stepsMax, best: first)
    shrinker.shrink()
    return shrinker.result(before: first)
  }

  private init(
    seed: UInt64, faults: FaultSet, variant: Variant?, invariant: String, stepsAtFirst: Int,
    stepsLeft: Int, best: ClusterSimulation.Run
  ) {
    self.seed = seed
    self.faults = faults
    self.variant = variant
    self.invariant = invariant
    self.stepsAtFirst = stepsAtFirst
    stepsOfFaults = min(stepsAtFirst, best.report.steps)
    self.stepsLeft = stepsLeft
    self.best = best
  }

  private mutating func shrink() {
    shorten()
    var size = -1
    while size != best.strikes.count, stepsLeft > 0 {
      size = best.strikes.count
      dropStrikes()
      dropPlayers()
      dropHabits()
      quieten()
    }
    shorten()
  }

  /// Runs with something else left out; keeps it when the same invariant breaks.
  private mutating func keeps(_ candidate: Reduction, steps: Int? = nil) -> Bool {
    guard stepsLeft > 0, candidate != reduction || steps != nil else { return false }
    // Without a fault more may happen in the same time.
    let slack = best.report.steps <= stepsOfFaults ? stepsOfFaults / 4 : 0
    let steps = min(steps ?? stepsOfFaults + slack, stepsAtFirst)
    let run = ClusterSimulation.run(
      seed: seed, steps: steps, faults, variant, reduction: candidate, isTracing: false)
    runs += 1
    stepsLeft -= run.report.steps
    guard run.report.violations.first?.invariant == invariant else { return false }
    (reduction, best, stepsOfFaults) = (candidate, run, min(steps, run.report.steps))
    return true
  }

  /// What is found only at rest may have been there long before.
  private mutating func shorten() {
    var part = stepsOfFaults / 2
    while part > 500, best.report.steps > stepsOfFaults {
      if !keeps(reduction, steps: stepsOfFaults - part) { part /= 2 }
    }
  }

  /// Large parts first, then ever smaller ones.
  private mutating func dropStrikes() {
    var size = max(1, best.strikes.count / 2)
    while true {
      var start = 0
      while start < best.strikes.count {
        let part = best.strikes[start..<min(start + size, best.strikes.count)]
        var candidate = reduction
        candidate.withoutStrikes.formUnion(part.map(\.id))
        if !keeps(candidate) { start += size }
        if stepsLeft <= 0 { return }
      }
      if size == 1 { return }
      size = max(1, size / 2)
    }
  }

  private mutating func dropPlayers() {
    for player in 0..<SimulatorLimits.clients {
      var candidate = reduction
      candidate.withoutPlayers.insert(player)
      _ = keeps(candidate)
    }
  }

  private mutating func dropHabits() {
    let habits: [WritableKeyPath<Reduction, Bool>] = [
      \.withoutWishes, \.playersStay, \.storeIsSure,
    ]
    for habit in habits {
      var candidate = reduction
      candidate[keyPath: habit] = true
      _ = keeps(candidate)
    }
  }

  /// The later everything begins, the less there is to read.
  private mutating func quieten() {
    guard let end = best.report.violations.first?.at else { return }
    for seconds in [1, 2, 4, 8, 16] as [Int64] {
      let until = BootTime(microseconds: end - seconds * 1_000_000)
      guard until > reduction.quietUntil else { return }
      var candidate = reduction
      candidate.quietUntil = until
      if keeps(candidate) { return }
    }
  }

  private func result(before: ClusterSimulation.Run) -> ShrunkFailure {
    let traced = ClusterSimulation.run(
      seed: seed, steps: stepsOfFaults, faults, variant, reduction: reduction, isTracing: true)
    return ShrunkFailure(
      before: before, after: traced, reduction: reduction, invariant: invariant, runs: runs)
  }
}
