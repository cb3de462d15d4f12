import Model
import Wire

/// Watches one character through its own updates, and says when a promise is broken.
///
/// Every update tells the last input `last_input`, how many were ever `applied` and how many numbers
/// were skipped (`gaps`). `applied + gaps == last_input` always; so a growing gap is an input that
/// was lost, unless it was acknowledged before and a crash turned the character back to its
/// checkpoint. A crash shows: the character is attached anew, with a sequence two higher, or its
/// region has a new epoch.
struct Witness {
  /// What an update revealed.
  struct Finding: Hashable {
    var acknowledged: InputSequence
    /// The sequence changed since the last update.
    var sequenceChanged = false
    /// The region changed too, and perhaps the shard: a handoff was completed.
    var handoff = false
    var crossShard = false
    /// The sequence changed and the region did not, without a crash or a new connection.
    var refusedHandoff = false
    var violations: [Complaint] = []
  }

  struct Complaint: Hashable {
    var invariant: Violation.Invariant
    var detail: String

    init(_ invariant: Violation.Invariant, _ detail: String) {
      self.invariant = invariant
      self.detail = detail
    }
  }

  /// How far a character walks in a tick, in 1/256 of a world unit.
  let speedPerTick: Fixed

  private(set) var lost: UInt64 = 0
  private(set) var appliedTwice: UInt64 = 0
  private(set) var rolledBack: UInt64 = 0

  /// The highest input sent.
  private var sent = InputSequence.none
  /// The highest input that an update acknowledged.
  private(set) var acknowledged = InputSequence.none
  private var scope: SlotScope?
  private var tick: Tick?
  private var last: (own: OwnState, tick: Tick, scope: SlotScope?)?
  /// The connection is another one than at the last update.
  private var isReconnected = false
  /// Dead until told otherwise: who returns to life stands elsewhere.
  private var isDead = false

  init(speedPerTick: Fixed) { self.speedPerTick = speedPerTick }

  mutating func sent(_ input: InputSequence) { sent = max(sent, input) }

  /// The connection was lost and is back: slots and ticks begin anew, the character does not.
  mutating func reconnected() {
    tick = nil
    isReconnected = true
  }

  /// A snapshot arrived.
  mutating func received(_ scan: SnapshotScan) -> Finding {
    var finding = Finding(acknowledged: acknowledged)
    if let scope = scan.scope {
      if scope.region != self.scope?.region || scope.epoch != self.scope?.epoch { tick = nil }
      self.scope = scope
    }
    if let tick, scan.tick < tick {
      finding.violations.append(
        Complaint(.tickWentBack, "tick \(scan.tick.rawValue) after \(tick.rawValue)"))
    }
    tick = scan.tick
    if let slot = scan.unknownSlot {
      finding.violations.append(
        Complaint(.unknownSlot, "\(scan.unknown) unknown, slot \(slot) is one"))
    }
    if let own = scan.own { check(own, at: scan.tick, allowance: allowance(scan), &finding) }
    finding.acknowledged = acknowledged
    return finding
  }

  /// How much further than on its feet the character may have come; nil: anywhere.
  private mutating func allowance(_ scan: SnapshotScan) -> Fixed? {
    let wasDead = isDead
    if let vitals = scan.own?.vitals { isDead = vitals.state & Self.deadBit != 0 }
    if wasDead, !isDead { return nil }
    if scan.events.contains(where: { $0.kind == .travel }) { return nil }
    if let scope = scan.scope, let last, let before = last.scope {
      if isFar(scope.region, before.region) { return nil }
      // A view that begins anew in the same region: the updates before it were left out for a client
      // that took too little, and what they told of ways and deaths with them.
      if scope.region == before.region, scan.tick.rawValue > last.tick.rawValue + 1 { return nil }
    }
    return scan.events.contains { $0.kind == .skillUsed || $0.kind == .damage }
      ? Self.pushReach : 0
  }

  /// `EntityState.DEAD`.
  private static let deadBit: UInt32 = 1
  /// A skill pushes nobody further.
  private static let pushReach: Fixed = 256 * .one

  /// Whoever comes to a region that is no neighbour went through a portal, though the update that
  /// told of it may have been lost with a link.
  private func isFar(_ a: RegionID, _ b: RegionID) -> Bool {
    a.map != b.map || abs(Int(a.column) - Int(b.column)) > 1 || abs(Int(a.row) - Int(b.row)) > 1
  }

  private mutating func check(
    _ own: OwnState, at tick: Tick, allowance: Fixed?, _ finding: inout Finding
  ) {
    let isRecovery = noteRoute(own, &finding)
    checkCounters(own.counters, isRecovery: isRecovery, &finding)
    if !isRecovery, let allowance {
      checkStep(own.position, at: tick, allowance: allowance, &finding)
    }
    last = (own, tick, scope)
    isReconnected = false
  }

