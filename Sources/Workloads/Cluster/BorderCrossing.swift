import Foundation

/// Workload W9: everybody walks to and fro over the border between two regions of two shard
/// processes, about one handoff a second each, with about 38 others in sight. The same walk beside
/// the border, in turns with it, is the reference: what differs is the handoff.
public enum BorderCrossing {
  /// - Parameters:
  ///   - crowds: with how many players, who turn back as soon as they are over, to look for the most
  ///     handoffs a second; none: not at all.
  public static func run(
    players: Int = 400, crowds: [Int] = [400, 500, 600, 700, 800, 900, 1_000], seconds: Int = 10,
    runs: Int = 5,
    on host: BenchHost
  ) async throws -> WorkloadReport {
    let ground = BorderGround(players: players)
    let cluster = try await BenchCluster.start(ground.world, shards: 2, on: host)
    let load = try Load(ground.crossing, port: cluster.port, connectionsMax: players, seed: 1)
    _ = load.join(players, secondsMax: ClusterTrial.joinSecondsMax)
    _ = load.run(seconds: 4)
    var turns: [BorderTurn] = []
    for _ in 0..<runs {
      func play(_ plan: LoadPlan) throws -> ClusterSample {
        load.change(to: plan)
        _ = load.run(seconds: 2)
        return try ClusterSample.measure(cluster, players: players) {
          load.run(seconds: Double(seconds))
        }.checked()
      }
      turns.append(
        BorderTurn(
          crossing: try play(ground.crossing), beside: try play(ground.beside),
          hurried: try play(ground.hurried)))
    }
    guard turns.allSatisfy({ $0.crossing.load.handoffsBetweenShards > 0 }) else {
      throw WorkloadError.failed("nobody crossed from one shard to the other")
    }
    load.change(to: ground.crossing)
    _ = load.run(seconds: 2)
    let crash = cluster.kill(oneOf: "shard") ? load.run(seconds: 10) : nil
    let after = load.run(seconds: 3)
    load.leave()
    var report = BorderTurn.report(turns, players: players)
    if let crash {
      report.figures += BorderTurn.figures(ofCrash: crash, after: after, players: players)
    }
    if let most = try await most(crowds, seconds: Double(seconds), on: host) {
      report.figures.append(most)
    }
    return report
  }

  /// The most handoffs a second that nobody notices; nil when it is not even those of the first.
  private static func most(
    _ crowds: [Int], seconds: Double, on host: BenchHost
  ) async throws -> WorkloadFigure? {
    var best: WorkloadFigure?
    for players in crowds {
      let ground = BorderGround(players: players)
      let sample = try await ClusterTrial(
        world: ground.world, players: players, shards: 2, plan: ground.hurried, seconds: seconds
      ).run(on: host)
      let load = sample.load
      guard sample.isWhole, load.brokenPromises == 0, load.handoffGap.p99 <= 75,
        load.snapshotsPerPlayerSecond >= FullCore.Bar.updatesPerSecondMin
      else { break }
      best = WorkloadFigure(
        "most handoffs between shards", unit: "per second", better: .higher,
        ours: [load.handoffsBetweenShards / load.seconds], players: players,
        visible: load.visibleEach)
    }
    return best
  }
}

/// Two regions of two shards, and what is walked there.
struct BorderGround {
  /// Units beyond the border; a region hands over whoever is 16 beyond it.
  private static let hurriedSwing = 16.0

  let world: BenchWorld
  let crossing: LoadPlan
  /// The same walk on one side: nobody crosses, and the border is in sight all the time.
  let beside: LoadPlan
  /// To and fro as near to the border as handoffs let them: they turn as soon as they are over.
  let hurried: LoadPlan

  /// As high as it takes for everybody to see 38 others.
  init(players: Int) {
    let tile = BenchWorld.tile
    let edge = max(2_304 * players / 400 / tile * tile, 512)
    // 160 units there in a second, and back in the next.
    let swing = 80.0
    func plan(_ line: Double, turning: Double = 80) -> LoadPlan {
      let area = LoadPlan.Area(
        left: line - swing, top: 0, right: line + swing, bottom: Double(edge))
      return LoadPlan(
        motion: .cross(line: line, swing: turning, area),
        probing: min(ProbeRoundTrip.probing, players / 2), bursting: players / 4)
    }
    world = BenchWorld(
      columns: 2, rows: 1, edge: edge, viewRadius: 128, entryWidth: Int(2 * swing))
    crossing = plan(Double(edge))
    beside = plan(Double(edge) - swing - 24)
    hurried = plan(Double(edge), turning: Self.hurriedSwing)
  }
}
