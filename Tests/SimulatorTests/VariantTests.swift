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
    Trial(variant: .noFencing, invariants: ["two-holders", "epoch-went-back"], from: 1),
    Trial(
      variant: .claimGreaterThanStored,
      invariants: ["acknowledged-input-lost", "two-holders", "sequence-shared"], from: 3),
    Trial(
      variant: .attachPlusOne, invariants: ["sequence-shared", "acknowledged-input-lost"],
      from: 2),
    Trial(
      variant: .unfreezeOnAnyRefusal,
      invariants: ["acknowledged-input-lost", "resumed-after-accept"], from: 10),
    Trial(
      variant: .acceptNotRemembered,
      invariants: [
        "accepted-twice", "accepted-after-refusal", "sequence-shared", "acknowledged-input-lost",
      ],
      faults: [.duplication, .partition], from: 1),
    Trial(
      variant: .noConfirmation, invariants: ["no-rest"], faults: [.pause, .migration], from: 4),
    Trial(variant: .silentDrop, invariants: ["no-rest"], from: 6),
    Trial(
      variant: .offerUnconfirmed, invariants: ["acknowledged-input-lost", "sequence-shared"],
      from: 1),
    Trial(
      variant: .acceptAfterRevoke, invariants: ["acknowledged-input-lost"],
      faults: [.delay, .storageOutage, .partition, .pause], from: 10),
    Trial(variant: .attachUnasked, invariants: ["acknowledged-input-lost"], from: 103),
    Trial(
      variant: .absentLeaseBelieved, invariants: ["taken-from-the-living"],
      faults: [.redisLoss, .migration], from: 1),
    Trial(
      variant: .leaseOnWallClock, invariants: ["taken-from-the-living"],
      faults: [.clockStep, .migration], from: 1),
    Trial(
      variant: .checkpointWithoutEpoch, invariants: ["checkpoint-went-back", "checkpoint-lost"],
      from: 1),
    Trial(variant: .valueMemoryNotReloaded, invariants: ["memory-differs"], from: 1, seeds: 30),
    Trial(
      variant: .operationIDsByRegion,
      invariants: ["operation-applied-twice", "done-yet-refused"], from: 1, seeds: 30),
    Trial(variant: .refusedUnasked, invariants: ["done-yet-refused"], from: 1, seeds: 30),
    Trial(
      variant: .unknownMeansRefused, invariants: ["done-yet-refused", "refused-yet-done"],
      from: 1, seeds: 30),
    Trial(variant: .toldBeforeCommit, invariants: ["confirmed-not-done"], from: 1, seeds: 30),
    Trial(
      variant: .tradeSavedApart,
      invariants: ["gold-out-of-nothing", "ledger-broken", "item-astray"], from: 1, seeds: 30),
    Trial(
      variant: .runningBeforeClaim, invariants: ["epoch-shared", "two-owners", "sequence-shared"],
      from: 10),
    Trial(
      variant: .sourceResumesUnasked, invariants: ["two-owners", "sequence-shared"],
      faults: [.migration, .partition, .delay], from: 19),
    Trial(
      variant: .cargoForgetsAnswers,
      invariants: ["accepted-after-refusal", "accepted-twice", "sequence-shared"],
      faults: [.migration, .partition, .duplication], from: 37),
    Trial(
      variant: .viewNotRenewed, invariants: ["view-astray"],
      faults: [.delay, .partition, .storageOutage], from: 51),
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
