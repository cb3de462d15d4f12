import Model
import NIOCore
import Wire

/// Messages with random contents, for round trips. Numbers are of all magnitudes.
struct RandomMessage {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func u64() -> UInt64 { random.next() >> UInt64(random.below(65)) }
  mutating func u32() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) >> random.below(33) }
  mutating func i32() -> Int32 { Int32(bitPattern: u32()) &* (random.below(2) == 0 ? 1 : -1) }
  mutating func u8() -> UInt8 { UInt8(truncatingIfNeeded: u64()) }
  mutating func bool() -> Bool { random.below(2) == 0 }

  mutating func text() -> String {
    let letters = Array("abc xyzäß山🜁é")
    return String(
      (0..<random.below(12)).map { _ in letters[Int(random.below(UInt32(letters.count)))] })
  }

  mutating func list<T>(_ make: (inout RandomMessage) -> T) -> [T] {
    (0..<random.below(6)).map { _ in make(&self) }
  }

  mutating func position() -> Position { Position(x: i32(), y: i32()) }
  mutating func region() -> RegionID { RegionID(rawValue: u32()) }
  mutating func character() -> CharacterID { CharacterID(u64()) }
  mutating func generation() -> SessionGeneration { SessionGeneration(u64()) }
  mutating func sequence() -> HandoffSequence { HandoffSequence(u64()) }
  mutating func counters() -> InputCounters {
    InputCounters(
      lastInput: InputSequence(u64()), applied: u64(), gaps: u64(), duplicates: u64())
  }

  mutating func motion() -> WireMotion {
    switch random.below(3) {
    case 0: .stand
    case 1: .heading(dx: Int8(Int(random.below(255)) - 127), dy: Int8(random.below(128)))
    default: .target(position())
    }
  }

  mutating func deed() -> WireDeed {
    if random.below(4) == 0 { return .respawn }
    return .use(
      skill: u32(), entity: u64(), dx: Int8(Int(random.below(255)) - 127),
      dy: Int8(random.below(128)))
  }

  mutating func input() -> PlayerInput {
    let sequence = InputSequence(max(1, u64()))
    return switch random.below(4) {
    case 0: PlayerInput(sequence: sequence, motion: nil, deed: deed())
    case 1: PlayerInput(sequence: sequence, motion: motion(), deed: deed())
    default: PlayerInput(sequence: sequence, motion: motion())
    }
  }

  mutating func condition() -> EntityCondition {
    EntityCondition(health: u8(), level: u32(), state: u32())
  }

  mutating func event() -> EntityEvent {
    EntityEvent(
      EntityEvent.Kind.allCases[Int(random.below(11))], source: u64(), target: u64(),
      amount: u32(), skill: u32())
  }

  mutating func chatLine() -> ChatLine {
    ChatLine(
      channel: ChatChannel.allCases[Int(random.below(3))], character: character(), name: text(),
      text: text(), to: text())
  }

  mutating func session() -> SessionAddress {
    SessionAddress(
      character: character(), generation: generation(), gateway: GatewayID(u32()))
  }

  mutating func handoff() -> HandoffID {
    HandoffID(source: region(), epoch: Epoch(u64()), counter: u64())
  }

  mutating func sessionInput() -> SessionInput {
    SessionInput(
      session: session(), region: region(), epoch: Epoch(u64()), base: InputSequence(u64()),
      inputs: list { $0.input() }, trace: trace(), wantsView: random.below(2) == 0)
  }

  mutating func output() -> Output {
    let bytes = (0..<random.below(400)).map { _ in u8() }
    return Output(
      character: character(), generation: generation(), sequence: sequence(), region: region(),
      epoch: Epoch(u64()), lastInput: InputSequence(u64()), frame: ByteBuffer(bytes: bytes),
      part: bool() ? ViewPart(number: max(1, u64()), isWhole: bool()) : nil)
  }
}

extension RandomMessage {
  mutating func cluster() -> ClusterMessage {
    switch random.below(21) {
    case 19: .traceRequest(traceRequest())
    case 20: .traceReply(traceReply())
    case 17: .playersRequest(playersRequest())
    case 18: .playersReply(playersReply())
    case 15: .operationOrder(operationOrder())
    case 16: .operationReceipt(operationReceipt())
    case 11:
      .moveAsk(
        RegionMoveAsk(
          region: region(), epoch: Epoch(u64()), source: ShardID(u32()), archiveVersion: u32()))
    case 12:
      .moveAnswer(
        RegionMoveAnswer(
          region: region(), epoch: Epoch(u64()),
          verdict: RegionMoveAnswer.Verdict.allCases[Int(random.below(7))]))
    case 13:
      .parcel(
        RegionParcel(
          region: region(), epoch: Epoch(u64()), part: random.below(3), parts: 3,
          bytes: list { $0.u8() }))
    case 14: .running(RegionRunning(region: region(), epoch: Epoch(u64())))
    case 8:
      .say(SessionSay(session: session(), region: region(), epoch: Epoch(u64()), text: text()))
    case 9:
      .gatewayChat(
        GatewayChat(
          id: u64(), gateway: GatewayID(u32()), line: chatLine(),
          map: MapID(UInt16(truncatingIfNeeded: u64()))))
    case 10: .gatewayChatHeard(GatewayChatHeard(id: u64(), to: text()))
    case 0: .output(output())
    case 1: .input(sessionInput())
    case 2: .handoffOffer(offer())
    case 3: .ghostBatch(ghosts())
    case 4:
      .handoffAccept(
        HandoffAccept(
          id: handoff(), character: character(), sequence: sequence(), target: region(),
          targetEpoch: Epoch(u64())))
    case 5:
      .handoffRefuse(
        HandoffRefuse(
          id: handoff(), character: character(), sequence: sequence(), target: region(),
          targetEpoch: Epoch(u64()), reason: HandoffRefuse.Reason.allCases[Int(random.below(5))],
          place: u32()))
    case 6:
      .attach(
        Attach(
          session: session(), region: region(), epoch: Epoch(u64()), sequenceSeen: sequence(),
          inputBase: InputSequence(u64()), trace: trace(), isReturning: bool()))
    default: .statusReply(status())
    }
  }

