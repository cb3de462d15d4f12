import Model

/// A failing schedule from which everything was left out that its failure does not need.
public struct ShrunkFailure: Hashable, Sendable, Codable {
  public var seed: UInt64
  public var violation: SimulationReport.Violation
  /// Faults that struck, of how many.
  public var faults: Int
  public var faultsBefore: Int
  /// Players in the world, of how many.
  public var players: Int
  public var playersBefore: Int
  /// Events, of how many.
  public var steps: Int
  public var stepsBefore: Int
  /// Schedules that were tried.
  public var runs: Int
  /// What happened, in the order in which it did.
  public var trace: [String]

  init(
    before: ClusterSimulation.Run, after: ClusterSimulation.Run, reduction: Reduction,
    invariant: String, runs: Int
  ) {
    seed = after.report.seed
    violation =
      after.report.violations.first
      ?? .init(invariant: invariant, at: 0, detail: "it does not happen when it is watched")
    faults = after.strikes.count
    faultsBefore = before.strikes.count
    playersBefore = SimulatorLimits.clients
    players = playersBefore - reduction.withoutPlayers.count
    steps = after.report.steps
    stepsBefore = before.report.steps
    self.runs = runs
    trace = Self.readable(after.report.trace, of: violation)
  }

  /// Without what happens every second and leads to nothing.
  private static func readable(
    _ lines: [String], of violation: SimulationReport.Violation
  ) -> [String] {
    let isAboutInputs =
      violation.invariant.contains("input") || violation.invariant.contains("counters")
    var routine = [" confirm [", " hears: input ", ": refused []"]
    if !isAboutInputs { routine += [" save [", ": input character"] }
    let words = lines.filter { line in
      line.contains("REST") || !routine.contains { line.contains($0) }
    }
    let last = words.suffix(SimulatorLimits.shortTraceLinesMax)
    // The faults that came before are part of the story.
    return words.dropLast(last.count).filter { $0.contains("FAULT") } + last
  }

  /// For a person.
  public var lines: [String] {
    [
      "the shortest schedule found that fails likewise, of \(runs) tried: \(faults) of "
        + "\(faultsBefore) faults, \(players) of \(playersBefore) players, \(steps) of "
        + "\(stepsBefore) steps"
    ] + trace
      + ["VIOLATED \(violation.invariant) at \(violation.at / 1000) ms: \(violation.detail)"]
  }
}
