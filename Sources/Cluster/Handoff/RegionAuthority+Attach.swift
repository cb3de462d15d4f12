import Model
import Wire

extension RegionAuthority {
  /// A gateway asks to attach a session. `hasRoom`: whether one more character fits; asked only when
  /// the character is not here, and its answer alone decides then.
  public mutating func attachRequested(
    _ attach: Attach, hasRoom: @autoclosure () -> Bool, now: BootTime
  ) -> [Action] {
    guard newerEpoch == nil, isFor(attach.epoch) else {
      counters.staleEpochs += 1
      return [staleEpoch(attach.session)]
    }
    let character = attach.session.character
    if residents[character] != nil { return attachResident(attach, now: now) }
    if let departure = departures[character], departure.sequence > attach.sequenceSeen {
      return [moved(attach.session, to: departure.region, departure.sequence)]
    }
    if arrivals[character] != nil { return attachArrival(attach) }
    guard !isClosing, hasRoom() else { return [refusal(attach.session, .full)] }
    return arrive(attach)
  }

  /// The character is on its way in: of several sessions the newest gets it.
  private mutating func attachArrival(_ attach: Attach) -> [Action] {
    let character = attach.session.character
    guard var arrival = arrivals[character] else { return [] }
    let newest = arrival.next?.session.generation ?? arrival.attach.session.generation
    guard attach.session.generation >= newest else {
      counters.staleGenerations += 1
      return [refusal(attach.session, .staleGeneration)]
    }
    if attach.session.generation == arrival.attach.session.generation {
      // The gateway asks again. A request under way keeps what it said.
      if arrival.request == nil { arrival.attach = attach }
    } else if arrival.request == nil {
      arrival.attach = attach
      arrival.isLeaving = false
    } else {
      arrival.next = attach
    }
    arrivals[character] = arrival
    return []
  }

  /// Asks storage for a character, with the next batch.
  mutating func arrive(_ attach: Attach) -> [Action] {
    arrivals[attach.session.character] = Arrival(attach: attach)
    due.attaches.insert(attach.session.character)
    return []
  }

  private mutating func attachResident(_ attach: Attach, now: BootTime) -> [Action] {
    let character = attach.session.character
    guard let resident = residents[character] else { return [] }
    guard attach.session.generation >= resident.session.generation else {
      counters.staleGenerations += 1
      return [refusal(attach.session, .staleGeneration)]
    }
    let isNewer = attach.session.generation > resident.session.generation
    switch resident.phase {
    case .live where resident.isConfirmed:
      return attachLive(attach, now: now)
    case .leaving(let leaving) where leaving.reason == .asked && !isNewer:
      counters.staleGenerations += 1
      return [refusal(attach.session, .staleGeneration)]
    case .leaving(let leaving) where leaving.reason == .closing || isClosing:
      return [refusal(attach.session, .full)]
    case .leaving(let leaving) where !leaving.isAsked:
      // Nothing was asked of storage yet: it stays.
      residents[character]?.phase = .live
      due.leaves.remove(character)
      return [.unfreeze(character)] + attachLive(attach, now: now)
    case .live, .offered, .revoking, .leaving:
      if resident.isLeaveWaiting, !isNewer {
        counters.staleGenerations += 1
        return [refusal(attach.session, .staleGeneration)]
      }
      let waiting = resident.attachWaiting?.session.generation ?? attach.session.generation
      if attach.session.generation >= waiting { residents[character]?.attachWaiting = attach }
      return []
    }
  }

  /// The answer in place, with no new sequence; unless the gateway has seen a higher one: then this
  /// copy is outdated, and storage is asked.
  private mutating func attachLive(_ attach: Attach, now: BootTime) -> [Action] {
    let character = attach.session.character
    guard var resident = residents[character] else { return [] }
    var actions: [Action] = []
    if attach.session.generation > resident.session.generation {
      actions.append(detached(resident.session, resident.sequence))
      resident.window.forgetWaiting()
    }
    guard attach.sequenceSeen <= resident.sequence else {
      counters.superseded += 1
      discard(character)
      return actions + [.remove(character)] + arrive(attach)
    }
    counters.attachesInPlace += 1
    resident.session = attach.session
    resident.silence = BootTime.Span(microseconds: 0)
    resident.window.receive(base: attach.inputBase, inputs: [])
    residents[character] = resident
    markReady(character)
    actions.append(.update(attach.session, sequence: resident.sequence))
    actions.append(moved(attach.session, to: region, resident.sequence))
    return actions
  }

  func refusal(_ session: SessionAddress, _ reason: AttachRefused.Reason) -> Action {
    .send(
      .attachRefused(
        AttachRefused(
          character: session.character, generation: session.generation, region: region,
          epoch: epoch, reason: reason)),
      to: .gateway(session.gateway))
  }
}
