import Model
import NIOCore
import Wire

extension Fixture {
  static let all = client + server + session + neighbour + move + value + operation + trace

  /// Those that are frames of a link.
  static let framed = all.filter {
    if case .cargo = $0.value { false } else { true }
  }

  private static let character = CharacterID(34)
  private static let generation = SessionGeneration(3)
  private static let epoch = Epoch(5)
  private static let sequence = HandoffSequence(7)
  private static let address = SessionAddress(
    character: character, generation: generation, gateway: GatewayID(1))
  private static let source = RegionID(rawValue: 65793)
  private static let origin = RegionID(rawValue: 0)

  private static let inputs = [
    input(91, .heading(dx: 1, dy: -1)), input(92, .target(Position(x: 256, y: 512))),
    input(93, .stand),
  ]

  static let session: [Fixture] = [
    Fixture(
      "MeshHello",
      .hello(
        MeshHello(
          node: .shard(ShardID(1)), incarnation: Incarnation(1_790_000_000_000_000),
          cluster: "pangea"))),
    Fixture(
      "Attach",
      .attach(
        Attach(
          session: address, region: region, epoch: epoch, sequenceSeen: sequence,
          inputBase: InputSequence(91), trace: context))),
    Fixture(
      "AttachRefused",
      .attachRefused(
        AttachRefused(
          character: character, generation: generation, region: region, epoch: epoch,
          reason: .storageAway))),
    Fixture("SessionInput", .input(sessionInput(region, inputs))),
    Fixture("SessionInputEmpty", .input(sessionInput(origin, []))),
    Fixture(
      "Output",
      .output(
        Output(
          character: character, generation: generation, sequence: sequence, region: region,
          epoch: epoch, lastInput: InputSequence(90),
          frame: ByteBuffer(bytes: [34, 6, 8, 1, 26, 2, 8, 2])))),
    Fixture(
      "Detached",
      .detached(
        Detached(
          character: character, generation: generation, sequence: sequence, region: region))),
    Fixture(
      "NotHere",
      .notHere(
        NotHere(character: character, generation: generation, region: region, epoch: epoch))),
    Fixture(
      "Moved",
      .moved(
        Moved(
          character: character, generation: generation, region: region,
          sequence: HandoffSequence(8)))),
    Fixture(
      "StaleEpoch",
      .staleEpoch(
        StaleEpoch(
          region: region, epoch: Epoch(6), character: character, generation: generation))),
    Fixture(
      "StaleEpochNobody",
      .staleEpoch(
        StaleEpoch(region: region, epoch: Epoch(6), character: nil, generation: nil))),
    Fixture("Leave", .leave(Leave(session: address, region: region, epoch: epoch))),
    Fixture("Left", .left(Left(character: character, generation: generation))),
    Fixture(
      "SessionProbe",
      .probe(
        SessionProbe(character: character, region: region, nonce: 77, gateway: GatewayID(1)))),
    Fixture(
      "SessionProbeReply",
      .probeReply(SessionProbeReply(character: character, region: region, nonce: 77, tick: tick))),
    Fixture(
      "SessionSay",
      .say(SessionSay(session: address, region: region, epoch: epoch, text: "hello"))),
    Fixture(
      "GatewayChat",
      .gatewayChat(
        GatewayChat(
          id: 9, gateway: GatewayID(2),
          line: ChatLine(
            channel: .whisper, character: character, name: "Wanderer", text: "hello", to: "A"),
          map: MapID(1)))),
    Fixture("GatewayChatHeard", .gatewayChatHeard(GatewayChatHeard(id: 9, to: "A"))),
    Fixture("Batch", .cluster([left(1), batchedOutput, left(3)])),
  ]

  private static func sessionInput(_ region: RegionID, _ inputs: [PlayerInput]) -> SessionInput {
    SessionInput(
      session: address, region: region, epoch: epoch, base: InputSequence(91), inputs: inputs)
  }

  private static func left(_ character: UInt64) -> ClusterMessage {
    .left(Left(character: CharacterID(character), generation: SessionGeneration(1)))
  }

  private static let batchedOutput = ClusterMessage.output(
    Output(
      character: CharacterID(2), generation: SessionGeneration(1), sequence: HandoffSequence(1),
      region: origin, epoch: Epoch(1), lastInput: .none, frame: ByteBuffer(bytes: [34, 0])))
}

extension Fixture {
  private static let handoff = HandoffID(source: source, epoch: epoch, counter: 1001)

  private static let state = CharacterState(
    character: character, name: "Wanderer", position: Position(x: 524_287, y: -256), facing: 192,
    kind: 1, speed: 2048, motion: .heading(dx: 127, dy: 0),
    counters: InputCounters(lastInput: InputSequence(90), applied: 88, gaps: 2, duplicates: 1),
    waiting: [input(91, .stand), input(92, .heading(dx: -3, dy: 4))],
    tick: Tick(35_000_000_001))