  /// Looks at sequence and region; whether the character comes from a checkpoint.
  private mutating func noteRoute(_ own: OwnState, _ finding: inout Finding) -> Bool {
    guard let last else { return false }
    if own.sequence < last.own.sequence {
      finding.violations.append(
        Complaint(
          .sequenceWentBack, "\(own.sequence.rawValue) after \(last.own.sequence.rawValue)"))
    }
    let sameRegion = scope?.region == last.scope?.region
    let sameEpoch = sameRegion && scope?.epoch == last.scope?.epoch
    finding.sequenceChanged = own.sequence != last.own.sequence
    if finding.sequenceChanged {
      finding.handoff = !sameRegion
      finding.crossShard = !sameRegion && scope?.shard != last.scope?.shard
      finding.refusedHandoff = sameEpoch && !isReconnected && own.sequence > last.own.sequence
    }
    let jumped = own.sequence >= last.own.sequence.advanced(by: 2)
    return jumped || (sameRegion && !sameEpoch)
  }
}

extension Witness {
  private mutating func checkCounters(
    _ now: InputCounters, isRecovery: Bool, _ finding: inout Finding
  ) {
    let before = last?.own.counters ?? InputCounters()
    if now.lastInput > sent {
      finding.violations.append(
        Complaint(
          .inputInvented, "\(now.lastInput.rawValue) acknowledged, \(sent.rawValue) sent"))
    }
    if now.lastInput < before.lastInput, !isRecovery {
      finding.violations.append(
        Complaint(.inputWentBack, "\(now.lastInput.rawValue) after \(before.lastInput.rawValue)"))
    }
    checkSum(before, now, &finding)
    let grown = now.gaps - min(now.gaps, before.gaps)
    if grown > 0 { account(gaps: grown, before, now, isRecovery: isRecovery, &finding) }
    acknowledged = max(acknowledged, min(now.lastInput, sent))
  }

  /// `applied + gaps` must be `last_input`: more means twice, less means lost without being
  /// counted. Only what is new since the last update is told.
  private mutating func checkSum(
    _ before: InputCounters, _ now: InputCounters, _ finding: inout Finding
  ) {
    let excess = now.excess - before.excess
    if now.excess > 0, excess > 0 {
      let count = UInt64(min(excess, now.excess))
      appliedTwice += count
      finding.violations.append(
        Complaint(.appliedTwice, "\(count) more applied than sent: \(now.summary)"))
    }
    if now.excess < 0, excess < 0 {
      let count = UInt64(min(-excess, -now.excess))
      lost += count
      finding.violations.append(
        Complaint(.inputLost, "\(count) neither applied nor skipped: \(now.summary)"))
    }
  }

  /// New gaps: over inputs that were acknowledged as applied when the character comes from a
  /// checkpoint, or when the last update had already gone back; otherwise inputs were lost.
  private mutating func account(
    gaps: UInt64, _ before: InputCounters, _ now: InputCounters, isRecovery: Bool,
    _ finding: inout Finding
  ) {
    let behind = acknowledged.rawValue - min(acknowledged.rawValue, before.lastInput.rawValue)
    let forgiven = min(gaps, isRecovery ? acknowledged.rawValue : behind)
    rolledBack += forgiven
    let missing = gaps - forgiven
    guard missing > 0 else { return }
    lost += missing
    finding.violations.append(Complaint(.inputLost, "\(missing) skipped: \(now.summary)"))
  }

  /// Two ticks are forgiven: the two regions of a handoff need not stand at the same one.
  private func checkStep(
    _ position: Position, at tick: Tick, allowance: Fixed, _ finding: inout Finding
  ) {
    guard let last else { return }
    let ticks = tick.rawValue - min(tick.rawValue, last.tick.rawValue)
    let reach =
      Int64(speedPerTick) * (Int64(clamping: min(ticks, 100_000)) + 2)
      + Int64(Fixed.one) + Int64(allowance)
    let squared = position.distanceSquared(to: last.own.position)
    guard squared > reach * reach else { return }
    let from = last.own.position
    finding.violations.append(
      Complaint(
        .teleport,
        "from \(from.x / .one),\(from.y / .one) to \(position.x / .one),\(position.y / .one) "
          + "in \(ticks) ticks"))
  }
}

extension InputCounters {
  /// How many more were applied or skipped than there are; 0 when all is well.
  fileprivate var excess: Int64 {
    Int64(truncatingIfNeeded: applied &+ gaps &- lastInput.rawValue)
  }

  fileprivate var summary: String {
    "last \(lastInput.rawValue), applied \(applied), gaps \(gaps)"
  }
}
