/// How what a player costs grows with the number of players, and with how many of them each sees.
public enum ScaleSweep {
  static let crowds = [100, 200, 400, 800, 1_200]
  static let densities = [25, 50, 100, 200, 400]

  /// A whole cluster at each point: gateway and shard together, on one core.
  ///
  /// - Parameter seconds: of play at each point.
  public static func run(seconds: Int = 5, on host: BenchHost) async throws -> [BenchReport.Curve] {
    var players: [WorkloadFigure] = []
    for crowd in crowds {
      players.append(
        try await CrowdedWorld.run(players: crowd, seconds: seconds, runs: 1, on: host).headline)
    }
    var visible: [WorkloadFigure] = []
    for crowd in densities {
      visible.append(
        try await OpenField.run(players: crowd, seconds: seconds, runs: 1, on: host).headline)
    }
    return [
      .init("Gateway and shard against players, about 42 in sight", along: .players, players),
      .init("Gateway and shard against density, everybody in sight", along: .visible, visible),
    ]
  }
}
