import Cluster
import Model
import Wire

/// A region that goes to another shard while people play in it.
extension SimulatedRegion {
  /// Where it is between two owners.
  enum State: Hashable {
    case open
    case settling(for: ShardID)
    /// Stands still and keeps its mail.
    case packed
  }

  var isSettling: Bool {
    if case .settling = state { true } else { false }
  }

  func settle(for shard: ShardID) {
    guard state == .open, !authority.isClosed else { return }
    state = .settling(for: shard)
    authority.settle()
  }

  /// Plays on; false when it is under way already.
  @discardableResult
  func stay(_ shard: SimulatedShard, _ cluster: SimulatedCluster) -> Bool {
    guard isSettling else { return state != .packed }
    state = .open
    authority.stay()
    let held = heldOffers
    heldOffers = []
    for offer in held { receive(offer, shard, cluster) }
    return true
  }

  /// At the end of a tick: when nothing is under way, the region stops and goes out.
  func packWhenQuiet(_ shard: SimulatedShard, _ cluster: SimulatedCluster) {
    guard case .settling(let target) = state, authority.isQuiet, book.isQuiet,
      !authority.isClosed
    else { return }
    let bytes = SimulatedCargo(packing: self).encoded
    let (region, epoch) = (authority.region, authority.epoch)
    for parcel in SimulatedCargo.parcels(bytes, region: region, epoch: epoch) {
      cluster.send(.parcel(parcel), from: shard.node, to: .shard(target))
    }
    state = .packed
    cluster.count("regions-packed")
    cluster.trace { "\(shard.node) packs \(region) of epoch \(epoch.rawValue) for \(target)" }
    // Whoever owns the region hears of it a little later; sometimes it waits for storage first.
    let delay = cluster.chance(4) ? cluster.span(100_000, 1_500_000) : cluster.span(0, 2_000)
    cluster.after(delay, in: shard.node) { shard.packed(region, epoch, bytes, $0) }
  }

  /// Goes on where it stopped, without a word from storage: a known-bad variant.
  func resumeUnasked(_ shard: SimulatedShard, _ cluster: SimulatedCluster) {
    guard state == .packed else { return }
    state = .settling(for: shard.id)
    stay(shard, cluster)
    readMail(shard, cluster)
  }

  /// What waits for whoever has the region next.
  func takeMail() -> [ClusterMessage] {
    defer { (heldOffers, mail) = ([], []) }
    return heldOffers + mail
  }

  func readMail(_ shard: SimulatedShard, _ cluster: SimulatedCluster) {
    for message in takeMail() { receive(message, shard, cluster) }
  }

  // MARK: Messages

  func receive(
    _ message: ClusterMessage, _ shard: SimulatedShard, _ cluster: SimulatedCluster
  ) {
    guard state != .packed else { return mail.append(message) }
    let now = shard.clock(cluster)
    let room = state == .open && authority.characterCount < cluster.roomMax
    cluster.trace { "\(shard.node) \(self.authority.region) hears: \(TraceText.of(message))" }
    if receiveValue(message, .init(shard: shard, cluster: cluster)) { return }
    let actions: [RegionAuthority.Action]
    switch message {
    case .attach(let attach):
      if isSettling { cluster.count("attaches-while-settling") }
      actions = authority.attachRequested(attach, hasRoom: room, now: now)
    case .input(let input):
      actions = authority.inputReceived(input, now: now)
      if input.wantsView, authority.output(of: input.session.character)?.session == input.session {
        cluster.count("views-asked-for")
        views[input.session.character] = nil
      }
    case .leave(let leave):
      actions = authority.leaveRequested(leave, now: now)
    case .handoffOffer where isSettling:
      cluster.count("offers-held")
      heldOffers.append(message)
      return
    case .handoffOffer(let offer):
      actions = authority.offered(
        offer, hasRoom: room,
        isGatewayLinked: cluster.isLinked(shard.node, .gateway(offer.session.gateway)),
        sourceEpoch: shard.directory.epoch(of: offer.id.source), now: now)
      noteAccept(offer, actions, shard, cluster)
    case .handoffAccept(let accept):
      actions = authority.accepted(accept, now: now)
    case .handoffRefuse(let refuse):
      actions = authority.refused(refuse, now: now)
    default:
      actions = []
    }
    perform(actions, shard, cluster)
  }

  private func noteAccept(
    _ offer: HandoffOffer, _ actions: [RegionAuthority.Action], _ shard: SimulatedShard,
    _ cluster: SimulatedCluster
  ) {
    guard actions.contains(where: { if case .admit = $0 { true } else { false } }) else { return }
    cluster.crossings += 1
    cluster.checker.accepted(offer, at: cluster.now)
    if offer.targetEpoch != authority.epoch { cluster.count("offers-of-the-predecessor") }
    let hasSource = cluster.shards.values.contains {
      $0.regions[offer.id.source]?.authority.epoch == offer.id.epoch
    }
    if !hasSource { cluster.count("accepts-for-the-dead") }
    cluster.springAmbush(on: shard.id, offer)
  }
}
