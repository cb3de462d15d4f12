import Testing
import Workloads

@Suite struct InterestTests {
  /// A comparison means something only when both sides do the same work.
  @Test(arguments: [(300, 20), (300, 100)])
  func bothSidesSeeTheSameCrowd(entities: Int, visible: Int) throws {
    let report = try #require(
      InterestWorkload.run(entities: entities, visible: visible, ticks: 30, runs: 3))
    #expect(report.visible > 0.5 * Double(visible) && report.visible < 1.2 * Double(visible))
    #expect(abs(report.visible - report.referenceVisible) < 0.1 * report.visible)
    #expect(report.changes > 0 && report.referenceChanges > 0)
    #expect(report.changes < 3 * report.referenceChanges + 1)
    #expect(report.ours.min > 0 && report.ours.min <= report.ours.median)
    #expect(report.ours.median <= report.ours.max && report.reference.min > 0)
  }
}
