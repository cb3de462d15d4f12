/// Workload W12: how much memory of all processes together a connected player takes, at rest and
/// walking, in the world of W1.
public enum PlayerMemory {
  public static func run(
    players: Int = 1_000, seconds: Int = 10, runs: Int = 3, on host: BenchHost
  ) async throws -> WorkloadReport {
    var (idle, moving, shares): ([Double], [Double], [Double]) = ([], [], [])
    for run in 0..<runs {
      let machine = MachineTime.now()
      let (atRest, walking) = try await measure(players, Double(seconds), UInt64(run) + 1, host)
      idle.append(atRest / 1024)
      moving.append(walking / 1024)
      shares.append(machine.idleShare())
    }
    func figure(_ name: String, _ samples: [Double]) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: "KiB per player, all processes", better: .lower, ours: samples,
        players: players)
    }
    return WorkloadReport(
      "W12", figure("walking", moving), figures: [figure("at rest", idle)],
      idleShare: Spread(of: shares).median)
  }

  /// Bytes for each player: at rest, and after it walked for some time.
  private static func measure(
    _ players: Int, _ seconds: Double, _ seed: UInt64, _ host: BenchHost
  ) async throws -> (idle: Double, moving: Double) {
    let world = BenchWorld.crowded(players: players)
    let cluster = try await BenchCluster.start(world, shards: 1, on: host)
    // One player first: what is made for the first one is nobody's share.
    let load = try Load(
      LoadPlan(motion: .stand), port: cluster.port, connectionsMax: players + 1, seed: seed)
    guard load.join(1, secondsMax: 20) == 1 else {
      throw WorkloadError.failed("nobody could join")
    }
    _ = load.run(seconds: 2)
    let before = cluster.usage().allBytes
    let playing = load.join(players + 1, secondsMax: ClusterTrial.joinSecondsMax)
    guard playing == players + 1 else {
      throw WorkloadError.failed("\(playing) of \(players + 1) players could join")
    }
    _ = load.run(seconds: seconds)
    let idle = cluster.usage().allBytes
    load.change(to: LoadPlan(motion: .wander(nil)))
    let sample = load.run(seconds: seconds)
    let moving = cluster.usage().allBytes
    guard sample.disconnects == 0 else {
      throw WorkloadError.failed("\(sample.disconnects) players were disconnected")
    }
    load.leave()
    return ((idle - before) / Double(players), (moving - before) / Double(players))
  }
}
