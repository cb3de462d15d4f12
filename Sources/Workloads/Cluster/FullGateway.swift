/// Workload W11: how many moving clients a gateway's core bears, from what it spends on each of
/// them in the world of W1: its thread does nothing else, so the cost adds up.
public enum FullGateway {
  public static func run(
    players: Int = 1_000, seconds: Int = 10, runs: Int = 5, on host: BenchHost
  ) async throws -> WorkloadReport {
    let cost = try await PlayerCost.measure(
      ClusterTrial(
        world: .crowded(players: players), players: players,
        plan: LoadPlan(motion: .wander(nil)), seconds: Double(seconds)), runs: runs, on: host)
    let reference = (
      name: "plain C gateway, same frames", samples: cost.floors.map { 1e6 / $0.gateway }
    )
    let headline = cost.figure(
      "clients that a core bears", unit: "clients", better: .higher, reference: reference
    ) { 1e6 / $0.cost("gateway") }
    let spent = cost.figure("gateway", unit: "µs of CPU per client and second", better: .lower) {
      $0.cost("gateway")
    }
    return WorkloadReport(
      "W11", headline, figures: [spent],
      idleShare: Spread(of: cost.samples.map(\.idleShare)).median)
  }
}
