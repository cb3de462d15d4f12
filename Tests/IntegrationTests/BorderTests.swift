import Bots
import Foundation
import Testing

/// Two shards, one border, real processes: what a player may never notice.
extension RealProcesses {
  @Suite(.serialized) struct BorderTests {
    /// The heart of it: a thousand crossings between two processes, nothing lost or doubled.
    @Test func aThousandCrossingsBetweenTwoProcesses() async throws {
      let cluster = try await RunningCluster.start()
      var crossings = 0
      for round in 1...8 where crossings < 1_000 {
        let (report, status) = try await cluster.bots([
          "--count", "60", "--seconds", "20", "--cross", "--seed", "\(round)",
          "--transport", round.isMultiple(of: 2) ? "tcp" : "ws",
        ])
        #expect(status == 0)
        expectNothingLost(report)
        #expect(report.inputs.rolledBack == 0)
        #expect(report.bots.disconnects == 0)
        crossings += report.handoffs.crossShard
      }
      #expect(crossings >= 1_000)
      let outcome = try await cluster.stop()
      #expect(outcome.status == 0)
    }

    @Test func aKilledShardComesBackAndNobodyIsDisconnected() async throws {
      let cluster = try await RunningCluster.start()
      let before = try #require(try await cluster.status().body)
      let bots = try await cluster.startBots(["--count", "40", "--seconds", "25", "--cross"])
      for name in ["shard-2", "shard-1"] {
        try await Task.sleep(for: .seconds(7))
        let outcome = try await Pangea.run(["kill", name, "--data", cluster.data])
        #expect(outcome.status == 0)
      }
      let (report, status) = try await RunningCluster.report(of: bots)
      #expect(status == 0)
      expectNothingLost(report)
      #expect(report.bots.disconnects == 0)
      let after = try #require(try await cluster.status().body)
      let epochs = Dictionary(uniqueKeysWithValues: before.regions.map { ($0.id, $0.epoch) })
      for region in after.regions {
        #expect(region.epoch > epochs[region.id] ?? 0, "\(region.id) has a new owner")
      }
      _ = try await cluster.stop()
    }

    @Test func scalingMovesRegionsAndKeepsEverybodyConnected() async throws {
      let cluster = try await RunningCluster.start()
      let bots = try await cluster.startBots(["--count", "20", "--seconds", "30", "--cross"])
      for shards in [3, 1] {
        try await Task.sleep(for: .seconds(5))
        let outcome = try await Pangea.run([
          "scale", "shards", "\(shards)", "--data", cluster.data,
        ])
        #expect(outcome.status == 0, "\(outcome.output)")
      }
      let (report, status) = try await RunningCluster.report(of: bots)
      #expect(status == 0)
      expectNothingLost(report)
      #expect(report.bots.disconnects == 0)
      let owners = Set(try #require(try await cluster.status().body).regions.map(\.shard))
      #expect(owners == ["shard-1"])
      _ = try await cluster.stop()
    }

    @Test func aFightGoesOnWhileAShardIsKilled() async throws {
      let cluster = try await RunningCluster.start()
      let bots = try await cluster.startBots(["--count", "40", "--seconds", "40", "--fight"])
      try await Task.sleep(for: .seconds(15))
      let outcome = try await Pangea.run(["kill", "shard-2", "--data", cluster.data])
      #expect(outcome.status == 0)
      let (report, status) = try await RunningCluster.report(of: bots)
      #expect(status == 0)
      expectNothingLost(report)
      #expect(report.bots.disconnects == 0)
      #expect(report.fights.hits > 0)
      #expect(report.fights.kills > 0)
      _ = try await cluster.stop()
    }

    private func expectNothingLost(_ report: BotsReport) {
      #expect(report.ok, "\(report.violations.prefix(5))")
      #expect(report.bots.connected == report.bots.requested)
      #expect(report.inputs.lost == 0)
      #expect(report.inputs.appliedTwice == 0)
      #expect(report.inputs.pending == 0)
      #expect(report.inputs.sent == report.inputs.acknowledged)
    }
  }
}
