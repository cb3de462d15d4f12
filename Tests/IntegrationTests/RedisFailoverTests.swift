import Bots
import Foundation
import Supervisor
import Testing

/// A Redis of others dies under players, and its replica takes over.
extension RealProcesses {
  @Suite(.serialized) struct RedisFailoverTests {
    @Test func playersCrossOnWhileTheMasterOfRedisDies() async throws {
      let redis = try await WatchedRedis.start()
      let cluster = try await RunningCluster.start(["--redis", redis.url])
      #expect(try cluster.document().redis == redis.url)
      let bots = try await cluster.startBots(["--count", "20", "--seconds", "15", "--cross"])
      try await Task.sleep(for: .seconds(5))
      await redis.killMaster()
      let (report, status) = try await RunningCluster.report(of: bots)
      expectNothingNoticed(report, status)
      await redis.untilFailedOver()
      let check = try await Pangea.run(["check", "--data", cluster.data, "--seconds", "4"])
      #expect(check.status == 0, "\(check.output)")
      let (later, laterStatus) = try await cluster.bots([
        "--count", "10", "--seconds", "5", "--cross",
      ])
      expectNothingNoticed(later, laterStatus)
      #expect(try await cluster.stop().status == 0)
    }

    private func expectNothingNoticed(_ report: BotsReport, _ status: Int32) {
      #expect(status == 0)
      #expect(report.ok, "\(report.violations.prefix(5))")
      #expect(report.bots.connected == report.bots.requested)
      #expect(report.bots.disconnects == 0)
      #expect(report.inputs.lost == 0)
      #expect(report.inputs.appliedTwice == 0)
      #expect(report.inputs.rolledBack == 0)
      #expect(report.inputs.pending == 0)
      #expect(report.handoffs.crossShard > 0)
    }

    @Test func aRedisThatIsNotThereIsSaidWithoutItsPassword() async throws {
      let data = try Scratch.folder().appendingPathComponent("data").path
      let outcome = try await Pangea.run([
        "up", "--bots", "0", "--port", "0", "--data", data,
        "--redis", "redis+sentinel://:secret@127.0.0.1:1/world?sentinel_password=secret",
      ])
      #expect(outcome.status == 3)
      #expect(outcome.output.contains("127.0.0.1:1 cannot be reached"), "\(outcome.output)")
      #expect(!outcome.output.contains("secret"))
      let wrong = try await Pangea.run([
        "up", "--bots", "0", "--data", data, "--redis", "redis+sentinel://:secret@127.0.0.1",
      ])
      #expect(wrong.status == 2)
      #expect(wrong.output.contains("name of a master"), "\(wrong.output)")
      #expect(!wrong.output.contains("secret"))
    }
  }
}
