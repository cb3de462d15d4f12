import Bots
import Foundation
import Testing

/// Regions that take few players, and more players than they take.
extension RealProcesses {
  @Suite(.serialized) struct FullRegionTests {
    @Test func newcomersWaitInLineAndNothingIsLost() async throws {
      let cluster = try await RunningCluster.start(
        environment: ["PANGEA_REGION_PLAYERS_MAX": "3"])
      // More than the regions around the entrance take, however they are spread over them.
      let bots = try await cluster.startBots(["--count", "30", "--seconds", "20", "--cross"])
      var most = 0
      var atLogin = 0
      while bots.isRunning {
        if let body = try await cluster.status().body {
          most = max(most, body.regions.compactMap(\.players).max() ?? 0)
          atLogin = max(atLogin, body.regions.compactMap(\.queuedLogin).max() ?? 0)
        }
        try await Task.sleep(for: .milliseconds(200))
      }
      let (report, _) = try await RunningCluster.report(of: bots)
      #expect(most == 3, "no region takes more, and some are full")
      #expect(atLogin > 0)
      #expect(report.bots.connected >= 3)
      // Some may stand in line until the end.
      #expect(report.violations.allSatisfy { $0.invariant == .notConnected })
      #expect(report.inputs.lost == 0 && report.inputs.appliedTwice == 0)
      #expect(report.bots.disconnects == 0)
      _ = try await cluster.stop()
    }
  }
}
