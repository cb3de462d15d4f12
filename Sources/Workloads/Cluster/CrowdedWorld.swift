/// Workload W1: everybody walks about all the time, 20 inputs a second, and sees about 42 others.
/// Measured is what the server processes cost for each player and second, on one core.
public enum CrowdedWorld {
  /// - Parameters:
  ///   - players: the map grows with them, so that it stays as crowded.
  ///   - runs: each with a cluster of its own; the reference runs between them.
  public static func run(
    players: Int = 400, seconds: Int = 10, runs: Int = 5, on host: BenchHost
  ) async throws -> WorkloadReport {
    let cost = try await PlayerCost.measure(
      ClusterTrial(
        world: .crowded(players: players), players: players,
        plan: LoadPlan(motion: .wander(nil)), seconds: Double(seconds)), runs: runs, on: host)
    return cost.report("W1")
  }
}

/// Workload W8: as W1, but everybody sees everybody.
public enum OpenField {
  public static func run(
    players: Int = 400, seconds: Int = 10, runs: Int = 5, on host: BenchHost
  ) async throws -> WorkloadReport {
    // In the middle of a wide map, no two of them further apart than they see.
    let world = BenchWorld.wide
    let edge = Double(world.viewRadius) / 1.5
    let cost = try await PlayerCost.measure(
      ClusterTrial(
        world: world, players: players,
        plan: LoadPlan(motion: .wander(.middle(of: world, edge: edge))), settleSeconds: 8,
        seconds: Double(seconds)), runs: runs, on: host)
    return cost.report("W8")
  }
}
