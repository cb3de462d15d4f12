import Simulator
import Testing

@Suite struct FixedSeedTests {
  @Test(arguments: [UInt64](1...6)) func everyInvariantHoldsUnderAllFaults(seed: UInt64) {
    let report = ClusterSimulation.run(seed: seed, steps: 4_000)
    #expect(report.violations.isEmpty, "\(report.trace)")
    #expect(report.crossings > 0, "characters crossed borders")
    #expect(!report.faults.isEmpty, "faults happened")
  }

  @Test func theSameSeedGivesTheSameRun() {
    let first = ClusterSimulation.run(seed: 42, steps: 3_000)
    #expect(first == ClusterSimulation.run(seed: 42, steps: 3_000))
    #expect(first != ClusterSimulation.run(seed: 43, steps: 3_000))
  }

  @Test func aFreshSeedHoldsToo() {
    let seed = UInt64.random(in: 1...UInt64(UInt32.max))
    let report = ClusterSimulation.run(seed: seed, steps: 4_000)
    #expect(report.violations.isEmpty, "pangea sim --seed \(seed) --steps 4000: \(report.trace)")
  }
}
