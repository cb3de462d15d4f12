import Workloads

extension BenchWorkload.Size {
  /// What a cluster is started with.
  var host: BenchHost {
    BenchHost(executable: executable ?? ownExecutable(), definitions: ContentFolder.path(nil))
  }
}

extension BenchWorkload {
  /// The workloads that start a cluster of processes and play on it.
  func measureCluster(_ size: Size) async throws -> WorkloadReport {
    let host = size.host
    switch self {
    case .w1, .w2, .w4, .w8: return try await measureCrowd(size, on: host)
    case .w3:
      return try await FullCore.run(
        players: size.players ?? 800, seconds: size.playSeconds, runs: size.longRuns, on: host)
    case .w9:
      return try await BorderCrossing.run(
        players: size.players ?? 400, seconds: size.playSeconds, runs: size.runs, on: host)
    case .w10:
      return try await GatheredCrowd.run(
        crowds: size.players.map { [$0] } ?? [250, 500, 1_000], seconds: size.playSeconds,
        runs: size.longRuns, on: host)
    case .w11:
      return try await FullGateway.run(
        players: size.players ?? 1_000, seconds: size.playSeconds, runs: size.runs, on: host)
    case .w12:
      return try await PlayerMemory.run(
        players: size.players ?? 1_000, seconds: size.playSeconds, runs: size.longRuns, on: host)
    case .w5, .w6, .w7: preconditionFailure("no cluster belongs to \(rawValue)")
    }
  }

  private func measureCrowd(_ size: Size, on host: BenchHost) async throws -> WorkloadReport {
    let (players, seconds, runs) = (size.players ?? 400, size.playSeconds, size.runs)
    switch self {
    case .w2:
      return try await SightBytes.run(players: players, seconds: seconds, runs: runs, on: host)
    case .w4:
      return try await ProbeRoundTrip.run(players: players, seconds: seconds, runs: runs, on: host)
    case .w8:
      return try await OpenField.run(players: players, seconds: seconds, runs: runs, on: host)
    default:
      return try await CrowdedWorld.run(players: players, seconds: seconds, runs: runs, on: host)
    }
  }
}

extension BenchWorkload.Size {
  /// What counts of each run on a cluster.
  fileprivate var playSeconds: Int { seconds ?? 5 }
  /// Of workloads whose runs take long or hardly differ.
  fileprivate var longRuns: Int { min(runs, 3) }
}
