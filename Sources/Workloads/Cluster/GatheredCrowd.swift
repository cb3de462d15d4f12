/// Workload W10: everybody in one place, where all see all, walking about, 20 inputs a second each.
/// Measured is how often each sees its own character, the nearest hundred and the others move.
public enum GatheredCrowd {
  /// How many of the players watch everybody whom they see.
  static let watching = 4
  /// So many others count as near.
  static let near = 100

  /// - Parameter crowds: how many players; the report's first figure is of the last one.
  public static func run(
    crowds: [Int] = [250, 500, 1_000], seconds: Int = 10, runs: Int = 3, on host: BenchHost
  ) async throws -> WorkloadReport {
    precondition(!crowds.isEmpty && runs > 0, "something is measured")
    var samples: [[ClusterSample]] = []
    for (index, players) in crowds.enumerated() {
      samples.append([])
      for run in 0..<runs {
        samples[index].append(
          try await trial(players, Double(seconds), UInt64(run) + 1).run(on: host))
      }
    }
    var figures = samples.reversed().flatMap(Self.figures)
    let headline = figures.removeFirst()
    return WorkloadReport(
      "W10", headline, figures: figures,
      idleShare: Spread(of: samples.joined().map(\.idleShare)).median)
  }

  private static func trial(_ players: Int, _ seconds: Double, _ seed: UInt64) -> ClusterTrial {
    let world = BenchWorld.wide
    let edge = Double(world.viewRadius) / 1.5
    var plan = LoadPlan(motion: .wander(.middle(of: world, edge: edge)))
    plan.probing = min(50, players)
    plan.watching = min(watching, players)
    // The circle in which, of so many spread over the square, the nearest hundred are.
    plan.near = edge * (Double(near) / (3.14159 * Double(max(players, near)))).squareRoot()
    return ClusterTrial(
      world: world, players: players, plan: plan, settleSeconds: 10, seconds: seconds, seed: seed)
  }

  private static func figures(_ samples: [ClusterSample]) -> [WorkloadFigure] {
    let visible = Spread(of: samples.map(\.load.visibleEach)).median
    func figure(
      _ name: String, _ unit: String, _ better: WorkloadFigure.Better,
      of value: (LoadSample) -> Double
    ) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: unit, better: better, ours: samples.map { value($0.load) },
        players: samples[0].load.playing, visible: visible)
    }
    func perSecond(_ times: LoadSample.Times) -> Double { times.mean > 0 ? 1_000 / times.mean : 0 }
    return [
      figure("updates of one's own", "per second", .higher) { $0.snapshotsPerPlayerSecond },
      figure("updates of the nearest 100", "per second each", .higher) { perSecond($0.nearGap) },
      figure("updates of the others", "per second each", .higher) { perSecond($0.farGap) },
      figure("gap between updates, p99", "ms", .lower, of: \.steadyGap.p99),
      figure("probe, p99", "ms", .lower, of: \.roundTrip.p99),
      figure("to a player", "bytes per second", .lower) {
        $0.bytesIn / (Double($0.playing) * $0.seconds)
      },
      figure("disconnects", "players", .lower) { Double($0.disconnects) },
      WorkloadFigure(
        "gateway and shard", unit: "µs of CPU per player and second", better: .lower,
        ours: samples.map(\.cost), players: samples[0].load.playing, visible: visible),
    ]
  }
}
