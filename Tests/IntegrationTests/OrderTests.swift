import Bots
import Foundation
import Testing

@testable import Supervisor

/// What operators order of characters and of processes, on real processes.
extension RealProcesses {
  @Suite(.serialized) struct OrderTests {
    /// The parts of a record that these tests look at.
    struct Record: Decodable {
      struct Receipt: Decodable {
        var node: String
        var outcome: String
        var detail: String?
      }

      var id: String
      var state: String
      var canBeUndone: Bool
      var receipts: [Receipt]

      func outcome(_ node: String) -> String? { receipts.last { $0.node == node }?.outcome }
      var applied: [Receipt] { receipts.filter { $0.outcome == "applied" } }
    }

    /// The record once every node has a result.
    private func ended(_ cluster: RunningCluster, _ id: String) async throws -> Record {
      while true {
        let record = try? await cluster.ask("GET", "/api/operations/\(id)", as: Record.self)
        if let record, record.state == "done" { return record }
        try await Task.sleep(for: .milliseconds(100))
      }
    }

    private func order(
      _ cluster: RunningCluster, _ kind: String, _ json: String
    ) async throws -> Record {
      let asked: Record = try await cluster.ask("POST", "/api/operations/\(kind)", json)
      return try await ended(cluster, asked.id)
    }

    private func waitForPlayers(_ cluster: RunningCluster, _ count: Int) async throws {
      while true {
        let players = try? await cluster.status().body?.regions.reduce(0) { $0 + ($1.players ?? 0) }
        if let players, players >= count { return }
        try await Task.sleep(for: .milliseconds(200))
      }
    }

    /// The middle of a region, in world units, and who simulates it.
    private func regions(
      _ cluster: RunningCluster
    ) async throws -> [(id: String, shard: String, map: Int, x: Int, y: Int)] {
      let body = try #require(try await cluster.status().body)
      return body.regions.compactMap { region in
        let parts = region.id.split { $0 == ":" || $0 == "," }.compactMap { Int($0) }
        guard parts.count == 3, let shard = region.shard else { return nil }
        return (region.id, shard, parts[0], parts[1] * 1_024 + 512, parts[2] * 1_024 + 512)
      }
    }

    @Test func aCharacterIsPutElsewhereOnceWhoeverDiesAndBackAgain() async throws {
      let cluster = try await RunningCluster.start(["--shards", "2"])
      let bots = try await cluster.startBots(["--count", "4", "--seconds", "60"])
      try await waitForPlayers(cluster, 4)
      let all = try await regions(cluster)
      // To one of each shard: at least one of them is another process than the one it plays in.
      for shard in ["shard-1", "shard-2"] {
        let place = try #require(all.first { $0.shard == shard })
        let record = try await order(
          cluster, "teleport",
          #"{"scope":"character/1","map":\#(place.map),"x":\#(place.x),"y":\#(place.y)}"#)
        #expect(record.applied.map(\.node) == [shard], "\(record)")
        #expect(record.applied.first?.detail?.contains("\"map\"") == true)
        #expect(record.outcome("gateway-1") == "nothing_to_do")
        #expect(record.canBeUndone)
        let undone: Record = try await cluster.ask(
          "POST", "/api/operations/\(record.id)/undo", "{}")
        #expect(try await ended(cluster, undone.id).applied.count == 1)
      }

      // The target's shard dies as the order comes: whoever goes on with its regions tells.
      let place = try #require(all.first { $0.shard == "shard-2" })
      let open: Record = try await cluster.ask(
        "POST", "/api/operations/teleport",
        #"{"scope":"character/1","map":\#(place.map),"x":\#(place.x),"y":\#(place.y),"#
          + #""deadline_ms":30000}"#)
      kill(try cluster.pid(of: "shard-2"), SIGKILL)
      let record = try await ended(cluster, open.id)
      #expect(!record.applied.isEmpty, "\(record)")

      let set = try await order(
        cluster, "set-attributes", #"{"scope":"character/1","level":2,"deadline_ms":30000}"#)
      #expect(set.applied.count == 1, "\(set)")
      #expect(set.applied.first?.detail?.contains("\"level\":1") == true, "\(set)")
      let nowhere = try await order(
        cluster, "teleport", #"{"scope":"character/1","map":99,"x":1,"y":1}"#)
      #expect(nowhere.receipts.contains { $0.detail == "noSuchMap" }, "\(nowhere)")
      let nobody = try await order(
        cluster, "teleport",
        #"{"scope":"character/999999","map":\#(place.map),"x":1,"y":1,"deadline_ms":1000}"#)
      #expect(nobody.applied.isEmpty)
      #expect(nobody.outcome("shard-1") == "nothing_to_do", "\(nobody)")

      let (report, _) = try await RunningCluster.report(of: bots)
      #expect(report.violations.isEmpty, "\(report.violations)")
      let check = try await Pangea.run(["check", "--data", cluster.data, "--seconds", "2"])
      #expect(check.status == 0, "\(check.output)")
      _ = try await cluster.stop()
    }

    @Test func aProcessLogsMoreForAWhileAndLessAgain() async throws {
      let cluster = try await RunningCluster.start()
      let record = try await order(
        cluster, "log-level",
        #"{"scope":"everybody","level":"debug","seconds":600,"reason":"a look"}"#)
      #expect(Set(record.applied.map(\.node)) == ["admin-1", "gateway-1", "shard-1", "shard-2"])
      for name in ["admin-1", "gateway-1", "shard-1"] {
        #expect(Self.log(of: name, cluster).contains("logging at another level"), "\(name)")
      }
      let undone: Record = try await cluster.ask(
        "POST", "/api/operations/\(record.id)/undo", "{}")
      #expect(try await ended(cluster, undone.id).applied.count == 4)

      let one = try await order(
        cluster, "log-level",
        #"{"scope":"everybody","level":"trace","seconds":1,"process":"shard-1"}"#)
      #expect(one.applied.map(\.node) == ["shard-1"], "\(one)")
      _ = try await cluster.stop()
    }

    private static func log(of name: String, _ cluster: RunningCluster) -> String {
      let path = "\(DataFolder(path: cluster.data).logs)/\(name).log"
      return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
  }
}