  private mutating func offer() -> HandoffOffer {
    var state = CharacterState(
      character: character(), name: text(), position: position(), facing: u8(), kind: u8(),
      speed: i32(), motion: motion(), counters: counters(), waiting: list { $0.input() },
      tick: Tick(u64()), vitals: bool() ? vitals() : nil, travelled: bool())
    state.orders = list {
      OrderMark(
        id: AdminOperationID(using: &$0.random), until: $0.u64(), before: $0.text(),
        isTold: $0.bool())
    }
    return HandoffOffer(
      id: handoff(), target: region(), targetEpoch: Epoch(u64()), session: session(),
      sequence: sequence(), valueVersion: ValueVersion(u64()), state: state,
      effectsCounter: u64(), trace: trace())
  }

  private mutating func vitals() -> CharacterVitals {
    CharacterVitals(
      health: u32(), healthMax: u32(), mana: u32(), manaMax: u32(), level: u32(),
      experience: u64(), kills: u64(),
      ready: list { CharacterVitals.Ready(skill: $0.u64(), at: Tick($0.u64())) },
      respawnAt: bool() ? Tick(max(1, u64())) : nil, foughtAt: bool() ? Tick(max(1, u64())) : nil)
  }

  private mutating func effect() -> BorderEffect {
    BorderEffect(
      counter: u64(), source: u64(), target: u64(), skill: u32(),
      kind: BorderEffect.Kind.allCases[Int(random.below(5))], amount: u32(), level: u32(),
      hops: u32(), origin: position(), element: u32())
  }

  private mutating func ghosts() -> GhostBatch {
    var batch = GhostBatch(
      source: region(), epoch: Epoch(u64()), target: region(), counter: u64(), isFull: bool(),
      tick: Tick(u64()),
      appear: list {
        GhostAppear(
          slot: $0.u32(), entity: $0.u64(), position: $0.position(), facing: $0.u8(),
          kind: $0.u8(), name: $0.text(), sequence: $0.sequence(), definition: $0.u32(),
          condition: $0.condition())
      },
      move: list {
        GhostMove(slot: $0.u32() >> 1, position: $0.position(), facing: $0.u8())
      }, vanish: list { $0.u32() }, heard: u64())
    batch.vitals = list { EntityVitals(slot: $0.u32(), condition: $0.condition()) }
    batch.events = list { $0.event() }
    batch.effects = list { $0.effect() }
    batch.effectsEpoch = Epoch(u64())
    batch.effectsHeard = u64()
    batch.effectsHeardEpoch = Epoch(u64())
    if bool() { batch.stream = Epoch(max(1, u64())) }
    batch.words = list {
      NearbyWord(
        character: $0.character(), name: $0.text(), text: $0.text(), position: $0.position())
    }
    return batch
  }

  private mutating func status() -> StatusReply {
    var reply = StatusReply(
      id: u64(), node: .shard(ShardID(max(1, u32()))), incarnation: Incarnation(u64()))
    reply.regions = list {
      var status = RegionStatus(region: $0.region(), epoch: Epoch($0.u64()))
      status.players = $0.u32()
      status.tick = Tick($0.u64())
      status.tickMaxMicroseconds = $0.u32()
      status.farUpdateTicks = $0.u32()
      status.timePercent = $0.u32()
      status.queuedLogin = $0.u32()
      status.queuedBorder = $0.u32()
      return status
    }
    reply.memoryBytes = u64()
    return reply
  }

  mutating func snapshot() -> Snapshot {
    var snapshot = Snapshot(tick: Tick(u64()))
    if bool() {
      snapshot.scope = SlotScope(
        region: region(), epoch: Epoch(u64()), originX: i32(), originY: i32(), steps: u32(),
        shard: ShardID(u32()))
    }
    if bool() {
      snapshot.own = OwnState(
        position: position(), counters: counters(), sequence: sequence(), facing: u8(),
        vitals: bool() ? ownVitals() : nil)
    }
    snapshot.appear = list {
      EntityAppear(
        slot: $0.u32(), entity: $0.u64(), x: $0.u32(), y: $0.u32(), kind: $0.u32(),
        name: $0.text(), facing: $0.u8(), definition: $0.u32(), condition: $0.condition())
    }
    snapshot.move = list { EntityMove(slot: $0.u32(), x: $0.u32(), y: $0.u32()) }
    snapshot.vanish = list { $0.u32() }
    snapshot.vitals = list { EntityVitals(slot: $0.u32(), condition: $0.condition()) }
    snapshot.events = list { $0.event() }
    return snapshot
  }

  private mutating func ownVitals() -> OwnVitals {
    var vitals = OwnVitals()
    vitals.health = u32()
    vitals.healthMax = max(1, u32())
    vitals.mana = u32()
    vitals.manaMax = u32()
    vitals.level = u32()
    vitals.experience = u64()
    vitals.experienceNext = u64()
    vitals.kills = u64()
    vitals.state = u32()
    vitals.respawnMilliseconds = u32()
    vitals.cooldowns = list { OwnVitals.Cooldown(skill: $0.u32(), milliseconds: $0.u32()) }
    vitals.speed = u32()
    vitals.corrections = u32()
    vitals.timePercent = max(1, u32())
    return vitals
  }
}
