import Model
import Wire

extension RegionAuthority {
  /// Storage's word on one attach.
  mutating func attached(
    _ row: AuthorityRequest.Attach, _ outcome: AuthorityReply.AttachOutcome,
    request: AuthorityRequest.ID, now: BootTime
  ) -> [Action] {
    guard let arrival = arrivals[row.character], arrival.request == request else { return [] }
    arrivals[row.character] = nil
    switch outcome {
    case .won(let sequence, let version, let state):
      counters.attachesWon += 1
      return arrived(arrival, sequence, version, state, now: now)
    case .superseded(let holding):
      return preceded(arrival, by: holding, now: now)
    case .staleGeneration:
      counters.attachesRefused += 1
      counters.staleGenerations += 1
      return [refusal(arrival.attach.session, .staleGeneration)] + goOn(arrival)
    case .unknownCharacter:
      counters.attachesRefused += 1
      return [refusal(arrival.attach.session, .unknownCharacter)] + goOn(arrival)
    }
  }

  private mutating func arrived(
    _ arrival: Arrival, _ sequence: HandoffSequence, _ version: ValueVersion,
    _ state: CharacterState, now: BootTime
  ) -> [Action] {
    let session = arrival.attach.session
    if let resident = residents[session.character] {
      return joined(resident, arrival, sequence, version, state, now: now)
    }
    // The row names this region, and nobody has the character: what storage knows stays true.
    if arrival.isLeaving { return [left(session)] + goOn(arrival) }
    if isClosing { return [refusal(arrival.attach.session, .full)] + goOn(arrival) }
    return enter(arrival, sequence, version, state, now: now)
  }

  /// The character comes into the world as storage knows it.
  private mutating func enter(
    _ arrival: Arrival, _ sequence: HandoffSequence, _ version: ValueVersion,
    _ state: CharacterState, now: BootTime
  ) -> [Action] {
    let session = arrival.attach.session
    var window = InputWindow(counters: state.counters, limits: sessionLimits)
    window.receive(base: arrival.attach.inputBase, inputs: [])
    var resident = Resident(
      session: session, sequence: sequence, valueVersion: version, claim: .confirmed,
      window: window)
    resident.attachWaiting = arrival.next
    var entering = state
    entering.counters = window.counters
    entering.waiting = []
    admit(resident)
    return [
      .admit(entering, sequence: sequence, session: session),
      moved(session, to: region, sequence),
    ] + settle(session.character, now: now)
  }

  /// While storage was asked, the character came by a handoff. That copy comes from the last holder
  /// if nobody else moved the row between: then it goes on, with the sequence of the attach. A
  /// higher sequence says that the source took its offer back first, and this copy is outdated.
  private mutating func joined(
    _ resident: Resident, _ arrival: Arrival, _ sequence: HandoffSequence,
    _ version: ValueVersion, _ state: CharacterState, now: BootTime
  ) -> [Action] {
    let character = resident.session.character
    var arrival = arrival
    if resident.session.generation > arrival.attach.session.generation {
      arrival.attach.session = resident.session
    }
    guard resident.isConfirmed || sequence <= resident.sequence.advanced(by: 2) else {
      discard(character)
      arrival.next = newest(arrival.next, resident.attachWaiting)
      return [.remove(character)] + enter(arrival, sequence, version, state, now: now)
    }
    let session = arrival.attach.session
    residents[character]?.claim = .confirmed
    residents[character]?.sequence = sequence
    residents[character]?.valueVersion = version
    residents[character]?.session = session
    if session != resident.session { residents[character]?.window.forgetWaiting() }
    let waiting = newest(arrival.next, resident.attachWaiting)
    residents[character]?.attachWaiting = waiting
    if arrival.isLeaving { residents[character]?.isLeaveWaiting = true }
    return [
      .update(session, sequence: sequence),
      moved(session, to: region, sequence),
    ] + (resident.isLive ? settle(character, now: now) : [])
  }

  /// Storage knows more than the gateway had seen. Somebody else's character is asked for there;
  /// when nobody has it, or only this region's past, the claim is made again in full knowledge.
  private mutating func preceded(
    _ arrival: Arrival, by holding: AuthorityReply.Holding, now: BootTime
  ) -> [Action] {
    counters.attachesPreceded += 1
    let session = arrival.attach.session
    if let holder = holding.holder, holder != region {
      let departure = Departure(region: holder, sequence: holding.sequence)
      if residents[session.character] == nil {
        departures.remember(departure, for: session.character, now: now)
      }
      return [moved(session, to: holder, holding.sequence)]
        + (arrival.next.map { [moved($0.session, to: holder, holding.sequence)] } ?? [])
    }
    if arrival.isLeaving { return [left(session)] + goOn(arrival) }
    var attach = arrival.next ?? arrival.attach
    attach.sequenceSeen = max(attach.sequenceSeen, holding.sequence)
    if residents[session.character] != nil {
      let waiting = newest(residents[session.character]?.attachWaiting, attach)
      residents[session.character]?.attachWaiting = waiting
      return settle(session.character, now: now)
    }
    return arriveAgain(attach)
  }

  private func newest(_ a: Attach?, _ b: Attach?) -> Attach? {
    guard let a, let b else { return a ?? b }
    return b.session.generation > a.session.generation ? b : a
  }

  /// Storage does not answer: the gateway is told, and asks again.
  mutating func attachUnanswered(
    _ character: CharacterID, request: AuthorityRequest.ID
  ) -> [Action] {
    guard let arrival = arrivals[character], arrival.request == request else { return [] }
    arrivals[character] = nil
    counters.attachesRefused += 1
    var actions = [refusal(arrival.attach.session, .storageAway)]
    if let next = arrival.next { actions.append(refusal(next.session, .storageAway)) }
    return actions
  }

  /// After the end of one attach, the newer session that waited behind it.
  private mutating func goOn(_ arrival: Arrival) -> [Action] {
    guard let next = arrival.next else { return [] }
    return arriveAgain(next)
  }

  mutating func arriveAgain(_ attach: Attach) -> [Action] {
    isClosed ? [refusal(attach.session, .full)] : arrive(attach)
  }
}
