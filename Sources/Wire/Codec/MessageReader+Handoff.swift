import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func handoffOffer(_ m: Pangea__HandoffOffer) throws(WireError) -> HandoffOffer {
    guard let state = m.state else { throw .bodyMissing }
    return HandoffOffer(
      id: handoff(m.source, m.source_epoch, m.counter), target: RegionID(rawValue: m.target),
      targetEpoch: Epoch(m.target_epoch), session: session(m.character, m.generation, m.gateway),
      sequence: HandoffSequence(m.sequence), valueVersion: ValueVersion(m.value_version),
      state: try characterState(state.pointee), effectsCounter: m.effects_counter,
      trace: try trace(m.trace, "handoff.trace"))
  }

  private static func handoff(_ source: UInt32, _ epoch: UInt64, _ counter: UInt64) -> HandoffID {
    HandoffID(source: RegionID(rawValue: source), epoch: Epoch(epoch), counter: counter)
  }

  private static func characterState(
    _ m: Pangea__CharacterState
  ) throws(WireError) -> CharacterState {
    guard let input = m.motion, let motion = try self.motion(input.pointee) else {
      throw .bodyMissing
    }
    var state = CharacterState(
      character: CharacterID(m.character),
      name: try text(m.name, max: Limits.nameBytesMax, "state.name"),
      position: Position(x: m.x, y: m.y), facing: try number(m.facing, "state.facing"),
      kind: try number(m.kind, "state.kind"), speed: m.speed,
      motion: motion,
      counters: InputCounters(
        lastInput: InputSequence(m.last_input), applied: m.applied, gaps: m.gaps,
        duplicates: m.duplicates),
      waiting: try map(m.n_waiting, m.waiting, self.input), tick: Tick(m.tick),
      vitals: try m.vitals.map { (m) throws(WireError) in try vitals(m.pointee) },
      travelled: m.travelled != 0)
    state.orders = try orderMarks(m.n_order, m.order)
    return state
  }

  static func orderMarks(
    _ count: Int, _ marks: UnsafeMutablePointer<UnsafeMutablePointer<Pangea__OrderMark>?>?
  ) throws(WireError) -> [OrderMark] {
    guard count <= Limits.orderMarksMax else { throw .outOfRange(field: "state.order") }
    return try map(count, marks, orderMark)
  }

  private static func vitals(_ m: Pangea__Vitals) throws(WireError) -> CharacterVitals {
    let pairs = UnsafeBufferPointer(start: m.ready, count: m.n_ready)
    guard pairs.count.isMultiple(of: 2) else { throw .outOfRange(field: "vitals.ready") }
    return CharacterVitals(
      health: m.health, healthMax: m.health_max, mana: m.mana, manaMax: m.mana_max,
      level: m.level, experience: m.experience, kills: m.kills,
      ready: stride(from: 0, to: pairs.count, by: 2).map {
        CharacterVitals.Ready(skill: pairs[$0], at: Tick(pairs[$0 + 1]))
      },
      respawnAt: m.respawn == 0 ? nil : Tick(m.respawn),
      foughtAt: m.fought == 0 ? nil : Tick(m.fought))
  }

  static func handoffAccept(_ m: Pangea__HandoffAccept) -> HandoffAccept {
    HandoffAccept(
      id: handoff(m.source, m.source_epoch, m.counter), character: CharacterID(m.character),
      sequence: HandoffSequence(m.sequence), target: RegionID(rawValue: m.target),
      targetEpoch: Epoch(m.target_epoch))
  }

  static func handoffRefuse(_ m: Pangea__HandoffRefuse) -> HandoffRefuse {
    HandoffRefuse(
      id: handoff(m.source, m.source_epoch, m.counter), character: CharacterID(m.character),
      sequence: HandoffSequence(m.sequence), target: RegionID(rawValue: m.target),
      targetEpoch: Epoch(m.target_epoch),
      reason: HandoffRefuse.Reason(rawValue: m.reason.rawValue) ?? .unknown, place: m.place)
  }
}
