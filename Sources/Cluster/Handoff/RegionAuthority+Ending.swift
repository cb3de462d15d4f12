import Model
import Wire

extension RegionAuthority {
  /// The region is given away in order: nobody is taken any more; every character is saved by the
  /// next `saves` and its gateway told; `isEmpty` says when that is done.
  public mutating func close(now: BootTime) -> [Action] {
    guard !isClosed else { return [] }
    isClosing = true
    var actions: [Action] = []
    for character in arrivals.keys.sorted() {
      guard let arrival = arrivals[character], arrival.request == nil else { continue }
      arrivals[character] = nil
      due.attaches.remove(character)
      actions.append(refusal(arrival.attach.session, .full))
    }
    for character in characters {
      guard let resident = residents[character], resident.isLive, resident.isConfirmed,
        !resident.isOperating
      else { continue }
      actions += settle(character, now: now)
    }
    if !unclaimed.isEmpty, !pace.isConfirming { actions.append(confirm()) }
    return actions
  }

  /// Somebody says that the region has a newer epoch. The machine asks storage, which decides.
  public mutating func heard(epoch newer: Epoch, now: BootTime) -> [Action] {
    guard newer > epoch, newerEpoch == nil, !pace.isConfirming else { return [] }
    return [confirm()]
  }

  /// Storage has given the region away, as the shard learnt here or elsewhere: drops everything and
  /// tells the gateways.
  public mutating func superseded(by newer: Epoch, now: BootTime) -> [Action] {
    guard newerEpoch == nil else { return [] }
    newerEpoch = newer
    var actions: [Action] = []
    for character in characters {
      guard let resident = residents[character] else { continue }
      actions.append(.remove(character))
      actions.append(detached(resident.session, resident.sequence))
      if let attach = resident.attachWaiting { actions.append(staleEpoch(attach.session)) }
    }
    for character in arrivals.keys.sorted() {
      guard let arrival = arrivals[character] else { continue }
      actions.append(staleEpoch(arrival.attach.session))
      if let next = arrival.next { actions.append(staleEpoch(next.session)) }
    }
    residents = CharacterTable()
    arrivals = [:]
    handingOver = []
    ready = []
    due = DueRows()
    unclaimed = [:]
    requests = [:]
    return actions + [.superseded(by: newer)]
  }

  /// A character has become live and confirmed: what waited for that goes on.
  mutating func settle(_ character: CharacterID, now: BootTime) -> [Action] {
    guard let resident = residents[character], resident.isLive, resident.isConfirmed else {
      return []
    }
    markReady(character)
    guard !resident.isOperating else { return [] }
    let attach = resident.attachWaiting
    residents[character]?.attachWaiting = nil
    residents[character]?.isLeaveWaiting = false
    let isTakenOver = attach.map { $0.session.generation > resident.session.generation } ?? false
    if resident.isLeaveWaiting, !isTakenOver { return startLeaving(character, .asked) }
    if isClosing {
      let refusals = attach.map { [refusal($0.session, .full)] } ?? []
      return refusals + startLeaving(character, .closing)
    }
    return attach.map { attachRequested($0, hasRoom: true, now: now) } ?? []
  }

  mutating func startLeaving(_ character: CharacterID, _ reason: Resident.Reason) -> [Action] {
    residents[character]?.phase = .leaving(Resident.Leaving(reason: reason))
    due.leaves.insert(character)
    return [.freeze(character)]
  }

  /// Storage says that the character is not this region's. Where it is, is passed on: a gateway
  /// that only heard "not here" would attach, and take it from its rightful holder.
  mutating func drop(
    _ character: CharacterID, _ holding: AuthorityReply.Holding?, now: BootTime
  ) -> [Action] {
    if let holding, adopts(character, holding) {
      return goOn(character, at: holding.sequence, now: now)
    }
    guard let resident = residents[character] else { return [] }
    let offeredTo: RegionID? =
      switch resident.phase {
      case .offered(let offer), .revoking(let offer, _): offer.target
      case .live, .leaving: nil
      }
    discard(character)
    if broken.contains(.dropsSilently) { return [.remove(character)] }
    let sessions = [resident.session] + (resident.attachWaiting.map { [$0.session] } ?? [])
    if let holding, let holder = holding.holder, holder != region,
      holding.sequence > resident.sequence
    {
      let departure = Departure(region: holder, sequence: holding.sequence)
      departures.remember(departure, for: character, now: now)
      return [holder == offeredTo ? .release(character, to: holder) : .remove(character)]
        + sessions.map { moved($0, to: holder, holding.sequence) }
    }
    var actions: [Action] = [.remove(character), detached(resident.session, resident.sequence)]
    if let attach = resident.attachWaiting { actions += arriveAgain(attach) }
    return actions
  }

  /// Whether storage names this region at a sequence that only this region itself can have taken
  /// since: by a claim or an attach of which it never heard the answer. A handoff adds one and an
  /// attach two; had anybody else held the character in between, the number would be higher.
  private func adopts(_ character: CharacterID, _ holding: AuthorityReply.Holding) -> Bool {
    guard let resident = residents[character], holding.holder == region else { return false }
    return holding.sequence > resident.sequence
      && holding.sequence <= resident.sequence.advanced(by: 2)
  }

  /// The copy is the right one, under a higher sequence than was known.
  private mutating func goOn(
    _ character: CharacterID, at sequence: HandoffSequence, now: BootTime
  ) -> [Action] {
    guard let resident = residents[character] else { return [] }
    counters.adopted += 1
    residents[character]?.sequence = sequence
    residents[character]?.claim = .confirmed
    residents[character]?.saved = nil
    due.claims.remove(character)
    var actions: [Action] = [
      .update(resident.session, sequence: sequence),
      moved(resident.session, to: region, sequence),
    ]
    switch resident.phase {
    case .live:
      actions += settle(character, now: now)
    case .offered, .revoking:
      residents[character]?.phase = .live
      handingOver.remove(character)
      due.revokes.remove(character)
      actions += [.unfreeze(character)] + settle(character, now: now)
    case .leaving(let leaving):
      residents[character]?.phase = .leaving(Resident.Leaving(reason: leaving.reason))
      due.leaves.insert(character)
    }
    return actions
  }

  /// Forgets a resident and everything that was to be done for it.
  mutating func discard(_ character: CharacterID) {
    residents[character] = nil
    handingOver.remove(character)
    ready.remove(character)
    due.claims.remove(character)
    due.revokes.remove(character)
    due.leaves.remove(character)
  }
}
