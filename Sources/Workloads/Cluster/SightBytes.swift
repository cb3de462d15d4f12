/// Workload W2: how many bytes a player gets for each other one in sight and update, in the world of
/// W1. Everything that a snapshot holds counts, with the length before it.
public enum SightBytes {
  public static func run(
    players: Int = 400, seconds: Int = 10, runs: Int = 5, on host: BenchHost
  ) async throws -> WorkloadReport {
    var samples: [ClusterSample] = []
    for run in 0..<runs {
      let trial = ClusterTrial(
        world: .crowded(players: players), players: players,
        plan: LoadPlan(motion: .wander(nil)), seconds: Double(seconds), seed: UInt64(run) + 1)
      samples.append(try await trial.run(on: host).checked())
    }
    let visible = Spread(of: samples.map(\.load.visibleEach)).median
    func figure(_ name: String, unit: String, of value: (LoadSample) -> Double) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: unit, better: .lower, ours: samples.map { value($0.load) }, players: players,
        visible: visible)
    }
    let headline = figure("snapshots", unit: "bytes per visible entity and update") {
      $0.snapshotBytes / max($0.visible, 1)
    }
    let others = [
      figure("snapshots, by what moved", unit: "bytes per moved entity and update") {
        $0.snapshotBytes / max($0.moved, 1)
      },
      figure("a snapshot", unit: "bytes") { $0.bytesPerSnapshot },
      figure("to a player", unit: "bytes per second") {
        $0.bytesIn / (Double($0.playing) * $0.seconds)
      },
      figure("from a player", unit: "bytes per second") {
        $0.bytesOut / (Double($0.playing) * $0.seconds)
      },
    ]
    return WorkloadReport(
      "W2", headline, figures: others, idleShare: Spread(of: samples.map(\.idleShare)).median)
  }
}
