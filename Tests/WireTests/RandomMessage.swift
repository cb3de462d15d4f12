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

  mutating func input() -> PlayerInput {
    PlayerInput(sequence: InputSequence(max(1, u64())), motion: motion())
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
      inputs: list { $0.input() })
  }

  mutating func output() -> Output {
    let bytes = (0..<random.below(400)).map { _ in u8() }
    return Output(
      character: character(), generation: generation(), sequence: sequence(), region: region(),
      epoch: Epoch(u64()), lastInput: InputSequence(u64()), frame: ByteBuffer(bytes: bytes))
  }
}

extension RandomMessage {
  mutating func cluster() -> ClusterMessage {
    switch random.below(8) {
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
          targetEpoch: Epoch(u64()), reason: HandoffRefuse.Reason.allCases[Int(random.below(5))]))
    case 6:
      .attach(
        Attach(
          session: session(), region: region(), epoch: Epoch(u64()), sequenceSeen: sequence(),
          inputBase: InputSequence(u64()), trace: text()))
    default: .statusReply(status())
    }
  }

  private mutating func offer() -> HandoffOffer {
    let state = CharacterState(
      character: character(), name: text(), position: position(), facing: u8(), kind: u8(),
      speed: i32(), motion: motion(), counters: counters(), waiting: list { $0.input() },
      tick: Tick(u64()))
    return HandoffOffer(
      id: handoff(), target: region(), targetEpoch: Epoch(u64()), session: session(),
      sequence: sequence(), valueVersion: ValueVersion(u64()), state: state,
      effectsCounter: u64(), trace: text())
  }

  private mutating func ghosts() -> GhostBatch {
    GhostBatch(
      source: region(), epoch: Epoch(u64()), target: region(), counter: u64(), isFull: bool(),
      tick: Tick(u64()),
      appear: list {
        GhostAppear(
          slot: $0.u32(), entity: $0.u64(), position: $0.position(), facing: $0.u8(),
          kind: $0.u8(), name: $0.text(), sequence: $0.sequence())
      },
      move: list {
        GhostMove(slot: $0.u32() >> 1, position: $0.position(), facing: $0.u8())
      }, vanish: list { $0.u32() }, heard: u64())
  }

  private mutating func status() -> StatusReply {
    var reply = StatusReply(
      id: u64(), node: .shard(ShardID(max(1, u32()))), incarnation: Incarnation(u64()))
    reply.regions = list {
      var status = RegionStatus(region: $0.region(), epoch: Epoch($0.u64()))
      status.players = $0.u32()
      status.tick = Tick($0.u64())
      status.tickMaxMicroseconds = $0.u32()
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
        position: position(), counters: counters(), sequence: sequence(), facing: u8())
    }
    snapshot.appear = list {
      EntityAppear(
        slot: $0.u32(), entity: $0.u64(), x: $0.u32(), y: $0.u32(), kind: $0.u32(),
        name: $0.text(), facing: $0.u8())
    }
    snapshot.move = list { EntityMove(slot: $0.u32(), x: $0.u32(), y: $0.u32()) }
    snapshot.vanish = list { $0.u32() }
    return snapshot
  }
}
