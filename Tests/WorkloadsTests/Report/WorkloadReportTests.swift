import Foundation
import Testing

@testable import Workloads

@Suite struct WorkloadReportTests {
  private let report = WorkloadReport(
    "W5",
    WorkloadFigure(
      "everybody walks", unit: "ns per entity and tick", better: .lower, ours: [3, 1, 2],
      reference: ("plain C grid", [2, 1, 1]), players: 1_000, visible: 50.5),
    figures: [WorkloadFigure("alone", unit: "ns", better: .higher, ours: [7, 8])],
    idleShare: 0.25)

  private func object(_ value: some Encodable) throws -> [String: Any] {
    let data = try JSONEncoder().encode(value)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The contract: what scripts read of every workload, and how the others of a list look.
  @Test func jsonHasTheFieldsOfTheContract() throws {
    let json = try object(report)
    #expect(
      json.keys.sorted() == [
        "better", "figures", "idle_share", "name", "ours", "players", "ratio", "reference", "runs",
        "schema", "unit", "visible", "workload",
      ])
    #expect(json["schema"] as? String == "pangea.bench/1")
    #expect(json["workload"] as? String == "W5")
    #expect(json["unit"] as? String == "ns per entity and tick")
    #expect(json["runs"] as? Int == 3)
    #expect(json["ours"] as? [String: Double] == ["median": 2, "min": 1, "max": 3])
    let reference = try #require(json["reference"] as? [String: Any])
    #expect(reference.keys.sorted() == ["max", "median", "min", "name"])
    #expect(reference["name"] as? String == "plain C grid")
    #expect(json["ratio"] as? Double == 2)
    #expect(json["idle_share"] as? Double == 0.25)
    let figures = try #require(json["figures"] as? [[String: Any]])
    #expect(
      figures.map { $0.keys.sorted() } == [
        ["better", "name", "ours", "ratio", "reference", "runs", "unit"]
      ])
    #expect(figures[0]["reference"] is NSNull && figures[0]["ratio"] is NSNull)
  }

  @Test func aWorkloadWithOneFigureHasNoList() throws {
    var alone = report
    alone.figures = []
    #expect(try object(alone)["figures"] == nil)
  }

  @Test func whatIsWrittenCanBeRead() throws {
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(WorkloadReport.self, from: data) == report)
  }

  @Test func anotherSchemaIsRefused() throws {
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    let other = text.replacingOccurrences(of: "pangea.bench\\/1", with: "pangea.bench\\/2")
    #expect(other != text)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(WorkloadReport.self, from: Data(other.utf8))
    }
  }

  @Test func linesForATerminal() {
    #expect(
      report.lines == [
        "W5: 3 runs in turns, the machine was idle for 25.0 %",
        "  everybody walks, 1,000 players: 2.00 (1.00 … 3.00) ns per entity and tick; "
          + "plain C grid 1.00 (1.00 … 2.00); ratio 2.00",
        "  alone: 7.50 (7.00 … 8.00) ns",
      ])
  }

  @Test(arguments: [
    (0, "0"), (0.1234, "0.123"), (1.005, "1.00"), (9.999, "10.00"), (12.34, "12.3"),
    (123.4, "123"), (1_234.5, "1,235"), (-1_234_567, "-1,234,567"), (.infinity, "–"),
    (0.0001, "0.000"),
  ])
  func numbersAreShort(value: Double, text: String) {
    #expect(FigureText.number(value) == text)
  }
}
