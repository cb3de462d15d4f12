import Cluster
import Model
import NIOCore
import Wire

/// Who may come into a region: those who come back always, newcomers while it is neither full nor
/// overloaded, and in order of arrival.
extension Region {
  /// How many newcomers there is room for.
  private var newcomersMax: Int {
    time.isAtLimit ? 0 : max(0, limits.playersMax - authority.characterCount)
  }

  /// A gateway asks to attach a session.
  func attach(_ attach: Attach, now: BootTime) {
    let mayReturn = authority.characterCount < limits.returningMax
    let room = newcomersMax
    var place: UInt32 = 0
    func hasRoom() -> Bool {
      guard state == .open else { return false }
      if attach.isReturning { return mayReturn }
      return enters(attach.session.character, at: .login, room: room, place: &place, now: now)
    }
    let actions = authority.attachRequested(attach, hasRoom: hasRoom(), now: now)
    perform(actions.map { $0.inLine(place) })
  }

  /// Another region offers a character.
  func offered(_ offer: HandoffOffer, now: BootTime) {
    let isLinked = outbox.value.isLinked(.gateway(offer.session.gateway))
    let room = newcomersMax
    var place: UInt32 = 0
    func hasRoom() -> Bool {
      state == .open
        && enters(offer.session.character, at: .border, room: room, place: &place, now: now)
    }
    let actions = authority.offered(
      offer, hasRoom: hasRoom(), isGatewayLinked: isLinked, now: now)
    perform(actions.map { $0.inLine(place) })
  }

  private func enters(
    _ character: CharacterID, at gate: AdmissionQueue.Gate, room: Int, place: inout UInt32,
    now: BootTime
  ) -> Bool {
    switch admissions.tried(character, at: gate, room: room, now: now) {
    case .enters: return true
    case .waits(let number): place = number
    case .turnedAway: break
    }
    return false
  }

  /// Another region does not take a character: it stays, and its player is told why.
  func refused(_ refuse: HandoffRefuse, now: BootTime) {
    perform(authority.refused(refuse, now: now))
    guard refuse.reason == .full else { return }
    if refuse.place > 0 {
      tellPlace(refuse.place, to: refuse.character)
    } else {
      remind(
        refuse.character,
        Notice(.regionFull, "The land ahead is full: wait for somebody to leave, or turn."))
    }
  }

  /// Tells a player where in the line of the region ahead it is: when that changes, once a second at
  /// most, and now and then.
  private func tellPlace(_ place: UInt32, to character: CharacterID) {
    guard let resident = residents[character] else { return }
    let pause = resident.toldPlace == place ? limits.reminderTicks : limits.placeTicks
    guard resident.remindedAt.rawValue + pause <= lastTick.rawValue else { return }
    residents[character]?.remindedAt = lastTick
    residents[character]?.toldPlace = place
    tell(.notice(.aheadInLine(place)), to: character)
  }
}

extension RegionAuthority.Action {
  /// The same; a refusal for want of room says the place in line.
  fileprivate func inLine(_ place: UInt32) -> Self {
    guard place > 0, case .send(let message, let receiver) = self else { return self }
    switch message {
    case .attachRefused(var refusal) where refusal.reason == .full:
      refusal.place = place
      return .send(.attachRefused(refusal), to: receiver)
    case .handoffRefuse(var refusal) where refusal.reason == .full:
      refusal.place = place
      return .send(.handoffRefuse(refusal), to: receiver)
    default: return self
    }
  }
}
