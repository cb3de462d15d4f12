import Model
import Wire

extension RegionAuthority {
  /// Another region offers a character. `hasRoom`: whether one more fits, asked only when nothing else
  /// keeps the character out; `isGatewayLinked`: whether there is a live link to the gateway of its
  /// session; `sourceEpoch`: the epoch of the offering region that the directory knows, so that an
  /// owner that lost it gives nothing away.
  public mutating func offered(
    _ offer: HandoffOffer, hasRoom: @autoclosure () -> Bool, isGatewayLinked: Bool,
    sourceEpoch: Epoch = .none, now: BootTime
  ) -> [Action] {
    if let answer = answers[offer.id] {
      counters.answersRepeated += 1
      return [.send(answer.message, to: .region(offer.id.source))]
    }
    guard newerEpoch == nil, isFor(offer.targetEpoch) else {
      // Not recorded: the offer was not for this epoch, which can say nothing about it.
      counters.staleEpochs += 1
      return [answer(offer, .refuse(refusal(offer, .staleTargetEpoch)))]
    }
    if offer.id.epoch < sourceEpoch {
      // What it says is worth nothing; asking storage it learns why.
      counters.staleEpochs += 1
      return [answer(offer, .refuse(refusal(offer, .staleSequence)))]
    }
    if let reason = reasonToRefuse(offer, hasRoom: hasRoom(), isGatewayLinked: isGatewayLinked) {
      let refusal = OfferAnswer.refuse(refusal(offer, reason))
      remember(refusal, for: offer.id, now: now)
      return [answer(offer, refusal)]
    }
    return accept(offer, now: now)
  }

  private func reasonToRefuse(
    _ offer: HandoffOffer, hasRoom: @autoclosure () -> Bool, isGatewayLinked: Bool
  ) -> HandoffRefuse.Reason? {
    let character = offer.state.character
    guard offer.session.character == character, offer.sequence > .none else { return .unknown }
    if let resident = residents[character], resident.sequence >= offer.sequence {
      return .staleSequence
    }
    if let departure = departures[character], departure.sequence >= offer.sequence {
      return .staleSequence
    }
    if isClosing { return .full }
    guard isGatewayLinked else { return .noGatewayLink }
    return residents[character] != nil || hasRoom() ? nil : .full
  }

  /// Rule 5: the character is simulated at once; storage hears of it with the next batch.
  private mutating func accept(_ offer: HandoffOffer, now: BootTime) -> [Action] {
    let character = offer.state.character
    counters.offersAccepted += 1
    let accept = OfferAnswer.accept(
      HandoffAccept(
        id: offer.id, character: character, sequence: offer.sequence, target: region,
        targetEpoch: offer.targetEpoch))
    remember(accept, for: offer.id, now: now)
    var actions: [Action] = []
    var attachWaiting = arrivals[character]?.attach
    if let outdated = residents[character] {
      attachWaiting = outdated.attachWaiting
      discard(character)
      actions.append(.remove(character))
    }
    if let arrival = arrivals[character], arrival.request == nil {
      arrivals[character] = nil
      due.attaches.remove(character)
    } else if arrivals[character] != nil {
      attachWaiting = nil
    }
    let from = HandoffSequence(offer.sequence.rawValue - 1)
    var resident = Resident(
      session: offer.session, sequence: offer.sequence, valueVersion: offer.valueVersion,
      claim: .unconfirmed(source: offer.id.source, from: from, request: nil),
      window: InputWindow(
        counters: offer.state.counters, waiting: offer.state.waiting, limits: sessionLimits))
    resident.attachWaiting = attachWaiting
    admit(resident)
    due.claims.insert(character)
    actions.append(.admit(offer.state, sequence: offer.sequence, session: offer.session))
    actions.append(answer(offer, accept))
    actions.append(moved(offer.session, to: region, offer.sequence))
    return actions
  }

  private mutating func remember(_ answer: OfferAnswer, for id: HandoffID, now: BootTime) {
    guard !broken.contains(.forgetsAnswers) else { return }
    answers.remember(answer, for: id, now: now)
  }

  private func answer(_ offer: HandoffOffer, _ answer: OfferAnswer) -> Action {
    .send(answer.message, to: .region(offer.id.source))
  }

  private func refusal(_ offer: HandoffOffer, _ reason: HandoffRefuse.Reason) -> HandoffRefuse {
    HandoffRefuse(
      id: offer.id, character: offer.state.character, sequence: offer.sequence, target: region,
      targetEpoch: newerEpoch ?? (isFor(offer.targetEpoch) ? offer.targetEpoch : epoch),
      reason: reason)
  }

  mutating func admit(_ resident: Resident) {
    let character = resident.session.character
    residents[character] = resident
    departures.forget(character)
    unclaimed[character] = nil
    markReady(character)
  }
}
