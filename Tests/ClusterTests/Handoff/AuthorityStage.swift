import Model
import Wire

@testable import Cluster

/// Region `here` at epoch 5 between `west` and `east`; character 7 with log-in 3 through gateway 1.
struct AuthorityStage {
  typealias Action = RegionAuthority.Action

  static let here = RegionID(map: MapID(1), column: 1, row: 0)
  static let west = RegionID(map: MapID(1), column: 0, row: 0)
  static let east = RegionID(map: MapID(1), column: 2, row: 0)
  static let hero = CharacterID(7)
  static let session = address()

  var authority = RegionAuthority(region: Self.here, epoch: Epoch(5))
  var now = BootTime(microseconds: 10_000_000)

  static func address(generation: UInt64 = 3, gateway: UInt32 = 1) -> SessionAddress {
    SessionAddress(
      character: hero, generation: SessionGeneration(generation), gateway: GatewayID(gateway))
  }

  static func input(_ n: UInt64) -> PlayerInput {
    PlayerInput(sequence: InputSequence(n), motion: .stand)
  }

  static func state(last: UInt64 = 0, waiting: [UInt64] = [], x: Int32 = 1) -> CharacterState {
    CharacterState(
      character: hero, name: "hero", position: Position(unitsX: x, unitsY: 1), facing: 0, kind: 0,
      speed: 1, motion: .stand,
      counters: InputCounters(lastInput: InputSequence(last), applied: last),
      waiting: waiting.map(input))
  }

  static func request(_ id: UInt64, _ operation: AuthorityRequest.Operation) -> Action {
    .store(
      AuthorityRequest(
        id: .init(id), region: here, epoch: Epoch(5), operation: operation))
  }

  static func held(_ sequence: UInt64) -> AuthorityRequest.Held {
    .init(character: hero, sequence: HandoffSequence(sequence))
  }

  static func toGateway(_ message: ClusterMessage, _ gateway: UInt32 = 1) -> Action {
    .send(message, to: .gateway(GatewayID(gateway)))
  }

  static func moved(
    _ sequence: UInt64, generation: UInt64 = 3, gateway: UInt32 = 1
  ) -> Action {
    moved(here, sequence, generation: generation, gateway: gateway)
  }

  static func moved(
    _ region: RegionID, _ sequence: UInt64, generation: UInt64 = 3, gateway: UInt32 = 1
  ) -> Action {
    toGateway(
      .moved(
        Moved(
          character: hero, generation: SessionGeneration(generation), region: region,
          sequence: HandoffSequence(sequence))), gateway)
  }

  static func detached(
    _ sequence: UInt64, generation: UInt64 = 3, gateway: UInt32 = 1
  ) -> Action {
    toGateway(
      .detached(
        Detached(
          character: hero, generation: SessionGeneration(generation),
          sequence: HandoffSequence(sequence), region: here)), gateway)
  }

  static func attachRefused(
    _ reason: AttachRefused.Reason, generation: UInt64 = 3, gateway: UInt32 = 1
  ) -> Action {
    toGateway(
      .attachRefused(
        AttachRefused(
          character: hero, generation: SessionGeneration(generation), region: here,
          epoch: Epoch(5), reason: reason)), gateway)
  }

  static let notHere = toGateway(
    .notHere(
      NotHere(character: hero, generation: session.generation, region: here, epoch: Epoch(5))))

  static let left = toGateway(.left(Left(character: hero, generation: session.generation)))

  static func holding(_ sequence: UInt64, _ region: RegionID?) -> AuthorityReply.Holding {
    .init(sequence: HandoffSequence(sequence), holder: region)
  }

  // MARK: Events

  mutating func after(_ milliseconds: Int64) -> [Action] {
    now = now + .milliseconds(milliseconds)
    return authority.expired(now: now)
  }

  mutating func attach(
    generation: UInt64 = 3, gateway: UInt32 = 1, seen: UInt64 = 0, base: UInt64 = 1,
    epoch: UInt64 = 5, hasRoom: Bool = true
  ) -> [Action] {
    authority.attachRequested(
      Attach(
        session: Self.address(generation: generation, gateway: gateway), region: Self.here,
        epoch: Epoch(epoch), sequenceSeen: HandoffSequence(seen),
        inputBase: InputSequence(base)), hasRoom: hasRoom, now: now)
  }

  mutating func type(
    _ numbers: [UInt64] = [], base: UInt64 = 1, generation: UInt64 = 3, epoch: UInt64 = 5
  ) -> [Action] {
    authority.inputReceived(
      SessionInput(
        session: Self.address(generation: generation), region: Self.here, epoch: Epoch(epoch),
        base: InputSequence(base), inputs: numbers.map(Self.input)), now: now)
  }

