import Model
import Wire

extension RegionAuthority {
  /// Inputs of a session. They are applied by `takeInputs`.
  public mutating func inputReceived(_ input: SessionInput, now: BootTime) -> [Action] {
    guard newerEpoch == nil, isFor(input.epoch) else {
      counters.staleEpochs += 1
      return [staleEpoch(input.session)]
    }
    let character = input.session.character
    guard let place = residents.place(of: character) else { return absent(input.session) }
    let generation = residents[place].session.generation
    guard input.session.generation == generation else {
      guard input.session.generation < generation else {
        // A newer log-in that has not attached here.
        return [notHere(input.session)]
      }
      counters.staleGenerations += 1
      return [refusal(input.session, .staleGeneration)]
    }
    residents[place].silence = BootTime.Span(microseconds: 0)
    residents[place].window.receive(base: input.base, inputs: input.inputs)
    if residents[place].window.isReady { ready.insert(character) }
    return []
  }

  /// A gateway ends a session. The next `saves` writes the character, and storage's answer lets it
  /// go.
  public mutating func leaveRequested(_ leave: Leave, now: BootTime) -> [Action] {
    guard newerEpoch == nil, isFor(leave.epoch) else {
      counters.staleEpochs += 1
      return [staleEpoch(leave.session)]
    }
    let character = leave.session.character
    guard let resident = residents[character] else { return leaveAbsent(leave) }
    guard leave.session.generation >= resident.session.generation else {
      // Somebody else plays the character since; the old session has nothing to leave.
      return [left(leave.session)]
    }
    residents[character]?.session = leave.session
    switch resident.phase {
    case .live where resident.isConfirmed && !resident.isOperating:
      return startLeaving(character, .asked)
    case .leaving(var leaving):
      leaving.reason = .asked
      residents[character]?.phase = .leaving(leaving)
      return []
    case .live, .offered, .revoking:
      residents[character]?.isLeaveWaiting = true
      return []
    }
  }

  private mutating func leaveAbsent(_ leave: Leave) -> [Action] {
    let character = leave.session.character
    guard let arrival = arrivals[character],
      arrival.attach.session.generation <= leave.session.generation,
      (arrival.next?.session.generation ?? leave.session.generation) <= leave.session.generation
    else { return absent(leave.session) }
    arrivals[character]?.next = nil
    if arrival.request == nil {
      arrivals[character] = nil
      due.attaches.remove(character)
      return [left(leave.session)]
    }
    arrivals[character]?.isLeaving = true
    return []
  }

  /// The answer to a session whose character is not here.
  private func absent(_ session: SessionAddress) -> [Action] {
    if broken.contains(.dropsSilently) { return [] }
    if let departure = departures[session.character] {
      return [moved(session, to: departure.region, departure.sequence)]
    }
    // Storage is being asked: the answer will be a route or a refusal.
    if arrivals[session.character] != nil { return [] }
    return [notHere(session)]
  }

  /// Hands out the inputs to apply in this tick, in ascending order of characters, a few of each.
  ///
  /// What is handed out counts as applied and is acknowledged.
  ///
  /// - Parameters:
  ///   - ticks: since inputs were last taken, at least 1: a region that rests on some ticks takes
  ///     those of several at once, so that none waits for longer and longer.
  ///   - isPresent: whether a character already stands in the world: the inputs of one that enters
  ///     only later wait for it.
  public mutating func takeInputs(
    ofTicks ticks: Int = 1, of isPresent: (CharacterID) -> Bool = { _ in true },
    _ apply: (CharacterID, PlayerInput) -> Void
  ) {
    precondition(ticks > 0, "inputs are taken in a tick")
    guard !ready.isEmpty else { return }
    let most = limits.inputsPerTickMax * min(ticks, limits.inputTicksMax)
    for character in ready.sorted() {
      guard let place = residents.place(of: character) else {
        ready.remove(character)
        continue
      }
      guard residents[place].isLive, isPresent(character) else { continue }
      residents[place].window.take(most: most) { apply(character, $0) }
      if !residents[place].window.isReady { ready.remove(character) }
    }
  }

  mutating func markReady(_ character: CharacterID) {
    if residents[character]?.window.isReady == true { ready.insert(character) }
  }
}
