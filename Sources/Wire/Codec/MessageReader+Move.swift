import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func moveAsk(_ m: Pangea__RegionMoveAsk) -> RegionMoveAsk {
    RegionMoveAsk(
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch), source: ShardID(m.source),
      archiveVersion: m.archive_version)
  }

  static func moveAnswer(_ m: Pangea__RegionMoveAnswer) -> RegionMoveAnswer {
    RegionMoveAnswer(
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch),
      verdict: RegionMoveAnswer.Verdict(rawValue: m.verdict.rawValue) ?? .unknown)
  }

  static func parcel(_ m: Pangea__RegionParcel) throws(WireError) -> RegionParcel {
    guard m.part < m.parts, m.parts <= Limits.parcelsMax else {
      throw .outOfRange(field: "parcel.part")
    }
    return RegionParcel(
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch), part: m.part, parts: m.parts,
      bytes: bytes(m.bytes))
  }

  static func running(_ m: Pangea__RegionRunning) -> RegionRunning {
    RegionRunning(region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch))
  }

  static func cargo(_ m: Pangea__RegionCargo) throws(WireError) -> RegionCargo {
    var cargo = RegionCargo(
      region: RegionID(rawValue: m.region), epoch: Epoch(m.epoch), stream: Epoch(m.stream))
    cargo.world = bytes(m.world)
    cargo.residents = try map(m.n_resident, m.resident, resident)
    cargo.attaches = try map(m.n_attach, m.attach, attach)
    cargo.departures = try map(m.n_departure, m.departure, departure)
    cargo.accepts = try map(m.n_accept, m.accept, handoffAccept)
    cargo.refusals = try map(m.n_refuse, m.refuse, handoffRefuse)
    cargo.neighbours = try map(m.n_neighbour, m.neighbour, neighbour)
    cargo.labels = try map(m.n_label, m.label, label)
    cargo.delay = m.delay
    return cargo
  }

  private static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
    Array(UnsafeBufferPointer(start: data.data, count: data.len))
  }

  private static func resident(
    _ m: Pangea__ResidentCargo
  ) throws(WireError) -> RegionCargo.Resident {
    var resident = RegionCargo.Resident(
      session: session(m.character, m.generation, m.gateway),
      sequence: HandoffSequence(m.sequence), valueVersion: ValueVersion(m.value_version),
      counters: InputCounters(
        lastInput: InputSequence(m.last_input), applied: m.applied, gaps: m.gaps,
        duplicates: m.duplicates),
      waiting: try map(m.n_waiting, m.waiting, input),
      name: try text(m.name, max: Limits.nameBytesMax, "resident.name"),
      corrections: m.corrections)
    resident.orders = try orderMarks(m.n_order, m.order)
    return resident
  }

  private static func departure(_ m: Pangea__DepartureCargo) -> RegionCargo.Departure {
    RegionCargo.Departure(
      character: CharacterID(m.character), region: RegionID(rawValue: m.region),
      sequence: HandoffSequence(m.sequence), isUnclaimed: m.unclaimed != 0)
  }

  private static func neighbour(
    _ m: Pangea__NeighbourCargo
  ) throws(WireError) -> RegionCargo.Neighbour {
    let pairs = UnsafeBufferPointer(start: m.ghost, count: m.n_ghost)
    guard pairs.count.isMultiple(of: 2) else { throw .outOfRange(field: "neighbour.ghost") }
    var ghosts: [RegionCargo.Neighbour.Ghost] = []
    for index in stride(from: 0, to: pairs.count, by: 2) {
      ghosts.append(
        .init(slot: try number(pairs[index], "neighbour.ghost"), entity: pairs[index + 1]))
    }
    return RegionCargo.Neighbour(
      region: RegionID(rawValue: m.region), effects: try map(m.n_effect, m.effect, effect),
      effectsCounter: m.effects_counter, peerStream: Epoch(m.peer_stream),
      heardStream: Epoch(m.heard_stream), heardCounter: m.heard_counter, ghosts: ghosts)
  }

  private static func label(_ m: Pangea__LabelCargo) throws(WireError) -> RegionCargo.Label {
    RegionCargo.Label(
      entity: m.entity, name: try text(m.name, max: Limits.nameBytesMax, "label.name"),
      sequence: HandoffSequence(m.sequence))
  }
}
