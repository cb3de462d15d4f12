/// One measurement: a fresh cluster on a world, players that join and play, and what that cost.
struct ClusterTrial {
  var world: BenchWorld
  var players: Int
  var shards = 1
  var plan: LoadPlan
  /// Played before it counts, so that everybody has spread.
  var settleSeconds = 4.0
  var seconds: Double
  var seed: UInt64 = 1

  static let joinSecondsMax = 120.0

  func run(on host: BenchHost) async throws -> ClusterSample {
    let cluster = try await BenchCluster.start(world, shards: shards, on: host)
    let load = try Load(plan, port: cluster.port, connectionsMax: players, seed: seed)
    _ = load.join(players, secondsMax: Self.joinSecondsMax)
    _ = load.run(seconds: settleSeconds)
    let sample = ClusterSample.measure(cluster, players: players) { load.run(seconds: seconds) }
    load.leave()
    return sample
  }
}

/// What a stretch of play was and cost.
struct ClusterSample: Hashable, Sendable {
  /// How many players there should have been.
  var players: Int
  var load: LoadSample
  var usage: ClusterUsage
  /// Of the whole machine, 0 ... 1.
  var idleShare: Double

  static func measure(
    _ cluster: BenchCluster, players: Int, play: () -> LoadSample
  ) -> ClusterSample {
    let machine = MachineTime.now()
    let before = cluster.usage()
    let load = play()
    return ClusterSample(
      players: players, load: load, usage: cluster.usage().since(before),
      idleShare: machine.idleShare())
  }

  /// - Throws: when not everybody played to the end, or a promise of the protocol was broken: then
  ///   the cost is not that of the workload.
  func checked() throws(WorkloadError) -> ClusterSample {
    guard isWhole else {
      throw .failed(
        "\(load.playing) of \(players) players played to the end; the last error was "
          + "\(load.lastError)")
    }
    guard load.brokenPromises == 0 else {
      throw .failed("\(load.brokenPromises) promises of the protocol were broken")
    }
    guard load.snapshots > 0 else { throw .failed("nobody got a snapshot") }
    return self
  }

  /// Whether everybody joined and nobody was disconnected.
  var isWhole: Bool { load.playing == players && load.disconnects == 0 }

  /// Microseconds of CPU for each player and second, of processes of some roles.
  func cost(_ roles: String...) -> Double {
    let seconds = roles.reduce(0) { $0 + (usage.cpuSeconds[$1] ?? 0) }
    return 1e6 * seconds / (Double(load.playing) * load.seconds)
  }

  /// What gateways and shards cost together.
  var cost: Double { cost("gateway", "shard") }
}
