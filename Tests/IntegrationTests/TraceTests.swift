import Bots
import Foundation
import Testing

@testable import Supervisor

/// Traces on real processes: one leads from a player's input over the border of two shards.
extension RealProcesses {
  @Suite(.serialized) struct TraceTests {
    private struct Players: Decodable {
      struct Player: Decodable { var character: UInt64 }
      var players: [Player]
    }

    private struct List: Decodable {
      struct Entry: Decodable {
        var traceId: String
        var kind: String?
        var process: String
        var durationUs: Int64
        var spans: Int
      }
      var traces: [Entry]
      var unreachable: [String]
    }

    private struct Trace: Decodable {
      struct Span: Decodable {
        var spanId: String
        var parentSpanId: String?
        var name: String
        var process: String
        var startUs: Int64
        var durationUs: Int64
      }
      var spans: [Span]

      /// From the input to the arrival at another shard, when all of it is there.
      var journey: [Span]? {
        let byID = Dictionary(spans.map { ($0.spanId, $0) }) { $1 }
        for arrival in spans where arrival.name == "arrival" {
          var path = [arrival]
          while let parent = path[0].parentSpanId.flatMap({ byID[$0] }) {
            path.insert(parent, at: 0)
          }
          guard path.map(\.name) == ["input", "relay", "shard", "handoff", "arrival"],
            path[2].process == path[3].process, path[3].process != path[4].process
          else { continue }
          return path
        }
        return nil
      }
    }

    private struct Order: Decodable { var id: String }

    @Test func oneTraceLeadsFromTheGatewayOverOneShardToTheOther() async throws {
      let cluster = try await RunningCluster.start()
      let bots = try await cluster.startBots(["--count", "12", "--seconds", "60", "--cross"])
      var players: [UInt64] = []
      while players.count < 12 {
        try await Task.sleep(for: .milliseconds(200))
        let page = try? await cluster.ask("GET", "/api/players", as: Players.self)
        players = page?.players.map(\.character) ?? []
      }
      for player in players {
        let _: Order = try await cluster.ask(
          "POST", "/api/operations/trace",
          #"{"scope":"character/\#(player)","seconds":60,"reason":"followed by a test"}"#)
      }
      var journey: [Trace.Span]?
      while journey == nil {
        try await Task.sleep(for: .milliseconds(500))
        let list: List = try await cluster.ask("GET", "/api/traces?kind=handoff&limit=200")
        for entry in list.traces where journey == nil {
          let trace: Trace = try await cluster.ask("GET", "/api/traces/\(entry.traceId)")
          journey = trace.journey
        }
      }
      let path = try #require(journey)
      #expect(path[0].process == "gateway-1" && path[1].process == "gateway-1")
      #expect(path.allSatisfy { $0.process.hasPrefix("shard") || $0.name != "shard" })
      for (cause, effect) in zip(path, path.dropFirst()) where cause.process == effect.process {
        #expect(effect.startUs >= cause.startUs, "\(effect.name) begins after \(cause.name)")
      }
      let ticks: List = try await cluster.ask("GET", "/api/traces?kind=tick&slowest=1&limit=5")
      #expect(ticks.unreachable == [])
      #expect(!ticks.traces.isEmpty && ticks.traces.allSatisfy { $0.kind == "tick" })
      #expect(ticks.traces.map(\.durationUs) == ticks.traces.map(\.durationUs).sorted(by: >))
      let (report, _) = try await RunningCluster.report(of: bots)
      #expect(report.ok, "\(report.violations.prefix(5))")
      #expect(report.inputs.lost == 0 && report.inputs.appliedTwice == 0)
      _ = try await cluster.stop()
    }
  }
}