  mutating func leave(generation: UInt64 = 3) -> [Action] {
    authority.leaveRequested(
      Leave(session: Self.address(generation: generation), region: Self.here, epoch: Epoch(5)),
      now: now)
  }

  mutating func taken(ofTicks ticks: Int = 1) -> [UInt64] {
    var numbers: [UInt64] = []
    authority.takeInputs(ofTicks: ticks) { numbers.append($1.sequence.rawValue) }
    return numbers
  }

  mutating func answer(_ id: UInt64, _ reply: AuthorityReply) -> [Action] {
    authority.answered(.init(id), reply, now: now)
  }

  mutating func cross() -> [Action] {
    authority.crossed(
      Self.hero, to: Self.east, targetEpoch: Epoch(8), state: Self.state(), now: now)
  }

  mutating func saves() -> [Action] {
    authority.saves(now: now) { _ in Self.state() }
  }

  /// The offer that `cross` makes, the `counter`th of this region.
  static func offer(
    _ sequence: UInt64, counter: UInt64 = 1, state: CharacterState = state()
  ) -> HandoffOffer {
    HandoffOffer(
      id: HandoffID(source: here, epoch: Epoch(5), counter: counter), target: east,
      targetEpoch: Epoch(8), session: session, sequence: HandoffSequence(sequence),
      valueVersion: ValueVersion(4), state: state)
  }

  mutating func accept(_ sequence: UInt64, counter: UInt64 = 1) -> [Action] {
    authority.accepted(
      HandoffAccept(
        id: Self.offer(0, counter: counter).id, character: Self.hero,
        sequence: HandoffSequence(sequence), target: Self.east, targetEpoch: Epoch(8)),
      now: now)
  }

  mutating func refuse(
    _ reason: HandoffRefuse.Reason, counter: UInt64 = 1, epoch: UInt64 = 8
  ) -> [Action] {
    authority.refused(
      HandoffRefuse(
        id: Self.offer(0, counter: counter).id, character: Self.hero,
        sequence: HandoffSequence(13), target: Self.east, targetEpoch: Epoch(epoch),
        reason: reason), now: now)
  }

  /// The character comes from the west at sequence 12: an offer to this region.
  static func incoming(
    _ sequence: UInt64 = 12, counter: UInt64 = 1, epoch: UInt64 = 5,
    state: CharacterState = state()
  ) -> HandoffOffer {
    HandoffOffer(
      id: HandoffID(source: west, epoch: Epoch(3), counter: counter), target: here,
      targetEpoch: Epoch(epoch), session: session, sequence: HandoffSequence(sequence),
      valueVersion: ValueVersion(4), state: state)
  }

  mutating func offered(
    _ offer: HandoffOffer = incoming(), hasRoom: Bool = true, isGatewayLinked: Bool = true
  ) -> [Action] {
    authority.offered(
      offer, hasRoom: hasRoom, isGatewayLinked: isGatewayLinked, now: now)
  }

  static func accepted(_ offer: HandoffOffer = incoming()) -> Action {
    .send(
      .handoffAccept(
        HandoffAccept(
          id: offer.id, character: hero, sequence: offer.sequence, target: here,
          targetEpoch: Epoch(5))), to: .region(west))
  }

  static func refused(
    _ reason: HandoffRefuse.Reason, _ offer: HandoffOffer = incoming()
  ) -> Action {
    .send(
      .handoffRefuse(
        HandoffRefuse(
          id: offer.id, character: hero, sequence: offer.sequence, target: here,
          targetEpoch: Epoch(5), reason: reason)), to: .region(west))
  }

  static func claim(_ from: UInt64 = 11) -> AuthorityRequest.Operation {
    .claim([.init(character: hero, from: HandoffSequence(from), source: west)])
  }

  /// Live and confirmed at sequence 12; two requests were made and answered: the attach and the
  /// first confirmation.
  static func live(last: UInt64 = 0) -> AuthorityStage {
    var s = AuthorityStage()
    _ = s.attach(seen: 10, base: last + 1)
    _ = s.after(0)
    _ = s.answer(2, .refused([]))
    _ = s.answer(
      1, .attached([.won(HandoffSequence(12), ValueVersion(4), state(last: last))]))
    return s
  }

  /// Live at sequence 12 by a handoff from the west that storage has not confirmed; the claim is
  /// request 1, the first confirmation is answered.
  static func unconfirmed() -> AuthorityStage {
    var s = AuthorityStage()
    _ = s.offered()
    _ = s.after(0)
    _ = s.answer(2, .refused([]))
    return s
  }
}
