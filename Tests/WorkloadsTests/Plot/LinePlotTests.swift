import Testing

@testable import Workloads

@Suite struct LinePlotTests {
  private func plot(_ points: [LinePlot.Point]) -> LinePlot {
    LinePlot(
      title: "a < b & \"c\"", horizontal: "players", vertical: "µs",
      series: [.init(name: "ours", points: points), .init(name: "C <grid>", points: points)])
  }

  /// Every element is closed in order, and no text breaks out.
  private func expectWellFormed(_ svg: String) throws {
    var open: [Substring] = []
    var rest = Substring(svg)
    while let start = rest.firstIndex(of: "<") {
      let end = try #require(rest[start...].firstIndex(of: ">"))
      let tag = rest[rest.index(after: start)..<end]
      #expect(!tag.contains("<") && tag.filter { $0 == "\"" }.count % 2 == 0, "\(tag)")
      if tag.hasPrefix("/") {
        #expect(open.popLast() == tag.dropFirst())
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
      }
      rest = rest[rest.index(after: end)...]
    }
    #expect(open.isEmpty)
  }

  @Test func picturesAreWellFormed() throws {
    let points = [(1.0, 2.0), (50, 3), (1_000, 8)].map { LinePlot.Point(x: $0.0, y: $0.1) }
    let svg = plot(points).svg
    try expectWellFormed(svg)
    #expect(svg.contains("a &lt; b &amp; &quot;c&quot;"))
    #expect(svg.components(of: "<polyline") == 2)
    #expect(svg.components(of: "<circle") == 4 && !svg.contains("nan") && !svg.contains("inf"))
  }

  @Test(arguments: [
    [], [LinePlot.Point(x: 1, y: 1)], [.init(x: 0, y: 0), .init(x: 0, y: 0)],
    [.init(x: .nan, y: 1), .init(x: 2, y: .infinity), .init(x: 3, y: 4)],
  ])
  func oddPointsBreakNothing(_ points: [LinePlot.Point]) throws {
    let svg = plot(points).svg
    try expectWellFormed(svg)
    #expect(!svg.contains("nan") && !svg.contains("inf"))
  }

  @Test func aWideAxisIsLogarithmic() {
    let axis = PlotAxis(from: 100, through: 10_000)
    #expect(axis.isLogarithmic)
    #expect(axis.marks == [100, 200, 500, 1_000, 2_000, 5_000, 10_000])
    #expect((axis.place(of: 1_000) - 0.5).magnitude < 1e-9)
    #expect(axis.place(of: 100) == 0 && (axis.place(of: 10_000) - 1).magnitude < 1e-9)
    #expect(!PlotAxis(from: 10, through: 90).isLogarithmic)
  }

  @Test(arguments: [(7.3, 8.0), (0.03, 0.03), (412, 500), (1_000, 1_000), (0, 1)])
  func theVerticalAxisEndsRound(highest: Double, end: Double) {
    let axis = PlotAxis(fromZeroThrough: highest)
    #expect(axis.low == 0 && (axis.high - end).magnitude < 1e-9, "\(axis.high)")
    #expect((3...12).contains(axis.marks.count), "\(axis.marks)")
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
