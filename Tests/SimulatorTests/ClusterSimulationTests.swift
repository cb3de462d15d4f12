import Foundation
import Simulator
import Testing

@Suite struct ClusterSimulationTests {
  /// Fails with the seed and the trace that lead there.
  func expectSound(_ report: SimulationReport) {
    guard let first = report.violations.first else { return }
    let trace = report.trace.suffix(60).joined(separator: "\n")
    Issue.record(
      """
      seed \(report.seed): \(first.invariant) at \(first.at / 1000) ms: \(first.detail)
      \(trace)
      """)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `holds under all faults`(seed: UInt64) {
    let report = ClusterSimulation.run(seed: seed, steps: 10_000)
    expectSound(report)
    #expect(report.crossings > 0)
  }

  @Test(arguments: FaultSet.named.map(\.name))
  func `holds under one kind of fault`(name: String) throws {
    let faults = try #require(FaultSet(names: name))
    let report = ClusterSimulation.run(seed: 8, steps: 5_000, faults: faults)
    expectSound(report)
    #expect(report.faults[name] ?? 0 > 0)
  }

  @Test func `without faults nothing is refused, revoked or turned back`() {
    let report = ClusterSimulation.run(seed: 3, steps: 6_000, faults: .none)
    expectSound(report)
    #expect(report.crossings > 100)
    for path in ["offers-revoked", "claims-refused", "rollbacks", "copies-superseded"] {
      #expect(report.rare[path] ?? 0 == 0, "\(path)")
    }
  }

  /// Seeds that once found a hole in the protocol. What each one showed stands as a transcript in
  /// the tests of the machines too: the schedule behind a seed changes with the code.
  @Test(
    arguments: [
      11, 16, 133, 143, 184, 477, 631, 741,
    ] as [UInt64])
  func `schedules that found something hold`(seed: UInt64) {
    expectSound(ClusterSimulation.run(seed: seed, steps: 6_000))
  }

  /// Without the rule that a route follows the latest epoch of its region, these show the past.
  @Test(arguments: [5, 9, 75] as [UInt64])
  func `late words of a region's old owner are not shown`(seed: UInt64) {
    expectSound(
      ClusterSimulation.run(
        seed: seed, steps: 10_000, faults: [.delay, .staleDirectory, .migration]))
  }

  /// Unless a gateway leaves out what does not go on from what it delivered, these show a client the
  /// past, or changes of what it has not got.
  @Test(arguments: [4_113_537_397, 2_799_007_002, 1_842_154_742] as [UInt64])
  func `what is shown goes on from what was shown`(seed: UInt64) {
    expectSound(ClusterSimulation.run(seed: seed, steps: 10_000))
  }

  @Test func `a seed gives the same report, byte for byte`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let one = try encoder.encode(ClusterSimulation.run(seed: 5, steps: 6_000))
    let two = try encoder.encode(ClusterSimulation.run(seed: 5, steps: 6_000))
    #expect(one == two)
    let bad = ClusterSimulation.run(seed: 2, steps: 6_000, variant: .silentDrop)
    #expect(bad == ClusterSimulation.run(seed: 2, steps: 6_000, variant: .silentDrop))
    let traced = ClusterSimulation.run(seed: 5, steps: 3_000, isTracing: true)
    #expect(traced.trace.count > 1_000)
    #expect(traced == ClusterSimulation.run(seed: 5, steps: 3_000, isTracing: true))
    let silent = ClusterSimulation.run(seed: 5, steps: 3_000)
    #expect(silent.digest == traced.digest, "watching changes nothing")
    let other = try encoder.encode(ClusterSimulation.run(seed: 6, steps: 6_000))
    #expect(one != other)
  }

  @Test(arguments: [2, 8] as [UInt64])
  func `regions move while people play`(seed: UInt64) {
    let report = ClusterSimulation.run(seed: seed, steps: 8_000, faults: .migration)
    expectSound(report)
    #expect(report.migrations > 0)
    #expect(report.rare["rollbacks"] == 0, "a move takes nothing along")
    #expect(report.rare["regions-moved"] ?? 0 > 0)
  }

  /// A shard had claimed a region by the lease rule when its old owner woke up and sent it: both
  /// claims won, and the region ran twice at one epoch.
  @Test func `a region that is claimed is not taken over as well`() {
    expectSound(
      ClusterSimulation.run(seed: 19, steps: 10_000, faults: [.pause, .migration]))
    let blind = ClusterSimulation.run(
      seed: 19, steps: 10_000, faults: [.pause, .migration], variant: .noConfirmation)
    #expect(!blind.violations.contains { $0.invariant == "epoch-shared" })
  }

  @Test func `a campaign reaches the rare paths`() {
    var rare: [String: Int] = [:]
    // Players whose shard stands still often, storage that answers late; and everything at once.
    for (seed, faults) in [
      (103, .all), (101, .all), (104, .all), (100, [.pause, .migration]),
      (101, [.pause, .migration]), (102, [.duplication, .storageOutage, .partition]),
      (103, [.crash, .staleDirectory]),
    ] as [(UInt64, FaultSet)] {
      let report = ClusterSimulation.run(seed: seed, steps: 14_000, faults: faults)
      expectSound(report)
      rare.merge(report.rare) { $0 + $1 }
    }
    for path in [
      "answers-repeated", "attaches-in-place", "attaches-preceded", "claims-refused",
      "leases-lapsed", "messages-doubled", "messages-lost", "offers-refused", "offers-revoked",
      "regions-given-away", "regions-superseded", "rollbacks", "stale-epochs",
      "stale-generations", "store-late", "store-unknown", "take-overs", "regions-moved",
      "held-offers-forwarded", "mail-forwarded", "messages-forwarded", "drained", "moves-given-up",
    ] {
      #expect(rare[path] ?? 0 > 0, "\(path)")
    }
  }

  /// Seeds that nobody has seen: `PANGEA_SIM_SEEDS=500 swift test --filter fresh`.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PANGEA_SIM_SEEDS"] != nil))
  func `fresh seeds hold`() throws {
    let wanted = ProcessInfo.processInfo.environment["PANGEA_SIM_SEEDS"] ?? ""
    let count = try #require(UInt64(wanted))
    let first = UInt64.random(in: 0 ... .max / 2)
    for seed in first..<first + count {
      expectSound(ClusterSimulation.run(seed: seed, steps: 20_000))
    }
  }
}

@Suite struct FaultSetTests {
  @Test func `reads names`() {
    #expect(FaultSet(names: "all") == .all)
    #expect(FaultSet(names: "none") == FaultSet.none)
    #expect(FaultSet(names: "crash,pause") == [.crash, .pause])
    #expect(FaultSet(names: "crash,earthquake") == nil)
    #expect(Set(FaultSet.named.map(\.name)).count == FaultSet.named.count)
  }
}
