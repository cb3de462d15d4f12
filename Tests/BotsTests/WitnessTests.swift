import Model
import NIOCore
import Testing
import Wire

@testable import Bots

/// Transcripts of updates, and what a witness makes of each.
@Suite struct WitnessTests {
  private var witness = Witness(speedPerTick: 2048)
  private var tick: UInt64 = 100

  init() {
    for input in 1...100 as ClosedRange<UInt64> { witness.sent(InputSequence(input)) }
  }

  private struct Update {
    var last: UInt64
    var applied: UInt64
    var gaps: UInt64 = 0
    var sequence: UInt64 = 1
    var region: UInt32 = 1
    var epoch: UInt64 = 1
    var shard: UInt32 = 1
    var x: Int32 = 0
    var hasScope = false
  }

  @discardableResult
  private mutating func update(_ update: Update) throws -> Witness.Finding {
    tick += 1
    var snapshot = Snapshot(tick: Tick(tick))
    if update.hasScope {
      snapshot.scope = SlotScope(
        region: RegionID(rawValue: update.region), epoch: Epoch(update.epoch), originX: 0,
        originY: 0, steps: 8, shard: ShardID(update.shard))
    }
    snapshot.own = OwnState(
      position: Position(x: update.x, y: 0),
      counters: InputCounters(
        lastInput: InputSequence(update.last), applied: update.applied, gaps: update.gaps),
      sequence: HandoffSequence(update.sequence), facing: 0)
    return witness.received(try scan(snapshot))
  }

  private func scan(_ snapshot: Snapshot) throws -> SnapshotScan {
    var frame = ByteBuffer()
    ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
    var known = KnownSlots()
    return try SnapshotScan(frame, known: &known)
  }

  private func invariants(_ finding: Witness.Finding) -> [Violation.Invariant] {
    finding.violations.map(\.invariant)
  }

  @Test mutating func nothingIsWrongWithAGoodServer() throws {
    try update(Update(last: 0, applied: 0, hasScope: true))
    for input in 1...100 as ClosedRange<UInt64> {
      let finding = try update(Update(last: input, applied: input, x: Int32(input) * 2048))
      #expect(finding.violations == [])
      #expect(finding.acknowledged == InputSequence(input))
      #expect(!finding.sequenceChanged)
    }
    #expect(witness.lost == 0 && witness.appliedTwice == 0 && witness.rolledBack == 0)
  }

  @Test mutating func aSkippedInputIsLostOnce() throws {
    try update(Update(last: 10, applied: 10, hasScope: true))
    let finding = try update(Update(last: 13, applied: 11, gaps: 2))
    #expect(invariants(finding) == [.inputLost])
    #expect(witness.lost == 2)
    let next = try update(Update(last: 14, applied: 12, gaps: 2))
    #expect(next.violations == [])
    #expect(witness.lost == 2)
  }

  @Test mutating func anInputThatVanishesIsLost() throws {
    try update(Update(last: 10, applied: 10, hasScope: true))
    #expect(invariants(try update(Update(last: 12, applied: 11))) == [.inputLost])
    #expect(witness.lost == 1)
    #expect(try update(Update(last: 13, applied: 12)).violations == [])
  }

  @Test mutating func moreAppliedThanSentIsTwice() throws {
    try update(Update(last: 10, applied: 10, hasScope: true))
    #expect(invariants(try update(Update(last: 11, applied: 13))) == [.appliedTwice])
    #expect(witness.appliedTwice == 2)
    #expect(try update(Update(last: 12, applied: 14)).violations == [])
    #expect(witness.appliedTwice == 2)
  }

  @Test mutating func aFirstUpdateCanAlreadyBeWrong() throws {
    let first = try update(Update(last: 10, applied: 8, gaps: 2, hasScope: true))
    #expect(invariants(first) == [.inputLost])
    #expect(witness.lost == 2)
  }

  @Test mutating func aCrashTurnsAcknowledgedInputsBack() throws {
    try update(Update(last: 50, applied: 50, hasScope: true))
    let finding = try update(
      Update(last: 52, applied: 42, gaps: 10, sequence: 3, epoch: 2, x: 300_000, hasScope: true))
    #expect(finding.violations == [])
    #expect(finding.sequenceChanged)
    #expect(!finding.handoff && !finding.refusedHandoff)
    #expect(witness.rolledBack == 10)
    #expect(witness.lost == 0)
  }

