import Simulator
import Testing

/// A checker that notices nothing proves nothing: every known-bad protocol must be caught.
@Suite struct VariantTests {
  struct Trial: CustomTestStringConvertible {
    var variant: Variant
    /// The invariants that may break first.
    var invariants: Set<String>
    var faults: FaultSet = .all
    /// Where to begin: a seed that caught it when this was written.
    var from: UInt64
    /// How many to try from there; the schedule behind a seed changes with the code.
    var seeds: UInt64 = 60

    var testDescription: String { variant.rawValue }
  }

  static let trials = [
    Trial(variant: .noFencing, invariants: ["two-holders", "epoch-went-back"], from: 3),
    Trial(
      variant: .claimGreaterThanStored,
      invariants: ["acknowledged-input-lost", "two-holders", "sequence-shared"], from: 5),
    Trial(
      variant: .attachPlusOne, invariants: ["sequence-shared", "acknowledged-input-lost"],
      from: 7),
    Trial(
      variant: .unfreezeOnAnyRefusal,
      invariants: ["acknowledged-input-lost", "resumed-after-accept"], from: 152),
    Trial(
      variant: .acceptNotRemembered,
      invariants: ["accepted-twice", "sequence-shared", "acknowledged-input-lost"],
      faults: [.duplication, .partition], from: 2),
    Trial(
      variant: .noConfirmation, invariants: ["no-rest"], faults: [.pause, .migration], from: 71),
    Trial(variant: .silentDrop, invariants: ["no-rest"], from: 3),
    Trial(
      variant: .offerUnconfirmed, invariants: ["acknowledged-input-lost", "sequence-shared"],
      from: 1),
    Trial(variant: .acceptAfterRevoke, invariants: ["acknowledged-input-lost"], from: 41),
    Trial(variant: .attachUnasked, invariants: ["acknowledged-input-lost"], from: 96),
    Trial(
      variant: .absentLeaseBelieved, invariants: ["taken-from-the-living"],
      faults: [.redisLoss, .migration], from: 1),
  ]

  @Test(arguments: trials)
  func `is caught`(trial: Trial) {
    for seed in trial.from..<trial.from + trial.seeds {
      let report = ClusterSimulation.run(
        seed: seed, steps: 10_000, faults: trial.faults, variant: trial.variant)
      guard let violation = report.violations.first else { continue }
      #expect(trial.invariants.contains(violation.invariant), "\(violation)")
      #expect(!report.trace.isEmpty)
      return
    }
    Issue.record("\(trial.variant.rawValue) was not caught by \(trial.seeds) seeds")
  }

  @Test func `every variant is tried`() {
    #expect(Set(Self.trials.map(\.variant)) == Set(Variant.allCases))
  }
}
