import Foundation
import Testing

@Suite("Workloads with a cluster") struct BenchTests {
  private struct Report: Decodable {
    struct Spread: Decodable {
      var median: Double
    }
    struct Figure: Decodable {
      var name: String
      var ours: Spread
    }
    var workload: String
    var ours: Spread
    var reference: Spread?
    var figures: [Figure]
  }

  private func bench(_ workload: String, players: Int) async throws -> Report {
    let outcome = try await Pangea.run([
      "bench", workload, "--players", "\(players)", "--seconds", "2", "--runs", "1", "--json",
    ])
    try #require(outcome.status == 0, "\(outcome.output)")
    return try JSONDecoder().decode(Report.self, from: outcome.json)
  }

  /// A world is made, a cluster starts on it, players walk about on it and see each other.
  @Test func playersCostSomething() async throws {
    let report = try await bench("W1", players: 20)
    #expect(report.workload == "W1")
    #expect(report.ours.median > 0)
    #expect(try #require(report.reference).median > 0)
    let figures = Dictionary(uniqueKeysWithValues: report.figures.map { ($0.name, $0.ours.median) })
    #expect(try #require(figures["gateway"]) > 0 && #require(figures["shards"]) > 0)
    #expect(try #require(figures["updates"]) > 0)
    #expect(try #require(figures["visible to each"]) > 0)
  }
}
