import Foundation
import Testing

@testable import Workloads

@Suite struct BenchReportTests {
  private var report: BenchReport {
    var report = BenchReport(date: "2026-01-31T12:00:00Z")
    let figures = [100, 1_000].map { players in
      WorkloadFigure(
        "walk", unit: "ns", better: .lower, ours: [Double(players)],
        reference: ("C", [Double(players) / 2]), players: players, visible: 50)
    }
    report.workloads = [
      WorkloadReport("W5", figures[0], figures: [figures[1]], idleShare: 0.5)
    ]
    report.curves = [.init("cost", along: .players, figures)]
    report.failures = [.init("W6", reason: "no port")]
    return report
  }

  @Test func whatIsWrittenCanBeRead() throws {
    let data = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(BenchReport.self, from: data) == report)
  }

  @Test func thePageSaysEverything() {
    let page = report.markdown(
      changes: report.changes(since: report), pictures: ["cost": "cost.svg"])
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines[0] == "# Measured")
    #expect(lines.contains("Nothing changed beyond noise since the report that is checked in."))
    #expect(lines.contains("## W5"))
    #expect(lines.contains("| walk, 1,000 players | ns | 1,000 | C: 500 | 2.00 | +0 % |"))
    #expect(lines.contains("![cost](cost.svg)"))
    #expect(lines.contains("| 100 | 100 | 50.0 |"))
    #expect(lines.contains("- W6: no port"))
  }

  @Test func tablesAreWhole() {
    for changes in [nil, report.changes(since: report)] {
      let page = report.markdown(changes: changes)
      var columns = 0
      for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
        let cells = line.filter { $0 == "|" }.count
        if cells > 0, columns > 0 { #expect(cells == columns, "\(line)") }
        columns = cells
      }
    }
  }

  @Test func changesComeFirst() {
    var slower = report
    slower.workloads[0].headline.ours = Spread(of: [150])
    let page = slower.markdown(changes: slower.changes(since: report))
    #expect(page.contains("\n- W5 walk, 100 players: **worse** +50 %\n"))
  }

  @Test func curvesLieBesideTheirReference() throws {
    let plot = report.curves[0].plot
    #expect(plot.series.map(\.name) == ["ours", "C"])
    #expect(plot.series[0].points == [.init(x: 100, y: 100), .init(x: 1_000, y: 1_000)])
    #expect(plot.series[1].points.map(\.y) == [50, 500])
    #expect(plot.horizontal == "players" && plot.vertical == "ns")
    let density = BenchReport.Curve("cost", along: .visible, report.curves[0].figures)
    #expect(density.plot.series[0].points.map(\.x) == [50, 50])
  }
}
