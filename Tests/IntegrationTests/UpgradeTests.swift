import Bots
import Foundation
import Testing

@testable import Supervisor

/// Every process of a cluster is ended and started again, one by one, while people play: as the
/// same build, and as a newer one, so that two builds share the world in between.
extension RealProcesses {
  @Suite(.serialized) struct UpgradeTests {
    /// The folder of an older checkout of this project that is built: `make versions`.
    static let older = ProcessInfo.processInfo.environment["PANGEA_OLDER"]

    @Test func everyProcessIsStartedAgainInTurn() async throws {
      let cluster = try await RunningCluster.start(["--gateways", "2"])
      let bots = try await cluster.startBots(["--count", "20", "--cross", "--seconds", "40"])
      try await Task.sleep(for: .seconds(3))
      for name in ["shard-1", "shard-2", "admin-1", "gateway-1", "gateway-2"] {
        try await cluster.restart(name)
        try await Task.sleep(for: .seconds(1))
      }
      let (report, _) = try await RunningCluster.report(of: bots)
      expectNobodyNoticed(report, gateways: 2)
      #expect(try await cluster.stop().status == 0)
    }

    @Test(.enabled(if: older != nil, "make versions runs this"))
    func anOlderBuildAndThisOneShareAWorld() async throws {
      let older = URL(fileURLWithPath: try #require(Self.older))
      let folder = try Scratch.folder()
      let executable = folder.appendingPathComponent("pangea")
      try FileManager.default.copyItem(at: try Self.built(in: older), to: executable)
      let cluster = try await RunningCluster.start(
        ["--gateways", "2", "--content", older.appendingPathComponent("GameData").path],
        executable: executable)
      let bots = try await cluster.startBots(["--count", "20", "--cross", "--seconds", "75"])
      try await Task.sleep(for: .seconds(4))

      let newer = folder.appendingPathComponent("newer")
      try FileManager.default.copyItem(at: try Pangea.executable, to: newer)
      try #require(rename(newer.path, executable.path) == 0)
      try await cluster.restart("shard-1")
      try await Task.sleep(for: .seconds(8))  // both builds have regions, and characters cross
      try await moveRegions(of: cluster)
      for name in ["gateway-1", "shard-2", "admin-1", "gateway-2"] {
        try await cluster.restart(name)
        try await Task.sleep(for: .seconds(2))
      }
      let (report, _) = try await RunningCluster.report(of: bots)
      expectNobodyNoticed(report, gateways: 2)
      #expect(report.handoffs.crossShard > 0)
      let check = try await Pangea.run(["check", "--seconds", "4", "--data", cluster.data])
      #expect(check.status == 0, "\(check.output)")
      #expect(try await cluster.stop().status == 0)
    }

    /// A third shard comes and goes: regions move from one build to the other, and back.
    private func moveRegions(of cluster: RunningCluster) async throws {
      for count in ["3", "2"] {
        let scaled = try await Pangea.run(["scale", "shards", count, "--data", cluster.data])
        #expect(scaled.status == 0, "\(scaled.output)")
        try await Task.sleep(for: .seconds(6))
      }
    }

    /// Only a gateway's own restart cuts connections, once each, and they come back by themselves.
    private func expectNobodyNoticed(_ report: BotsReport, gateways: Int) {
      #expect(report.bots.connected == report.bots.requested)
      #expect(report.bots.disconnects <= gateways * report.bots.requested)
      #expect(report.bots.resumed == report.bots.disconnects)
      #expect(report.inputs.lost == 0 && report.inputs.appliedTwice == 0)
      #expect(report.violationsTotal == 0, "\(report.violations)")
    }

    private static func built(in checkout: URL) throws -> URL {
      let builds = ["release", "debug"].map {
        checkout.appendingPathComponent(".build/\($0)/pangea")
      }
      return try #require(
        builds.first { FileManager.default.isExecutableFile(atPath: $0.path) },
        "\(checkout.path) holds no built pangea")
    }
  }
}
