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

    private func ask<Answer: Decodable>(
      _ cluster: RunningCluster, _ method: String, _ path: String, _ json: String = "",
      as type: Answer.Type = Answer.self
    ) async throws -> Answer {
      let document = try cluster.document()
      let port = try #require(URL(string: document.addresses.admin)?.port)
      let pair = Data("\(document.admin.user):\(document.admin.password)".utf8)
      let question = """
        \(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
        Authorization: Basic \(pair.base64EncodedString())\r\n\
        Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\r\n\(json)
        """
      guard
        let answer = await Exchange.loopback(port: port).ask(
          question, within: .seconds(20), until: { _ in false })
      else { throw ClusterError.notReady("the admin process does not answer") }
      let text = answer.split(separator: "\r\n").last { $0.hasPrefix("{") } ?? ""
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(type, from: Data(text.utf8))
    }

    private struct Order: Decodable { var id: String }

    @Test func oneTraceLeadsFromTheGatewayOverOneShardToTheOther() async throws {
      let cluster = try await RunningCluster.start()
      let bots = try await cluster.startBots(["--count", "12", "--seconds", "60", "--cross"])
      var players: [UInt64] = []
      while players.count < 12 {
        try await Task.sleep(for: .milliseconds(200))
        let page = try? await ask(cluster, "GET", "/api/players", as: Players.self)
        players = page?.players.map(\.character) ?? []
      }
      for player in players {
        let _: Order = try await ask(
          cluster, "POST", "/api/operations/trace",
          #"{"scope":"character/\#(player)","seconds":60,"reason":"followed by a test"}"#)
      }
      var journey: [Trace.Span]?
      while journey == nil {
        try await Task.sleep(for: .milliseconds(500))
        let list: List = try await ask(cluster, "GET", "/api/traces?kind=handoff&limit=200")
        for entry in list.traces where journey == nil {
          let trace: Trace = try await ask(cluster, "GET", "/api/traces/\(entry.traceId)")
          journey = trace.journey
        }
      }
      let path = try #require(journey)
      #expect(path[0].process == "gateway-1" && path[1].process == "gateway-1")
      #expect(path.allSatisfy { $0.process.hasPrefix("shard") || $0.name != "shard" })
      for (cause, effect) in zip(path, path.dropFirst()) where cause.process == effect.process {
        #expect(effect.startUs >= cause.startUs, "\(effect.name) begins after \(cause.name)")
      }
      let ticks: List = try await ask(cluster, "GET", "/api/traces?kind=tick&slowest=1&limit=5")
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
