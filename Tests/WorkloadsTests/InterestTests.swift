import Testing
import Workloads

@Suite struct InterestTests {
  /// A comparison means something only when both sides do the same work.
  @Test(arguments: [(300, 20), (300, 100)])
  func bothSidesSeeTheSameCrowd(entities: Int, visible: Int) throws {
    let report = try InterestWorkload.run(crowds: [entities], visible: visible, ticks: 30, runs: 3)
    let walk = report.headline
    let sight = try #require(report.figures.first { $0.name == "others in sight" })
    let changes = try #require(report.figures.first { $0.name == "changes of sight" })
    let reference = try #require(sight.reference)
    #expect(
      sight.ours.median > 0.5 * Double(visible) && sight.ours.median < 1.2 * Double(visible))
    #expect(abs(sight.ours.median - reference.median) < 0.1 * sight.ours.median)
    let turnover = try #require(changes.reference).median
    #expect(changes.ours.median > 0 && turnover > 0)
    #expect(changes.ours.median < 3 * turnover + 1)
    #expect(walk.ours.min > 0 && walk.runs == 3 && walk.players == entities)
    #expect(try #require(walk.reference).min > 0 && walk.ratio ?? 0 > 0)
  }

  @Test func oneFigurePerCrowd() throws {
    let report = try InterestWorkload.run(crowds: [100, 200], visible: 20, ticks: 10, runs: 1)
    let walks = report.all.filter { $0.name == report.headline.name }
    #expect(walks.map(\.players) == [100, 200])
    #expect(report.workload == "W5" && (0...1).contains(report.idleShare))
  }
}
