import Model
import Wire

extension RegionAuthority {
  /// Time passed: silent offers, batches for storage, the confirmation of every second. Call every
  /// tick, or every `AuthorityLimits.flushEvery` for prompter claims.
  public mutating func expired(now: BootTime) -> [Action] {
    guard newerEpoch == nil else { return [] }
    departures.expire(now: now)
    answers.expire(now: now)
    counters.departuresForgotten = departures.forgotten
    counters.answersForgotten = answers.forgotten
    for character in handingOver.sorted() {
      guard case .offered(let offer)? = residents[character]?.phase,
        now - offer.at >= limits.offerAnsweredWithin
      else { continue }
      startRevoking(character, offer)
    }
    var actions: [Action] = []
    if now >= pace.flushAt, pace.isOpen(now: now) {
      pace.flushAt = now + limits.flushEvery
      actions += flush()
    }
    if now >= pace.confirmAt, !isSettling {
      pace.confirmAt = now + limits.confirmEvery
      actions += sweep()
      if !pace.isConfirming, !broken.contains(.neverConfirms) { actions.append(confirm()) }
    }
    return actions
  }

  /// What to write behind, when it is time: changed characters whose claim is confirmed, and those
  /// that leave. `state` gives a character as it stands after the step; its counters and waiting
  /// inputs are filled in here. Call every tick.
  public mutating func saves(now: BootTime, state: (CharacterID) -> CharacterState?) -> [Action] {
    guard newerEpoch == nil, pace.isOpen(now: now) else { return [] }
    var actions = leaves(state)
    if pace.savesUnanswered == 0, !isSettling {
      let turn = pace.saves.next(of: residents.keys, now: now, limits: limits)
      if !turn.isEmpty { actions += changes(of: turn, state) }
    }
    return actions
  }

  private mutating func leaves(_ state: (CharacterID) -> CharacterState?) -> [Action] {
    let id = nextRequest
    var rows: [AuthorityRequest.Save] = []
    for character in due.leaves.sorted() where rows.count < limits.rowsPerRequestMax {
      guard let resident = residents[character],
        case .leaving(var leaving) = resident.phase, leaving.request == nil,
        arrivals[character] == nil, let state = state(character)
      else { continue }
      leaving.request = id
      leaving.isAsked = true
      residents[character]?.phase = .leaving(leaving)
      due.leaves.remove(character)
      rows.append(
        .init(
          character: character, sequence: resident.sequence, number: id.rawValue,
          state: resident.filled(state, waiting: [])))
    }
    return rows.isEmpty ? [] : [request(.leave(rows))]
  }

  private mutating func changes(
    of characters: [CharacterID], _ state: (CharacterID) -> CharacterState?
  ) -> [Action] {
    var actions: [Action] = []
    var rows: [AuthorityRequest.Save] = []
    for character in characters {
      guard let resident = residents[character], resident.isConfirmed, resident.maySave,
        let state = state(character)
      else { continue }
      let changed = resident.filled(state, waiting: [])
      guard changed != resident.saved else { continue }
      residents[character]?.saved = changed
      rows.append(
        .init(
          character: character, sequence: resident.sequence, number: nextRequest.rawValue,
          state: changed))
      if rows.count == limits.rowsPerRequestMax {
        actions.append(request(.save(rows)))
        rows = []
      }
    }
    if !rows.isEmpty { actions.append(request(.save(rows))) }
    pace.savesUnanswered = actions.count
    return actions
  }

  private mutating func flush() -> [Action] {
    var actions: [Action] = []
    let revokes = takeDue(\.revokes) { authority, character, id in
      guard let resident = authority.residents[character],
        case .revoking(let offer, request: nil) = resident.phase
      else { return AuthorityRequest.Held?.none }
      authority.residents[character]?.phase = .revoking(offer, request: id)
      return .init(character: character, sequence: resident.sequence)
    }
    if !revokes.isEmpty { actions.append(request(.revoke(revokes))) }
    let claims = takeDue(\.claims) { authority, character, id in
      guard
        case .unconfirmed(let source, let from, nil)? =
          authority.residents[character]?.claim
      else { return AuthorityRequest.Claim?.none }
      authority.residents[character]?.claim = .unconfirmed(
        source: source, from: from, request: id)
      return .init(character: character, from: from, source: source)
    }
    if !claims.isEmpty { actions.append(request(.claim(claims))) }
    guard !isSettling else { return actions }
    let attaches = takeDue(\.attaches) { authority, character, id in
      guard let arrival = authority.arrivals[character], arrival.request == nil else {
        return AuthorityRequest.Attach?.none
      }
      authority.arrivals[character]?.request = id
      return .init(
        character: character, generation: arrival.attach.session.generation,
        seen: arrival.attach.sequenceSeen)
    }
    if !attaches.isEmpty { actions.append(request(.attach(attaches))) }
    return actions
  }

  /// Turns due characters into rows of the next request, in ascending order, as many as fit.
  private mutating func takeDue<Row>(
    _ kind: WritableKeyPath<DueRows, Set<CharacterID>>,
    _ row: (inout Self, CharacterID, AuthorityRequest.ID) -> Row?
  ) -> [Row] {
    guard !due[keyPath: kind].isEmpty else { return [] }
    let id = nextRequest
    var rows: [Row] = []
    for character in due[keyPath: kind].sorted() {
      guard rows.count < limits.rowsPerRequestMax else { break }
      due[keyPath: kind].remove(character)
      if let row = row(&self, character, id) { rows.append(row) }
    }
    return rows
  }

  mutating func confirm() -> Action {
    pace.isConfirming = true
    let held = Set(characters).union(unclaimed.keys).sorted().compactMap {
      character -> AuthorityRequest.Held? in
      if let resident = residents[character], resident.isLive, resident.isConfirmed {
        return .init(character: character, sequence: resident.sequence)
      }
      return unclaimed[character].map { .init(character: character, sequence: $0.sequence) }
    }
    return request(.confirm(held))
  }

  /// Counts the silence of gateways in rounds, not by the clock: a process that stood still heard
  /// nobody, and nobody is to blame.
  private mutating func sweep() -> [Action] {
    var actions: [Action] = []
    for character in characters {
      guard var resident = residents[character] else { continue }
      resident.silence = BootTime.Span(
        microseconds: resident.silence.microseconds + limits.confirmEvery.microseconds)
      residents[character] = resident
      guard resident.silence >= limits.sessionSilenceMax, resident.isLive, resident.isConfirmed,
        !resident.isOperating
      else { continue }
      counters.silentSessions += 1
      actions += startLeaving(character, .silent)
    }
    return actions
  }

  private var nextRequest: AuthorityRequest.ID { AuthorityRequest.ID(requestsMade + 1) }

  private mutating func request(_ operation: AuthorityRequest.Operation) -> Action {
    requestsMade += 1
    let id = AuthorityRequest.ID(requestsMade)
    requests[id] = operation
    return .store(
      AuthorityRequest(id: id, region: region, epoch: epoch, operation: operation))
  }
}
