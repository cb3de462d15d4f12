import Model
import Wire

extension RegionAuthority {
  /// A character stands beyond the hysteresis margin, in `target`. Call it every tick while that
  /// is so: nothing happens while the character may not be offered. `state` is the character after
  /// the step; its counters and waiting inputs are filled in here.
  public mutating func crossed(
    _ character: CharacterID, to target: RegionID, targetEpoch: Epoch, state: CharacterState,
    trace: TraceContext? = nil, now: BootTime
  ) -> [Action] {
    guard target != region, let resident = residents[character], mayOffer(resident, now: now)
    else { return [] }
    offersMade += 1
    counters.offersMade += 1
    let id = HandoffID(source: region, epoch: epoch, counter: offersMade)
    residents[character]?.phase = .offered(
      Resident.Offer(id: id, target: target, targetEpoch: targetEpoch, at: now))
    handingOver.insert(character)
    let offer = HandoffOffer(
      id: id, target: target, targetEpoch: targetEpoch, session: resident.session,
      sequence: resident.sequence.advanced(by: 1), valueVersion: resident.valueVersion,
      state: resident.filled(state, waiting: resident.window.waiting), trace: trace)
    return [.freeze(character), .send(.handoffOffer(offer), to: .region(target))]
  }

  /// Rule 3, and what else holds a character back: it is frozen or leaves, storage is asked for it,
  /// or the target has just refused it.
  private func mayOffer(_ resident: Resident, now: BootTime) -> Bool {
    resident.isLive && !isClosed && !isSettling && !resident.isOperating
      && (resident.isConfirmed || broken.contains(.offersUnconfirmed))
      && arrivals[resident.session.character] == nil
      && (resident.offerAgainAt.map { now >= $0 } ?? true)
  }

  /// The target simulates the character.
  public mutating func accepted(_ accept: HandoffAccept, now: BootTime) -> [Action] {
    guard let resident = residents[accept.character],
      accept.sequence == resident.sequence.advanced(by: 1)
    else { return [] }
    // Once storage is asked to take the offer back, it alone says who has the character: also when
    // nobody knows whether it heard the question.
    let asked: Resident.Offer?
    switch resident.phase {
    case .offered(let offer): asked = offer
    case .revoking(let offer, _) where broken.contains(.acceptsAfterRevoke): asked = offer
    case .live, .revoking, .leaving: asked = nil
    }
    guard let offer = asked, offer.id == accept.id, offer.targetEpoch == accept.targetEpoch
    else { return [] }
    return complete(accept.character, offer, isClaimed: false, now: now)
  }

  /// The target has the character: what stays here is a ghost.
  mutating func complete(
    _ character: CharacterID, _ offer: Resident.Offer, isClaimed: Bool, now: BootTime
  ) -> [Action] {
    guard let resident = residents[character] else { return [] }
    counters.offersCompleted += 1
    let sequence = resident.sequence.advanced(by: 1)
    discard(character)
    let departure = Departure(region: offer.target, sequence: sequence)
    departures.remember(departure, for: character, now: now)
    if !isClaimed, unclaimed.count < limits.departuresMax, !broken.contains(.neverConfirms) {
      unclaimed[character] = Unclaimed(sequence: resident.sequence)
    }
    var actions: [Action] = [.release(character, to: offer.target)]
    actions.append(moved(resident.session, to: offer.target, sequence))
    if let attach = resident.attachWaiting, attach.session != resident.session {
      actions.append(moved(attach.session, to: offer.target, sequence))
    }
    actions.append(.handedOver(character, to: offer.target, after: now - offer.at))
    return actions
  }

  /// The target does not take the character.
  public mutating func refused(_ refuse: HandoffRefuse, now: BootTime) -> [Action] {
    let asked: Resident.Offer?
    switch residents[refuse.character]?.phase {
    case .offered(let offer): asked = offer
    case .revoking(let offer, _) where broken.contains(.unfreezesOnAnyRefusal): asked = offer
    case .live, .revoking, .leaving, nil: asked = nil
    }
    guard let offer = asked, offer.id == refuse.id else { return [] }
    counters.offersRefused += 1
    if isFinal(refuse, of: offer) || broken.contains(.unfreezesOnAnyRefusal) {
      residents[refuse.character]?.phase = .live
      residents[refuse.character]?.offerAgainAt = now + limits.offerAgainAfter
      handingOver.remove(refuse.character)
      return [.unfreeze(refuse.character)] + settle(refuse.character, now: now)
    }
    var actions: [Action] = []
    if refuse.targetEpoch > offer.targetEpoch {
      actions.append(.heardEpoch(offer.target, refuse.targetEpoch))
    }
    startRevoking(refuse.character, offer)
    return actions
  }

  /// Rule 6: only a refusal recorded under this id at the epoch of the offer says that the target
  /// never had the character, and never will. One for the sequence says nothing: the target may
  /// hold it by this very offer.
  private func isFinal(_ refuse: HandoffRefuse, of offer: Resident.Offer) -> Bool {
    guard refuse.targetEpoch == offer.targetEpoch else { return false }
    return switch refuse.reason {
    case .full, .noGatewayLink: true
    case .staleSequence, .staleTargetEpoch, .unknown: false
    }
  }

  /// Storage is asked, with the next batch, to give the character back.
  mutating func startRevoking(_ character: CharacterID, _ offer: Resident.Offer) {
    counters.offersRevoked += 1
    residents[character]?.phase = .revoking(offer, request: nil)
    due.revokes.insert(character)
  }
}
