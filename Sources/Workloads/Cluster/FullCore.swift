/// Workload W3: how many players one core bears in a world as crowded as that of W1, with all server
/// processes on it, until somebody notices.
public enum FullCore {
  /// What nobody notices.
  enum Bar {
    static let updatesPerSecondMin = 19.5
    static let gapMillisecondsMax = 75.0
    static let probeMillisecondsMax = 50.0

    static func holds(_ sample: ClusterSample) -> Bool {
      let load = sample.load
      return sample.isWhole && load.brokenPromises == 0
        && load.snapshotsPerPlayerSecond >= updatesPerSecondMin
        && load.steadyGap.p99 <= gapMillisecondsMax && load.roundTrip.count > 0
        && load.roundTrip.p99 <= probeMillisecondsMax
    }
  }

  /// - Parameters:
  ///   - players: where the search begins.
  ///   - runs: the first climbs from there; each further one begins where the last one ended.
  public static func run(
    players: Int = 800, seconds: Int = 10, runs: Int = 3, on host: BenchHost
  ) async throws -> WorkloadReport {
    precondition(runs > 0 && players > 0, "something is measured")
    var (most, costs, shares): ([Double], [Double], [Double]) = ([], [], [])
    var notch = 0
    for run in 0..<runs {
      let (reached, sample) = try await climb(
        from: notch, players: players, seconds: Double(seconds), seed: UInt64(run) + 1, on: host)
      notch = reached
      most.append(Double(Self.players(players, at: notch)))
      costs.append(sample.cost)
      shares.append(sample.idleShare)
    }
    let last = Self.players(players, at: notch)
    return WorkloadReport(
      "W3",
      WorkloadFigure(
        "players on one core at 19.5 updates a second", unit: "players", better: .higher,
        ours: most),
      figures: [
        WorkloadFigure(
          "gateway and shard then", unit: "µs of CPU per player and second", better: .lower,
          ours: costs, players: last)
      ], idleShare: Spread(of: shares).median)
  }

  /// Each notch is an eighth more than the one before.
  private static func players(_ first: Int, at notch: Int) -> Int {
    var players = Double(first)
    for _ in 0..<abs(notch) { players *= notch > 0 ? 1.125 : 1 / 1.125 }
    return Int(players)
  }

  /// The highest notch that holds while the one above does not.
  private static func climb(
    from start: Int, players first: Int, seconds: Double, seed: UInt64, on host: BenchHost
  ) async throws -> (notch: Int, sample: ClusterSample) {
    var notch = start
    var held: (notch: Int, sample: ClusterSample)?
    while true {
      let players = players(first, at: notch)
      guard players > 10 else { throw WorkloadError.failed("not even ten players are borne") }
      let sample = try await trial(players, seconds, seed).run(on: host)
      if Bar.holds(sample) {
        held = (notch, sample)
        // What held after the one above it had broken is the answer.
        if notch < start { return (notch, sample) }
        notch += 1
      } else if let held {
        return held
      } else {
        notch -= 1
      }
    }
  }

  /// A region takes 2,000 players: more have four.
  private static let onePerRegionMax = 1_900

  private static func trial(_ players: Int, _ seconds: Double, _ seed: UInt64) -> ClusterTrial {
    var plan = LoadPlan(motion: .wander(nil))
    plan.probing = min(ProbeRoundTrip.probing, players)
    return ClusterTrial(
      world: .crowded(players: players, regions: players > onePerRegionMax ? 2 : 1),
      players: players, plan: plan, seconds: seconds,
      seed: seed)
  }
}
