/// Workload W4: how long a probe takes through gateway and shard and back while everybody walks, in
/// the world of W1. A probe does not wait for the tick, but for whatever computes at that moment.
public enum ProbeRoundTrip {
  /// How many of the players probe, 20 times a second each.
  static let probing = 50

  public static func run(
    players: Int = 400, seconds: Int = 10, runs: Int = 5, on host: BenchHost
  ) async throws -> WorkloadReport {
    var samples: [ClusterSample] = []
    for run in 0..<runs {
      let trial = ClusterTrial(
        world: .crowded(players: players), players: players,
        plan: LoadPlan(motion: .wander(nil), probing: min(probing, players)),
        seconds: Double(seconds), seed: UInt64(run) + 1)
      samples.append(try await trial.run(on: host).checked())
    }
    guard samples.allSatisfy({ $0.load.roundTrip.count > 0 }) else {
      throw WorkloadError.failed("no probe was answered")
    }
    let visible = Spread(of: samples.map(\.load.visibleEach)).median
    func figure(
      _ name: String, unit: String = "ms", of value: (ClusterSample) -> Double
    ) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: unit, better: .lower, ours: samples.map(value), players: players,
        visible: visible)
    }
    return WorkloadReport(
      "W4", figure("round trip, p50", of: \.load.roundTrip.p50),
      figures: [
        figure("round trip, p99", of: \.load.roundTrip.p99),
        figure("round trip, longest", of: \.load.roundTrip.max),
        figure("gap between updates, p99", of: \.load.steadyGap.p99),
        figure("gateway and shard", unit: "µs of CPU per player and second", of: \.cost),
      ], idleShare: Spread(of: samples.map(\.idleShare)).median)
  }
}
