import Model
import Wire

/// One attempt of a shard to take a region over from its living owner: the other half of
/// `RegionDeparture`. A pure machine.
public struct RegionTakeover: Hashable, Sendable {
  /// What the shell must do.
  public enum Action: Hashable, Sendable {
    case send(ClusterMessage, to: ShardID)
    /// Read the cargo, and say `readable` or `unreadable`.
    case read([UInt8])
    /// A compare-and-set in storage from this epoch to the next, for this shard; answered by
    /// `claimed`, `lost` or `claimUnknown`.
    case claim(RegionID, from: Epoch)
    /// Open the region from the cargo at this epoch, announce it, and say so to the old owner.
    case open(RegionID, at: Epoch)
    /// Nothing comes of it.
    case forget(RegionID)
  }

  enum Phase: Hashable, Sendable {
    case ready
    case reading
    case claiming
    /// Storage did not answer the claim: it is asked again.
    case waiting
    case ended
  }

  public let region: RegionID
  /// Under which the region is packed.
  public let epoch: Epoch
  public let source: ShardID
  let terms: MigrationTerms
  var phase = Phase.ready
  var since: BootTime
  private var parts: [UInt8] = []
  private var partsTaken: UInt32 = 0

  /// Says "ready" to the owner.
  public static func ready(
    for ask: RegionMoveAsk, terms: MigrationTerms = .init(), now: BootTime
  ) -> (takeover: RegionTakeover, actions: [Action]) {
    let takeover = RegionTakeover(
      region: ask.region, epoch: ask.epoch, source: ask.source, terms: terms, since: now)
    return (takeover, [takeover.answer(.ready)])
  }

  private init(
    region: RegionID, epoch: Epoch, source: ShardID, terms: MigrationTerms, since: BootTime
  ) {
    self.region = region
    self.epoch = epoch
    self.source = source
    self.terms = terms
    self.since = since
  }

  public var isEnded: Bool { phase == .ended }
  /// Whether a claim of this shard is under way: no other may be made.
  public var isClaiming: Bool { phase == .claiming || phase == .waiting }

  /// A part of the cargo. They come in order over one link; when one is missing the link broke, and
  /// the old owner takes the region back.
  public mutating func received(
    _ parcel: RegionParcel, from shard: ShardID, now: BootTime
  ) -> [Action] {
    guard phase == .ready, shard == source, parcel.region == region, parcel.epoch == epoch else {
      return []
    }
    // One that arrives again is nothing new.
    guard parcel.part >= partsTaken else { return [] }
    guard parcel.part == partsTaken, parts.count + parcel.bytes.count <= Wire.Limits.cargoBytesMax
    else { return refuse() }
    partsTaken += 1
    parts += parcel.bytes
    guard partsTaken == parcel.parts else { return [] }
    phase = .reading
    defer { parts = [] }
    return [.read(parts)]
  }

  /// The cargo makes a region here.
  public mutating func readable(now: BootTime) -> [Action] {
    guard phase == .reading else { return [] }
    phase = .claiming
    since = now
    return [.claim(region, from: epoch)]
  }

  /// It makes none.
  public mutating func unreadable() -> [Action] {
    guard phase == .reading else { return [] }
    return refuse()
  }

  public mutating func claimed(_ epoch: Epoch) -> [Action] {
    guard phase == .claiming else { return [] }
    phase = .ended
    return [
      .open(region, at: epoch),
      .send(.running(RegionRunning(region: region, epoch: epoch)), to: source),
    ]
  }

  /// The old owner took it back, or somebody else has it.
  public mutating func lost() -> [Action] {
    guard phase == .claiming else { return [] }
    phase = .ended
    return [.forget(region)]
  }

  /// Nobody knows what became of the claim.
  public mutating func claimUnknown(now: BootTime) {
    guard phase == .claiming else { return }
    phase = .waiting
    since = now
  }

  /// Time passed.
  public mutating func expired(now: BootTime) -> [Action] {
    switch phase {
    case .ready where now - since >= terms.cargoWithin:
      phase = .ended
      return [.forget(region)]
    case .waiting where now - since >= terms.retryAfter:
      phase = .claiming
      since = now
      return [.claim(region, from: epoch)]
    case .ready, .reading, .claiming, .waiting, .ended:
      return []
    }
  }

  /// The answer to an ask that cannot be met.
  public static func refusal(
    of ask: RegionMoveAsk, _ verdict: RegionMoveAnswer.Verdict
  ) -> ClusterMessage {
    .moveAnswer(RegionMoveAnswer(region: ask.region, epoch: ask.epoch, verdict: verdict))
  }

  private mutating func refuse() -> [Action] {
    phase = .ended
    return [answer(.damaged), .forget(region)]
  }

  private func answer(_ verdict: RegionMoveAnswer.Verdict) -> Action {
    .send(
      .moveAnswer(RegionMoveAnswer(region: region, epoch: epoch, verdict: verdict)), to: source)
  }
}
