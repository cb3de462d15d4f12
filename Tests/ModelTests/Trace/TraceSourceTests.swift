import Model
import Testing

@Suite struct TraceSourceTests {
  @Test func idsDiffer() {
    var source = TraceSource(seed: 1)
    var other = TraceSource(seed: 2)
    var spans: Set<SpanID> = []
    var traces: Set<TraceID> = []
    for _ in 0..<1_000 {
      for context in [source.trace(), other.trace()] {
        traces.insert(context.trace)
        spans.insert(context.span)
      }
    }
    #expect(traces.count == 2_000 && spans.count == 2_000)
  }

  private static let shares: [(Double, ClosedRange<Int>)] = [
    (0, 0...0), (0.001, 60...140), (0.5, 49_000...51_000), (1, 100_000...100_000),
  ]

  @Test(arguments: shares)
  func theShareThatIsAskedForIsDrawn(_ ratio: Double, _ expected: ClosedRange<Int>) throws {
    let share = try #require(TraceShare(ratio))
    var source = TraceSource(seed: 3)
    var drawn = 0
    for _ in 0..<100_000 where source.draws(share) { drawn += 1 }
    #expect(expected.contains(drawn), "\(drawn)")
  }

  @Test func aShareIsFromNoneToAll() {
    #expect(TraceShare(-0.1) == nil && TraceShare(1.1) == nil && TraceShare(.nan) == nil)
    #expect(TraceShare(0) == TraceShare.none && TraceShare(1) == .all)
  }
}