  static let neighbour: [Fixture] = [
    Fixture(
      "HandoffOffer",
      .handoffOffer(
        HandoffOffer(
          id: handoff, target: region, targetEpoch: Epoch(6), session: address,
          sequence: HandoffSequence(8), valueVersion: ValueVersion(2), state: state,
          effectsCounter: 9, trace: context))),
    Fixture(
      "HandoffAccept",
      .handoffAccept(
        HandoffAccept(
          id: handoff, character: character, sequence: HandoffSequence(8), target: region,
          targetEpoch: Epoch(6)))),
    Fixture(
      "HandoffRefuse",
      .handoffRefuse(
        HandoffRefuse(
          id: handoff, character: character, sequence: HandoffSequence(8), target: region,
          targetEpoch: Epoch(7), reason: .staleTargetEpoch))),
    Fixture("GhostBatch", .ghostBatch(ghosts)),
    Fixture(
      "GhostBatchEmpty",
      .ghostBatch(
        GhostBatch(
          source: source, epoch: epoch, target: region, counter: 12346, isFull: false,
          tick: Tick(35_800_000_002), heard: 0))),
    Fixture("GhostBatchFight", .ghostBatch(fight)),
    Fixture(
      "HandoffOfferFighter",
      .handoffOffer(
        HandoffOffer(
          id: handoff, target: region, targetEpoch: Epoch(6), session: address,
          sequence: HandoffSequence(8), valueVersion: ValueVersion(2), state: fighter))),
    Fixture("StatusRequest", .statusRequest(StatusRequest(id: 5, admin: AdminID(1)))),
    Fixture("StatusReply", .statusReply(status)),
    Fixture("StatusReplySlow", .statusReply(slowStatus)),
  ]

  private static var fighter: CharacterState {
    var state = state
    state.motion = .stand
    state.waiting = [
      PlayerInput(
        sequence: InputSequence(91), motion: nil, deed: .use(skill: 1, entity: 7, dx: 0, dy: 0))
    ]
    state.vitals = CharacterVitals(
      health: 90, healthMax: 100, mana: 40, manaMax: 50, level: 3, experience: 120, kills: 4,
      ready: [CharacterVitals.Ready(skill: 1, at: Tick(35_000_000_010))],
      respawnAt: Tick(35_000_000_099), foughtAt: Tick(35_000_000_000))
    return state
  }

  private static var fight: GhostBatch {
    let creature: UInt64 = 1 << 63 | 1
    let condition = EntityCondition(health: 128, level: 5, state: 2)
    var batch = GhostBatch(
      source: source, epoch: epoch, target: region, counter: 12347, isFull: false, tick: tick,
      appear: [
        GhostAppear(
          slot: 3, entity: creature, position: Position(x: 1, y: 2), facing: 0, kind: 2, name: "",
          sequence: .none, definition: 3,
          condition: EntityCondition(health: 200, level: 5, state: 2))
      ], heard: 12344)
    batch.vitals = [EntityVitals(slot: 3, condition: condition)]
    batch.events = [EntityEvent(.heal, source: 34, target: 34, amount: 5, skill: 3)]
    batch.effects = [
      BorderEffect(
        counter: 1, source: 34, target: creature, skill: 2, kind: .damage, amount: 30, level: 3,
        hops: 1, origin: Position(x: -256, y: 512), element: 1)
    ]
    batch.effectsHeard = 4
    batch.effectsEpoch = Epoch(6)
    batch.effectsHeardEpoch = epoch
    batch.words = [
      NearbyWord(
        character: character, name: "Wanderer", text: "hello", position: Position(x: 256, y: -1))
    ]
    return batch
  }

  private static let ghosts = GhostBatch(
    source: source, epoch: epoch, target: region, counter: 12345, isFull: true, tick: tick,
    appear: [
      GhostAppear(
        slot: 3, entity: 34, position: Position(x: 524_287, y: -256), facing: 192, kind: 1,
        name: "Wanderer", sequence: sequence),
      GhostAppear(
        slot: 0, entity: 0, position: Position(x: 0, y: 0), facing: 0, kind: 0, name: "",
        sequence: .none),
    ],
    move: [
      GhostMove(slot: 0, position: Position(x: -1, y: 1), facing: 255),
      GhostMove(slot: 4095, position: Position(x: .max, y: .min), facing: 0),
    ], vanish: [5, 128], heard: 12344)

  private static var slowStatus: StatusReply {
    var reply = StatusReply(
      id: 6, node: .shard(ShardID(2)), incarnation: Incarnation(1_790_000_000_000_000))
    var slow = RegionStatus(region: region, epoch: epoch)
    slow.players = 900
    slow.farUpdateTicks = 8
    slow.timePercent = 25
    reply.regions = [slow]
    return reply
  }

  private static var status: StatusReply {
    var reply = StatusReply(
      id: 5, node: .gateway(GatewayID(2)), incarnation: Incarnation(1_790_000_000_000_000))
    reply.uptimeMilliseconds = 60000
    var busy = RegionStatus(region: region, epoch: epoch)
    busy.players = 100
    busy.ghosts = 20
    busy.tick = tick
    busy.tickP50Microseconds = 900
    busy.tickP99Microseconds = 2000
    busy.tickMaxMicroseconds = 9000
    busy.handoffsPending = 1
    reply.regions = [busy, RegionStatus(region: source, epoch: Epoch(1))]
    reply.sessions = 400
    reply.connections = 401
    reply.handoffsStarted = 10
    reply.handoffsCompleted = 8
    reply.handoffsRefused = 2
    reply.handoffsCrossShard = 4
    reply.memoryBytes = 100_000_000
    reply.cpuMilliseconds = 4000
    return reply
  }
}
