/// One run over the border, one beside it, and one over it as often as possible.
struct BorderTurn {
  static let reference = "the same walk beside the border"

  var crossing: ClusterSample
  var beside: ClusterSample
  var hurried: ClusterSample

  static func report(_ turns: [BorderTurn], players: Int) -> WorkloadReport {
    let visible = Spread(of: turns.map(\.crossing.load.visibleEach)).median
    func figure(
      _ name: String, _ unit: String, _ better: WorkloadFigure.Better,
      against: ((LoadSample) -> Double)? = nil, of value: (LoadSample) -> Double
    ) -> WorkloadFigure {
      WorkloadFigure(
        name, unit: unit, better: better, ours: turns.map { value($0.crossing.load) },
        reference: against.map { value in (reference, turns.map { value($0.beside.load) }) },
        players: players, visible: visible)
    }
    return WorkloadReport(
      "W9",
      figure(
        "gap across a handoff, p50", "ms", .lower, against: \.steadyGap.p50, of: \.handoffGap.p50),
      figures: [
        figure(
          "gap across a handoff, p99", "ms", .lower, against: \.steadyGap.p99,
          of: \.handoffGap.p99),
        figure(
          "longest gap", "ms", .lower, against: \.steadyGap.max, of: \.handoffGap.max),
        WorkloadFigure(
          "a handoff", unit: "µs of CPU of gateway and shards", better: .lower,
          ours: turns.map(\.costOfHandoff), players: players, visible: visible),
        figure(
          "longest between two replies to probes every 2 ms at the handoff, p50", "ms", .lower,
          against: \.burstGap.p50, of: \.burstGap.p50),
        figure(
          "longest between two replies to probes every 2 ms at the handoff, p90", "ms", .lower,
          against: \.burstGap.p90, of: \.burstGap.p90),
        figure("probe, p99", "ms", .lower, against: \.roundTrip.p99, of: \.roundTrip.p99),
        figure("probe, longest", "ms", .lower, against: \.roundTrip.max, of: \.roundTrip.max),
        figure(
          "probes without an answer", "%", .lower, against: \.unansweredPercent,
          of: \.unansweredPercent),
        figure("handoffs between shards", "per second", .higher) {
          $0.handoffsBetweenShards / $0.seconds
        },
        WorkloadFigure(
          "handoffs between shards in a hurry", unit: "per second", better: .higher,
          ours: turns.map { $0.hurried.load.handoffsBetweenShards / $0.hurried.load.seconds },
          players: players, visible: visible),
        WorkloadFigure(
          "gap across a handoff in a hurry, p99", unit: "ms", better: .lower,
          ours: turns.map(\.hurried.load.handoffGap.p99),
          reference: (reference, turns.map(\.beside.load.steadyGap.p99)), players: players,
          visible: visible),
        figure(
          "updates", "per player and second", .higher, against: \.snapshotsPerPlayerSecond,
          of: \.snapshotsPerPlayerSecond),
      ], idleShare: Spread(of: turns.map(\.crossing.idleShare)).median)
  }

  /// Microseconds of CPU that more handoffs of the same players took, for each of them.
  private var costOfHandoff: Double {
    func rate(_ value: (ClusterSample) -> Double) -> Double {
      value(hurried) / hurried.load.seconds - value(crossing) / crossing.load.seconds
    }
    return 1e6 * rate { $0.usage.servingSeconds } / rate { $0.load.handoffs }
  }

  /// What players saw of the end of a shard process that nobody announced.
  static func figures(
    ofCrash crash: LoadSample, after: LoadSample, players: Int
  ) -> [WorkloadFigure] {
    func figure(
      _ name: String, _ unit: String, _ better: WorkloadFigure.Better, _ value: Double
    ) -> WorkloadFigure {
      WorkloadFigure(name, unit: unit, better: better, ours: [value], players: players)
    }
    return [
      figure(
        "kill -9 of a shard: longest gap", "ms", .lower,
        max(crash.steadyGap.max, crash.handoffGap.max)),
      figure(
        "kill -9 of a shard: connections lost", "players", .lower,
        Double(crash.disconnects + after.disconnects)),
      figure(
        "kill -9 of a shard: updates afterwards", "per player and second", .higher,
        after.snapshots / (Double(players) * after.seconds)),
    ]
  }
}
