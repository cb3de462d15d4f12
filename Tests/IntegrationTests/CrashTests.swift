import Bots
import Foundation
import Testing

/// What was confirmed is there after everything has ended at once.
extension RealProcesses {
  @Suite(.serialized) struct CrashTests {
    @Test func everythingConfirmedOutlivesTheEndOfAllProcesses() async throws {
      let cluster = try await RunningCluster.start()
      let journal = try Scratch.folder().appendingPathComponent("confirmed").path
      let bots = try await cluster.startBots(
        ["--count", "30", "--seconds", "120", "--loot", "--confirmed", journal])
      while Self.lines(of: journal) < 15, bots.isRunning {
        try await Task.sleep(for: .milliseconds(100))
      }
      try await cluster.killAll()
      try bots.interrupt()
      _ = try await bots.outcome()
      #expect(Self.lines(of: journal) >= 15)

      let again = try await RunningCluster.start(data: cluster.data)
      let check = try await Pangea.run([
        "check", "--confirmed", journal, "--seconds", "3", "--data", again.data,
      ])
      #expect(check.status == 0, "\(check.output)")
      let (report, status) = try await again.bots(["--count", "10", "--seconds", "6", "--cross"])
      #expect(status == 0, "\(report.violations)")
      #expect(try await again.stop().status == 0)
    }

    private static func lines(of path: String) -> Int {
      FileManager.default.contents(atPath: path)?.count { $0 == UInt8(ascii: "\n") } ?? 0
    }
  }
}
