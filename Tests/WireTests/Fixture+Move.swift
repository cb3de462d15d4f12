import Model
import Wire

/// A region on its way to another shard.
extension Fixture {
  private static let moving = RegionID(rawValue: 65793)
  private static let other = RegionID(rawValue: 65794)
  private static let wanderer = CharacterID(34)

  static let move: [Fixture] = [
    Fixture(
      "RegionMoveAsk",
      .moveAsk(
        RegionMoveAsk(region: moving, epoch: Epoch(5), source: ShardID(2), archiveVersion: 1))),
    Fixture(
      "RegionMoveAnswer",
      .moveAnswer(RegionMoveAnswer(region: moving, epoch: Epoch(5), verdict: .draining))),
    Fixture(
      "RegionParcel",
      .parcel(
        RegionParcel(region: moving, epoch: Epoch(5), part: 1, parts: 2, bytes: [1, 2, 255]))),
    Fixture("RegionRunning", .running(RegionRunning(region: moving, epoch: Epoch(6)))),
    Fixture("GhostBatchMoved", .ghostBatch(movedBatch)),
    Fixture("CargoFull", .cargo(cargo)),
    Fixture(
      "CargoEmpty", .cargo(RegionCargo(region: moving, epoch: Epoch(5), stream: Epoch(5)))),
    Fixture("CargoDelayed", .cargo(delayedCargo)),
  ]

  private static var movedBatch: GhostBatch {
    var batch = GhostBatch(
      source: moving, epoch: Epoch(5), target: other, counter: 12346, isFull: false,
      tick: Tick(35_800_000_002), heard: 0)
    batch.stream = Epoch(3)
    return batch
  }

  private static var delayedCargo: RegionCargo {
    var cargo = RegionCargo(region: moving, epoch: Epoch(5), stream: Epoch(5))
    cargo.delay = 1_200
    return cargo
  }

  private static var cargo: RegionCargo {
    var cargo = RegionCargo(region: moving, epoch: Epoch(5), stream: Epoch(3))
    let session = SessionAddress(
      character: wanderer, generation: SessionGeneration(3), gateway: GatewayID(1))
    cargo.world = [1, 0, 255]
    cargo.residents = [
      RegionCargo.Resident(
        session: session, sequence: HandoffSequence(7), valueVersion: ValueVersion(2),
        counters: InputCounters(
          lastInput: InputSequence(90), applied: 88, gaps: 2, duplicates: 1),
        waiting: [PlayerInput(sequence: InputSequence(92), motion: .stand)], name: "Wanderer",
        corrections: 4)
    ]
    cargo.attaches = [
      Attach(
        session: session, region: moving, epoch: Epoch(5), sequenceSeen: HandoffSequence(7),
        inputBase: InputSequence(91))
    ]
    cargo.departures = [
      RegionCargo.Departure(
        character: CharacterID(35), region: other, sequence: HandoffSequence(8),
        isUnclaimed: true)
    ]
    cargo.accepts = [
      HandoffAccept(
        id: handoff(9), character: wanderer, sequence: HandoffSequence(7), target: moving,
        targetEpoch: Epoch(5))
    ]
    cargo.refusals = [
      HandoffRefuse(
        id: handoff(8), character: wanderer, sequence: HandoffSequence(7), target: moving,
        targetEpoch: Epoch(5), reason: .full)
    ]
    cargo.neighbours = [
      RegionCargo.Neighbour(
        region: other,
        effects: [
          BorderEffect(
            counter: 4, source: 34, target: 35, skill: 0, kind: .heal, amount: 3, level: 0, hops: 0,
            origin: Position(x: 1, y: 2), element: 0)
        ], effectsCounter: 4, peerStream: Epoch(2), heardStream: Epoch(6), heardCounter: 11,
        ghosts: [.init(slot: 1, entity: 34), .init(slot: 7, entity: 35)])
    ]
    cargo.labels = [
      RegionCargo.Label(entity: 34, name: "Wanderer", sequence: HandoffSequence(7))
    ]
    return cargo
  }

  private static func handoff(_ counter: UInt64) -> HandoffID {
    HandoffID(source: other, epoch: Epoch(5), counter: counter)
  }
}
