/// How the cost of an entity in W5 grows with the crowd, and with its density.
public enum InterestSweep {
  static let crowds = [100, 300, 1_000, 3_000, 10_000]
  static let densities = [10, 25, 50, 100, 200]

  /// - Parameter runs: of each point, in turns with the reference.
  public static func run(runs: Int = 3) throws(WorkloadError) -> [BenchReport.Curve] {
    var players: [WorkloadFigure] = []
    for crowd in crowds {
      players.append(
        try InterestWorkload.run(crowds: [crowd], ticks: 60, runs: runs).headline)
    }
    var visible: [WorkloadFigure] = []
    for density in densities {
      visible.append(
        try InterestWorkload.run(crowds: [1_000], visible: density, ticks: 60, runs: runs)
          .headline)
    }
    return [
      .init("W5: cost of a player against players, about 50 in sight", along: .players, players),
      .init("W5: cost of a player against density, 1,000 players", along: .visible, visible),
    ]
  }
}
