import Foundation
import Testing

/// `pangea check` beside a real cluster.
extension RealProcesses {
  @Suite(.serialized) struct CheckTests {
    /// The parts of the report that these tests look at.
    struct Report: Decodable {
      struct Check: Decodable {
        var invariant: Int
        var name: String
        var verdict: String
        var reason: String?
        var evidence: [String]
      }

      var schema: String
      var ok: Bool
      var checks: [Check]

      func verdict(_ name: String) -> String? { checks.first { $0.name == name }?.verdict }

      var bad: [String] {
        checks.filter { $0.verdict == "bad" }.flatMap { [$0.name] + $0.evidence }
      }
    }

    private func check(
      _ cluster: RunningCluster, seconds: Int
    ) async throws -> (report: Report, status: Int32) {
      let outcome = try await Pangea.run([
        "check", "--json", "--data", cluster.data, "--seconds", "\(seconds)",
      ])
      return (try JSONDecoder().decode(Report.self, from: outcome.json), outcome.status)
    }

    @Test func aClusterUnderLoadAndAfterAKilledShard() async throws {
      let cluster = try await RunningCluster.start()
      let bots = try await cluster.startBots(["--count", "30", "--seconds", "30", "--cross"])
      try await Task.sleep(for: .seconds(3))
      let (calm, calmStatus) = try await check(cluster, seconds: 6)
      #expect(calmStatus == 0 && calm.ok && calm.schema == "pangea.check/1")
      #expect(Set(calm.checks.map(\.invariant)) == Set(1...12))
      for name in ["epochs", "simulation", "holders", "regions", "characters"] {
        #expect(calm.verdict(name) == "good", "\(name): \(calm.checks)")
      }
      _ = try await Pangea.run(["kill", "shard-2", "--data", cluster.data])
      let (hurt, hurtStatus) = try await check(cluster, seconds: 8)
      #expect(hurtStatus == 0 && hurt.bad.isEmpty, "\(hurt.bad)")
      let (_, status) = try await RunningCluster.report(of: bots)
      #expect(status == 0)
      _ = try await cluster.stop()
    }

    @Test func aShardThatStandsStillIsFound() async throws {
      let cluster = try await RunningCluster.start()
      _ = try await Pangea.run(["kill", "shard-2", "--signal", "STOP", "--data", cluster.data])
      let (report, status) = try await check(cluster, seconds: 12)
      _ = try await Pangea.run(["kill", "shard-2", "--signal", "CONT", "--data", cluster.data])
      // Either the others took its regions over, or nobody simulates them.
      #expect(status == 0 || report.verdict("regions") == "bad")
      #expect(report.verdict("simulation") == "good")
      _ = try await cluster.stop()
    }

    @Test func whatIsNotThereIsAnError() async throws {
      let data = try Scratch.folder().path
      let outcome = try await Pangea.run(["check", "--data", data])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("there is no file"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: data).isEmpty)
    }
  }
}
