import Testing

@testable import Workloads

@Suite struct FigureChangeTests {
  private func report(_ figures: WorkloadFigure...) -> BenchReport {
    var report = BenchReport(date: "2026-01-31T12:00:00Z")
    report.workloads = [
      WorkloadReport("W5", figures[0], figures: Array(figures.dropFirst()), idleShare: 1)
    ]
    return report
  }

  private func figure(
    _ ours: [Double], reference: [Double]? = nil, better: WorkloadFigure.Better = .lower,
    name: String = "cost", players: Int? = nil
  ) -> WorkloadFigure {
    WorkloadFigure(
      name, unit: "ns", better: better, ours: ours, reference: reference.map { ("C", $0) },
      players: players)
  }

  @Test func littleIsNoise() {
    let before = report(figure([100, 101, 102]))
    #expect(report(figure([120, 121, 122])).changes(since: before).map(\.verdict) == [.noise])
    #expect(report(figure([80, 81, 82])).changes(since: before).map(\.verdict) == [.noise])
  }

  /// Much on average, and yet one run was as fast as before.
  @Test func whatMightHaveBeenTheSameIsNoise() {
    let before = report(figure([90, 100, 200]))
    #expect(report(figure([150, 180, 210])).changes(since: before).map(\.verdict) == [.noise])
  }

  @Test func muchIsFlaggedInItsDirection() {
    let before = report(figure([100, 101, 102]))
    #expect(report(figure([130, 131, 132])).changes(since: before).map(\.verdict) == [.worse])
    #expect(report(figure([50, 51, 52])).changes(since: before).map(\.verdict) == [.better])
    let fast = report(figure([100, 101, 102], better: .higher))
    let faster = report(figure([130, 131, 132], better: .higher))
    #expect(faster.changes(since: fast).map(\.verdict) == [.better])
    #expect(fast.changes(since: faster).map(\.verdict) == [.noise], "a fifth less")
    #expect(
      report(figure([40, 41], better: .higher)).changes(since: fast).map(\.text)
        == ["**worse** -60 %"])
  }

  /// A machine half as fast makes both sides slower: that is no change of ours.
  @Test func ratiosAreComparedWhereThereIsAReference() {
    let before = report(figure([100, 101, 102], reference: [50, 50, 50]))
    let slower = report(figure([200, 202, 204], reference: [100, 100, 100]))
    let change = slower.changes(since: before)[0]
    #expect(change.verdict == .noise && (change.factor ?? 0) - 1 < 1e-9)
    let worse = report(figure([200, 202, 204], reference: [50, 50, 50]))
    #expect(worse.changes(since: before).map(\.verdict) == [.worse])
    // Without the reference only the figures themselves can be compared.
    #expect(report(figure([200, 202, 204])).changes(since: before).map(\.verdict) == [.worse])
  }

  @Test func figuresOfOtherCrowdsAreOtherFigures() {
    let before = report(figure([1], players: 100), figure([2], players: 200))
    let now = report(figure([1], players: 100), figure([9], players: 300))
    let changes = now.changes(since: before)
    #expect(changes.map(\.verdict) == [.noise, .new, .gone])
    #expect(changes.map(\.players) == [100, 300, 200])
    #expect(changes[2].title == "W5 cost, 200 players" && changes[2].factor == nil)
  }

  @Test func nothingAtAllStaysNothing() {
    let none = report(figure([0, 0]))
    #expect(none.changes(since: none).map(\.verdict) == [.noise])
    #expect(report(figure([1, 2])).changes(since: none).map(\.verdict) == [.worse])
  }
}
