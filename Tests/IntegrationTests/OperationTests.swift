import Bots
import Foundation
import Testing

@testable import Supervisor

/// Operations of operators on real processes: who stands still is named, and nobody is told twice.
extension RealProcesses {
  @Suite(.serialized) struct OperationTests {
    /// The parts of a record that these tests look at.
    struct Record: Decodable {
      struct Receipt: Decodable {
        var node: String
        var outcome: String
        var detail: String?
        var reached: Int
      }

      var id: String
      var state: String
      var reached: Int
      var receipts: [Receipt]

      func outcome(_ node: String) -> String? { receipts.first { $0.node == node }?.outcome }
    }

    private static let body = #"{"scope":"everybody","style":"popup","text":"Hear, hear."#

    private func announce(_ cluster: RunningCluster, deadline: Int) async throws -> Record {
      try await cluster.ask(
        "POST", "/api/operations/announce",
        Self.body + #"","deadline_ms":\#(deadline)}"#)
    }

    /// The record once every node has a result. Whoever looks after it may be on its way up.
    private func ended(_ cluster: RunningCluster, _ id: String) async throws -> Record {
      while true {
        let record = try? await cluster.ask("GET", "/api/operations/\(id)", as: Record.self)
        if let record, record.state == "done" { return record }
        try await Task.sleep(for: .milliseconds(200))
      }
    }

    private func waitForPlayers(_ cluster: RunningCluster, _ count: Int) async throws {
      while true {
        let players = try? await cluster.status().body?.regions.reduce(0) { $0 + ($1.players ?? 0) }
        if let players, players >= count { return }
        try await Task.sleep(for: .milliseconds(200))
      }
    }

    private func signal(_ name: String, _ signal: String, _ cluster: RunningCluster) async throws {
      let sent = try await Pangea.run(["kill", name, "--signal", signal, "--data", cluster.data])
      #expect(sent.status == 0, "\(sent.output)")
    }

    @Test func everyPlayerIsToldOnceAndWhoStandsStillIsNamed() async throws {
      let cluster = try await RunningCluster.start(["--gateways", "2"])
      let bots = try await cluster.startBots(["--count", "20", "--seconds", "45"])
      try await waitForPlayers(cluster, 20)
      let first = try await ended(cluster, try await announce(cluster, deadline: 10_000).id)
      #expect(first.reached == 20, "\(first)")
      #expect(first.outcome("gateway-1") == "applied" && first.outcome("gateway-2") == "applied")
      #expect(Set(first.receipts.map(\.outcome)) == ["applied", "nothing_to_do"])

      try await signal("gateway-2", "STOP", cluster)
      let second = try await ended(cluster, try await announce(cluster, deadline: 1_500).id)
      #expect(second.outcome("gateway-1") == "applied", "\(second)")
      #expect(second.outcome("gateway-2") == "unreachable", "\(second)")

      // The admin process dies in the middle of a round: the next one ends it.
      let open = try await announce(cluster, deadline: 4_000)
      try await signal("admin-1", "KILL", cluster)
      let third = try await ended(cluster, open.id)
      #expect(third.outcome("gateway-1") == "applied", "\(third)")
      #expect(third.outcome("gateway-2") == "unreachable", "\(third)")
      try await signal("gateway-2", "CONT", cluster)

      let (report, _) = try await RunningCluster.report(of: bots)
      #expect(report.announcements.repeated == 0)
      #expect(report.announcements.different == 3)
      // Nothing is shown at the gateway that stood still: it came too late there.
      #expect(report.announcements.heard == first.reached + second.reached + third.reached)
      let check = try await Pangea.run([
        "check", "--json", "--data", cluster.data, "--seconds", "2",
      ])
      let verdicts = try JSONDecoder().decode(CheckTests.Report.self, from: check.json)
      #expect(verdicts.bad.isEmpty, "\(verdicts.bad)")
      _ = try await cluster.stop()
    }
  }
}