  @Test mutating func aCrashThatShowsItsCheckpointFirst() throws {
    try update(Update(last: 50, applied: 50, hasScope: true))
    let crash = try update(
      Update(last: 40, applied: 40, sequence: 3, epoch: 2, x: 300_000, hasScope: true))
    #expect(crash.violations == [])
    let jump = try update(Update(last: 51, applied: 41, gaps: 10, sequence: 3, x: 300_000))
    #expect(jump.violations == [])
    #expect(witness.rolledBack == 10)
    #expect(witness.lost == 0)
  }

  @Test mutating func whatWasNeverAcknowledgedIsLostAlsoAfterACrash() throws {
    try update(Update(last: 50, applied: 50, hasScope: true))
    try update(
      Update(last: 40, applied: 40, sequence: 3, epoch: 2, x: 300_000, hasScope: true))
    // 41 ... 50 were acknowledged, 51 and 52 were not.
    let jump = try update(Update(last: 53, applied: 41, gaps: 12, sequence: 3, x: 300_000))
    #expect(invariants(jump) == [.inputLost])
    #expect(witness.rolledBack == 10)
    #expect(witness.lost == 2)
  }

  @Test mutating func aHandoffIsNoCrash() throws {
    try update(Update(last: 50, applied: 50, hasScope: true))
    let handoff = try update(
      Update(last: 51, applied: 51, sequence: 2, region: 2, shard: 2, x: 2048, hasScope: true))
    #expect(handoff.violations == [])
    #expect(handoff.handoff && handoff.crossShard && handoff.sequenceChanged)
    let lossy = try update(
      Update(
        last: 53, applied: 52, gaps: 1, sequence: 3, region: 1, shard: 2, x: 2048, hasScope: true))
    #expect(invariants(lossy) == [.inputLost])
    #expect(lossy.handoff && !lossy.crossShard)
  }

  @Test mutating func aRefusedHandoffKeepsTheRegion() throws {
    try update(Update(last: 50, applied: 50, hasScope: true))
    let finding = try update(Update(last: 51, applied: 51, sequence: 3))
    #expect(finding.refusedHandoff && !finding.handoff)
    witness.reconnected()
    let attached = try update(Update(last: 52, applied: 52, sequence: 5))
    #expect(!attached.refusedHandoff)
  }

  @Test mutating func countersDoNotGoBackByThemselves() throws {
    try update(Update(last: 50, applied: 50, sequence: 5, hasScope: true))
    #expect(
      invariants(try update(Update(last: 49, applied: 49, sequence: 5))) == [.inputWentBack])
    #expect(
      invariants(try update(Update(last: 51, applied: 51, sequence: 4))) == [.sequenceWentBack])
    #expect(
      invariants(try update(Update(last: 101, applied: 101, sequence: 4))) == [.inputInvented])
  }

  @Test mutating func nobodyWalksFasterThanAllowed() throws {
    try update(Update(last: 1, applied: 1, hasScope: true))
    let reach: Int32 = 3 * 2048 + 256
    #expect(try update(Update(last: 2, applied: 2, x: reach)).violations == [])
    let jump = try update(Update(last: 3, applied: 3, x: 2 * reach + 1))
    #expect(invariants(jump) == [.teleport])
    tick += 10
    #expect(try update(Update(last: 4, applied: 4, x: 2 * reach + 20_000)).violations == [])
  }

  /// The server leaves updates out for a client that takes too little, and then shows it everything
  /// anew: who died and came back meanwhile stands elsewhere.
  @Test mutating func aNewViewAfterLeftOutUpdatesMayBeAnywhere() throws {
    try update(Update(last: 1, applied: 1, hasScope: true))
    let atOnce = try update(Update(last: 2, applied: 2, x: 200_000, hasScope: true))
    #expect(invariants(atOnce) == [.teleport], "none was left out")
    tick += 10
    let later = try update(Update(last: 12, applied: 12, x: 900_000, hasScope: true))
    #expect(later == Witness.Finding(acknowledged: InputSequence(12)))
    tick += 10
    let lost = try update(Update(last: 22, applied: 21, x: 900_000, hasScope: true))
    #expect(invariants(lost) == [.inputLost], "inputs are counted through the gap")
  }

  @Test mutating func ticksOfOneScopeDoNotGoBack() throws {
    try update(Update(last: 1, applied: 1, hasScope: true))
    tick -= 10
    let back = try update(Update(last: 1, applied: 1))
    #expect(invariants(back) == [.tickWentBack])
    tick -= 10
    let other = try update(Update(last: 1, applied: 1, sequence: 2, region: 2, hasScope: true))
    #expect(other.violations == [])
    tick -= 10
    witness.reconnected()
    #expect(try update(Update(last: 1, applied: 1, sequence: 2)).violations == [])
  }
}
