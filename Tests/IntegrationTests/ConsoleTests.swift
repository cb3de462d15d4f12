import Foundation
import Testing

@testable import Supervisor

/// What the console of operators asks of real processes: its page, everybody who plays at all
/// gateways, the cluster as it changes, and whether the audit log is whole.
extension RealProcesses {
  @Suite(.serialized) struct ConsoleTests {
    private struct Players: Decodable {
      struct Player: Decodable {
        var character: UInt64
        var name: String
        var gateway: String
      }
      var players: [Player]
      var total: Int
      var unreachable: [String]
    }

    private struct Chain: Decodable {
      var whole: Bool
      var rows: Int
    }

    private struct Operation: Decodable { var id: String }

    @Test func operatorsSeeWhoPlaysAndWhatChanges() async throws {
      let cluster = try await RunningCluster.start(["--gateways", "2"])
      let bots = try await cluster.startBots(["--count", "20", "--seconds", "40"])
      var page = Players(players: [], total: 0, unreachable: [])
      while page.total < 20 {
        try await Task.sleep(for: .milliseconds(200))
        page = try await cluster.ask("GET", "/api/players?limit=100")
      }
      #expect(page.unreachable.isEmpty)
      #expect(Set(page.players.map(\.gateway)) == ["gateway-1", "gateway-2"])
      #expect(Set(page.players.map(\.character)).count == 20)
      let one = try #require(page.players.first)
      let found: Players = try await cluster.ask("GET", "/api/players?search=\(one.character)")
      #expect(found.players.contains { $0.name == one.name })

      let live = try await cluster.adminAnswer("GET", "/api/live?max=3")
      #expect(live.components(separatedBy: "event: cluster\n").count == 4)

      let html = try await cluster.adminAnswer("GET", "/console/")
      #expect(html.contains("<!doctype html>"), "\(html.prefix(300))")
      #expect(html.lowercased().contains("content-security-policy:"))

      let _: Operation = try await cluster.ask(
        "POST", "/api/operations/mute", #"{"scope":"character/\#(one.character)","seconds":60}"#)
      let chain: Chain = try await cluster.ask("GET", "/api/audit/chain")
      #expect(chain.whole && chain.rows > 0)

      // A gateway that stands still is named; the others are listed all the same.
      let stop = try await Pangea.run([
        "kill", "gateway-2", "--signal", "STOP", "--data", cluster.data,
      ])
      #expect(stop.status == 0, "\(stop.output)")
      let rest: Players = try await cluster.ask("GET", "/api/players?limit=100")
      #expect(rest.unreachable == ["gateway-2"])
      #expect(Set(rest.players.map(\.gateway)) == ["gateway-1"])
      let go = try await Pangea.run([
        "kill", "gateway-2", "--signal", "CONT", "--data", cluster.data,
      ])
      #expect(go.status == 0, "\(go.output)")
      _ = try await bots.outcome()
      _ = try await cluster.stop()
    }
  }
}
