/// What players cost over several runs, beside what moving their bytes costs in plain C.
struct PlayerCost {
  private(set) var samples: [ClusterSample] = []
  private(set) var floors: [(gateway: Double, server: Double)] = []

  static func measure(
    _ trial: ClusterTrial, runs: Int, on host: BenchHost
  ) async throws -> PlayerCost {
    precondition(runs > 0 && trial.players > 0, "something is measured")
    var cost = PlayerCost()
    for run in 0..<runs {
      var trial = trial
      trial.seed = UInt64(run) + 1
      let sample = try await trial.run(on: host).checked()
      cost.samples.append(sample)
      let floor = RelayFloor(like: sample.load, seconds: max(1, min(3, trial.seconds)))
      cost.floors.append(try floor.run())
    }
    return cost
  }

  private var players: Int { samples[0].load.playing }
  private var visible: Double { Spread(of: samples.map(\.load.visibleEach)).median }

  func figure(
    _ name: String, unit: String, better: WorkloadFigure.Better,
    reference: (name: String, samples: [Double])? = nil, of value: (ClusterSample) -> Double
  ) -> WorkloadFigure {
    WorkloadFigure(
      name, unit: unit, better: better, ours: samples.map(value), reference: reference,
      players: players, visible: visible)
  }

  private static let unit = "µs of CPU per player and second"

  func report(_ workload: String) -> WorkloadReport {
    let headline = figure(
      "gateway and shard", unit: Self.unit, better: .lower,
      reference: (RelayFloor.name, floors.map { $0.gateway + $0.server }), of: \.cost)
    return WorkloadReport(
      workload, headline, figures: parts + play,
      idleShare: Spread(of: samples.map(\.idleShare)).median)
  }

  private var parts: [WorkloadFigure] {
    [
      figure(
        "gateway", unit: Self.unit, better: .lower,
        reference: ("plain C gateway, same frames", floors.map(\.gateway))
      ) { $0.cost("gateway") },
      figure(
        "shards", unit: Self.unit, better: .lower,
        reference: ("plain C server, same frames", floors.map(\.server))
      ) { $0.cost("shard") },
      figure("Redis, admin and supervisor", unit: Self.unit, better: .lower) {
        $0.cost("redis", "admin", "up")
      },
    ]
  }

  /// That it was the workload, and that nobody waited.
  private var play: [WorkloadFigure] {
    [
      figure("visible to each", unit: "others", better: .same, of: \.load.visibleEach),
      figure("updates", unit: "per player and second", better: .higher) {
        $0.load.snapshotsPerPlayerSecond
      },
      figure("gap between updates, p99", unit: "ms", better: .lower, of: \.load.steadyGap.p99),
      figure("bytes to a player", unit: "per second", better: .lower) {
        $0.load.bytesIn / (Double($0.load.playing) * $0.load.seconds)
      },
    ]
  }
}
