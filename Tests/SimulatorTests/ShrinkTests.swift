import Simulator
import Testing

@Suite struct ShrinkTests {
  @Test func `a failure is told with few faults, the same each time`() throws {
    let (seed, steps, variant) = (UInt64(3), 10_000, Variant.silentDrop)
    let report = try #require(
      (seed..<seed + 20).lazy.map {
        ClusterSimulation.run(seed: $0, steps: steps, variant: variant)
      }.first { !$0.violations.isEmpty })
    func shrunk() -> ShrunkFailure? {
      FailureShrinker.shrink(
        seed: report.seed, steps: steps, variant: variant, stepsMax: 250_000)
    }
    let one = try #require(shrunk())
    #expect(one.violation.invariant == report.violations.first?.invariant)
    #expect(one.faults * 2 <= one.faultsBefore)
    #expect(one.steps < one.stepsBefore)
    #expect(one.trace.count < report.trace.count)
    #expect(!one.trace.isEmpty)
    #expect(one == shrunk(), "the search is as deterministic as what it looks through")
    #expect(one.lines.last?.contains(one.violation.invariant) == true)
  }

  @Test func `nothing is made of a seed that holds`() {
    #expect(FailureShrinker.shrink(seed: 1, steps: 2_000) == nil)
  }

  @Test func `its effort is bounded`() throws {
    let one = try #require(
      FailureShrinker.shrink(
        seed: 1, steps: 10_000, variant: .valueMemoryNotReloaded, stepsMax: 1))
    #expect(one.runs <= 1)
    #expect(one.violation.invariant == "memory-differs")
  }
}
