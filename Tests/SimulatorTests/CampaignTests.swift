import Foundation
import Simulator
import Testing

/// Many seeds after one another, and the rare paths that they take together.
@Suite struct CampaignTests {
  @Test func `counts what its seeds found`() async throws {
    let campaign = SimulationCampaign(firstSeed: 40, seeds: 4, steps: 2_000, workers: 2)
    let report = await campaign.run()
    #expect(report.seeds == 4)
    #expect(report.nextSeed == 44)
    #expect(report.seedsFailed == 0)
    let alone = (40..<44).map { ClusterSimulation.run(seed: $0, steps: 2_000) }
    #expect(report.steps == alone.reduce(0) { $0 + UInt64($1.steps) })
    #expect(report.migrations == alone.reduce(0) { $0 + UInt64($1.migrations) })
    var rare: [String: Int] = [:]
    for one in alone { rare.merge(one.rare) { $0 + $1 } }
    #expect(report.rare == rare)
    #expect(!report.unreached.isEmpty, "four short seeds have not been everywhere")
  }

  @Test func `ends when it is told to`() async {
    let campaign = SimulationCampaign(firstSeed: 1, steps: 500)
    let report = await campaign.run(until: { $0.seeds == 3 })
    #expect(report.seeds == 3)
  }

  @Test func `keeps the failures of a bad protocol`() async throws {
    let campaign = SimulationCampaign(
      firstSeed: 1, seeds: 8, steps: 10_000, variant: .silentDrop)
    let report = await campaign.run()
    #expect(report.seedsFailed > 0)
    let failure = try #require(report.failures.first)
    #expect(
      failure
        == ClusterSimulation.run(
          seed: failure.seed, steps: 10_000, variant: .silentDrop))
    #expect(!failure.trace.isEmpty)
  }

  @Test func `every rare path has one name`() {
    #expect(Set(RarePath.all.map(\.name)).count == RarePath.all.count)
  }
}
