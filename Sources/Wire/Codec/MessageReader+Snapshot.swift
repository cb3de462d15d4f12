import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func snapshot(_ message: Pangea__Snapshot) throws(WireError) -> Snapshot {
    var snapshot = Snapshot(tick: Tick(message.tick))
    if let scope = message.scope { snapshot.scope = self.scope(scope.pointee) }
    if let own = message.own { snapshot.own = try ownState(own.pointee) }
    snapshot.appear = try map(message.n_appear, message.appear, appear)
    snapshot.move = try moves(UnsafeBufferPointer(start: message.move, count: message.n_move))
    snapshot.vanish = Array(UnsafeBufferPointer(start: message.vanish, count: message.n_vanish))
    snapshot.vitals = try vitals(
      UnsafeBufferPointer(start: message.vitals, count: message.n_vitals))
    snapshot.events = try map(message.n_event, message.event, event)
    return snapshot
  }

  private static func scope(_ scope: Pangea__Scope) -> SlotScope {
    SlotScope(
      region: RegionID(rawValue: scope.region), epoch: Epoch(scope.epoch), originX: scope.origin_x,
      originY: scope.origin_y, steps: scope.steps, shard: ShardID(scope.shard))
  }

  private static func ownState(_ own: Pangea__OwnState) throws(WireError) -> OwnState {
    OwnState(
      position: Position(x: own.x, y: own.y),
      counters: InputCounters(
        lastInput: InputSequence(own.last_input), applied: own.applied, gaps: own.gaps,
        duplicates: own.duplicates),
      sequence: HandoffSequence(own.sequence), facing: try number(own.facing, "own.facing"),
      vitals: own.health_max == 0 ? nil : try ownVitals(own))
  }

  private static func ownVitals(_ own: Pangea__OwnState) throws(WireError) -> OwnVitals {
    let pairs = UnsafeBufferPointer(start: own.cooldown, count: own.n_cooldown)
    guard pairs.count.isMultiple(of: 2) else { throw .outOfRange(field: "own.cooldown") }
    var vitals = OwnVitals()
    vitals.health = own.health
    vitals.healthMax = own.health_max
    vitals.mana = own.mana
    vitals.manaMax = own.mana_max
    vitals.level = own.level
    vitals.experience = own.experience
    vitals.experienceNext = own.experience_next
    vitals.kills = own.kills
    vitals.state = own.state
    vitals.respawnMilliseconds = own.respawn_ms
    vitals.cooldowns = stride(from: 0, to: pairs.count, by: 2).map {
      OwnVitals.Cooldown(skill: pairs[$0], milliseconds: pairs[$0 + 1])
    }
    vitals.speed = own.speed
    vitals.corrections = own.corrections
    if own.time_percent > 0 { vitals.timePercent = own.time_percent }
    return vitals
  }

  /// An event of a kind that this version does not know keeps its numbers.
  static func event(_ event: Pangea__Event) -> EntityEvent {
    EntityEvent(
      EntityEvent.Kind(rawValue: event.kind.rawValue) ?? .unknown, source: event.source,
      target: event.target, amount: event.amount, skill: event.skill)
  }

  /// Quadruples of slot, health, level and state.
  static func vitals(
    _ numbers: UnsafeBufferPointer<UInt32>
  ) throws(WireError) -> [EntityVitals] {
    guard numbers.count.isMultiple(of: 4) else { throw .outOfRange(field: "vitals") }
    var vitals: [EntityVitals] = []
    vitals.reserveCapacity(numbers.count / 4)
    for index in stride(from: 0, to: numbers.count, by: 4) {
      vitals.append(
        EntityVitals(
          slot: numbers[index],
          condition: EntityCondition(
            health: try number(numbers[index + 1], "vitals.health"), level: numbers[index + 2],
            state: numbers[index + 3])))
    }
    return vitals
  }

  private static func appear(_ appear: Pangea__Appear) throws(WireError) -> EntityAppear {
    EntityAppear(
      slot: appear.slot, entity: appear.entity, x: appear.x, y: appear.y, kind: appear.kind,
      name: try text(appear.name, max: Limits.nameBytesMax, "appear.name"),
      facing: try number(appear.facing, "appear.facing"), definition: appear.definition,
      condition: EntityCondition(
        health: try number(appear.health, "appear.health"), level: appear.level,
        state: appear.state))
  }

  private static func moves(_ numbers: UnsafeBufferPointer<UInt32>) throws(WireError)
    -> [EntityMove]
  {
    guard numbers.count.isMultiple(of: 3) else { throw .outOfRange(field: "snapshot.move") }
    return stride(from: 0, to: numbers.count, by: 3).map {
      EntityMove(slot: numbers[$0], x: numbers[$0 + 1], y: numbers[$0 + 2])
    }
  }
}
