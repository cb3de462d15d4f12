import Model
import Wire

/// One attempt of a region's owner to give it to another shard while people play in it.
///
/// A pure machine. The owner asks, lets the region come to rest, packs it between two ticks and
/// sends it. From then on storage alone says who has it: the new owner claims the next epoch, or,
/// when nothing is heard of it, this one claims the same epoch itself and goes on from its copy.
public struct RegionDeparture: Hashable, Sendable {
  /// What the shell must do.
  public enum Action: Hashable, Sendable {
    case send(ClusterMessage, to: ShardID)
    /// Let the region come to rest, pack it, send it to that shard and say `packed`.
    case settle(RegionID, for: ShardID)
    /// The region plays on, unless it was packed by now: answered by `stayed`, or by the `packed`
    /// that is on its way.
    case stay(RegionID)
    /// A compare-and-set in storage from this epoch to the next, for this shard; answered by
    /// `claimed`, `lost` or `claimUnknown`.
    case claim(RegionID, from: Epoch)
    /// The cargo runs elsewhere at this epoch: what waits for the region is sent on, its copy is
    /// thrown away.
    case finish(RegionID, at: Epoch, on: ShardID)
    /// Open the region from the copy, at this epoch.
    case reopen(RegionID, at: Epoch)
    /// Somebody else owns the region, and it is not known who plays it: the copy is thrown away and
    /// the gateways are told to look.
    case drop(RegionID, newer: Epoch)
    /// The attempt is over without a result; another one may be made.
    case giveUp(RegionID, Reason)
  }

  /// Why an attempt ended before the region was packed.
  public enum Reason: Hashable, Sendable {
    case refused(RegionMoveAnswer.Verdict)
    /// No answer, or its process is gone.
    case silent
    /// Something in the region did not come to an end in time.
    case restless
  }

  enum Phase: Hashable, Sendable {
    case asking
    case settling
    /// The attempt is over, unless the region was packed in the meantime: then its cargo is under
    /// way, and storage decides.
    case staying(Reason)
    case sent
    case claiming
    /// Storage did not answer the claim: it is asked again.
    case waiting
    case ended
  }

  public let region: RegionID
  public let epoch: Epoch
  public let target: ShardID
  let terms: MigrationTerms
  var phase = Phase.asking
  /// When the phase began.
  var since: BootTime

  /// - Parameter archiveVersion: how the simulation in the cargo is encoded.
  public static func begun(
    _ region: RegionID, at epoch: Epoch, from source: ShardID, to target: ShardID,
    archiveVersion: UInt32, terms: MigrationTerms = .init(), now: BootTime
  ) -> (departure: RegionDeparture, actions: [Action]) {
    let ask = RegionMoveAsk(
      region: region, epoch: epoch, source: source, archiveVersion: archiveVersion)
    let departure = RegionDeparture(
      region: region, epoch: epoch, target: target, terms: terms, since: now)
    return (departure, [.send(.moveAsk(ask), to: target)])
  }

  private init(
    region: RegionID, epoch: Epoch, target: ShardID, terms: MigrationTerms, since: BootTime
  ) {
    self.region = region
    self.epoch = epoch
    self.target = target
    self.terms = terms
    self.since = since
  }

  /// Whether the region stands still and its state is under way: storage decides who goes on.
  public var isPacked: Bool {
    switch phase {
    case .sent, .claiming, .waiting: true
    case .asking, .settling, .staying, .ended: false
    }
  }

  public var isEnded: Bool { phase == .ended }

  public mutating func answered(
    _ answer: RegionMoveAnswer, by shard: ShardID, now: BootTime
  ) -> [Action] {
    guard shard == target, answer.region == region, answer.epoch == epoch else { return [] }
    switch (phase, answer.verdict) {
    case (.asking, .ready):
      enter(.settling, now)
      return [.settle(region, for: target)]
    case (.asking, let verdict):
      return giveUp(.refused(verdict))
    case (.settling, .ready), (.sent, .ready):
      return []
    case (.settling, let verdict):
      return stay(.refused(verdict), now)
    case (.sent, _):
      // It cannot open the cargo, and will not claim: this shard goes on.
      return claim(now)
    case (.staying, _), (.claiming, _), (.waiting, _), (.ended, _):
      return []
    }
  }

  /// The region stands still and its cargo was sent.
  public mutating func packed(now: BootTime) {
    switch phase {
    case .settling, .staying: enter(.sent, now)
    case .asking, .sent, .claiming, .waiting, .ended:
      preconditionFailure("a region is packed when it was told to settle")
    }
  }

  /// The region plays on, as `stay` asked.
  public mutating func stayed() -> [Action] {
    guard case .staying(let reason) = phase else { return [] }
    return giveUp(reason)
  }

  /// The new owner runs the region.
  public mutating func running(_ running: RegionRunning, on shard: ShardID) -> [Action] {
    guard shard == target, running.region == region, running.epoch > epoch else { return [] }
    guard isPacked else { return [] }
    phase = .ended
    return [.finish(region, at: running.epoch, on: target)]
  }

  /// The other process has exited, or no longer has a lease.
  public mutating func lostTarget(now: BootTime) -> [Action] {
    switch phase {
    case .asking: giveUp(.silent)
    case .settling: stay(.silent, now)
    case .sent: claim(now)
    case .staying, .claiming, .waiting, .ended: []
    }
  }

  /// The region ended in another way: it closed, or storage gave it to somebody else.
  public mutating func regionEnded() { phase = .ended }

  /// Time passed.
  public mutating func expired(now: BootTime) -> [Action] {
    switch phase {
    case .asking where now - since >= terms.answerWithin:
      return giveUp(.silent)
    case .settling where now - since >= terms.quietWithin:
      return stay(.restless, now)
    case .sent where now - since >= terms.runningWithin:
      return claim(now)
    case .waiting where now - since >= terms.retryAfter:
      return claim(now)
    case .asking, .settling, .staying, .sent, .claiming, .waiting, .ended:
      return []
    }
  }

  /// Storage gave the region to this shard again.
  public mutating func claimed(_ epoch: Epoch) -> [Action] {
    guard phase == .claiming else { return [] }
    phase = .ended
    return [.reopen(region, at: epoch)]
  }

  /// Storage has given the region to somebody else. When that is the target, it will say so itself,
  /// or has died since: then the claim rule decides, and the copy is older than what storage has.
  public mutating func lost(to newer: Epoch) -> [Action] {
    guard phase == .claiming else { return [] }
    phase = .ended
    return [.drop(region, newer: newer)]
  }

  /// Nobody knows what became of the claim.
  public mutating func claimUnknown(now: BootTime) {
    guard phase == .claiming else { return }
    enter(.waiting, now)
  }

  private mutating func claim(_ now: BootTime) -> [Action] {
    enter(.claiming, now)
    return [.claim(region, from: epoch)]
  }

  private mutating func stay(_ reason: Reason, _ now: BootTime) -> [Action] {
    enter(.staying(reason), now)
    return [.stay(region)]
  }

  private mutating func giveUp(_ reason: Reason) -> [Action] {
    phase = .ended
    return [.giveUp(region, reason)]
  }

  private mutating func enter(_ phase: Phase, _ now: BootTime) {
    self.phase = phase
    since = now
  }
}
