import Workloads

extension BenchWorkload {
  /// The workloads that start a cluster of processes and play on it.
  ///
  /// - Returns: nil when it is none of them.
  func measureCluster(_ size: Size, on host: BenchHost) async throws -> WorkloadReport? {
    let seconds = size.seconds ?? 10
    switch self {
    case .w1:
      return try await CrowdedWorld.run(
        players: size.players ?? 400, seconds: seconds, runs: size.runs, on: host)
    case .w2:
      return try await SightBytes.run(
        players: size.players ?? 400, seconds: seconds, runs: size.runs, on: host)
    case .w3:
      return try await FullCore.run(
        players: size.players ?? 800, seconds: seconds, runs: size.runs, on: host)
    case .w4:
      return try await ProbeRoundTrip.run(
        players: size.players ?? 400, seconds: seconds, runs: size.runs, on: host)
    case .w8:
      return try await OpenField.run(
        players: size.players ?? 400, seconds: seconds, runs: size.runs, on: host)
    case .w9:
      return try await BorderCrossing.run(
        players: size.players ?? 400, seconds: seconds, runs: size.runs, on: host)
    case .w10:
      return try await GatheredCrowd.run(
        crowds: size.players.map { [$0] } ?? [250, 500, 1_000], seconds: seconds, runs: size.runs,
        on: host)
    case .w11:
      return try await FullGateway.run(
        players: size.players ?? 1_000, seconds: seconds, runs: size.runs, on: host)
    case .w12:
      return try await PlayerMemory.run(
        players: size.players ?? 1_000, seconds: seconds, runs: size.runs, on: host)
    case .w5, .w6, .w7: return nil
    }
  }
}
