import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func snapshot(_ snapshot: Snapshot) -> UnsafeMutablePointer<Pangea__Snapshot> {
    let message = make(pangea__snapshot__init)
    message.pointee.tick = snapshot.tick.rawValue
    message.pointee.scope = snapshot.scope.map(scope)
    message.pointee.own = snapshot.own.map(ownState)
    message.pointee.n_appear = snapshot.appear.count
    message.pointee.appear = messages(snapshot.appear, appear)
    message.pointee.n_move = 3 * snapshot.move.count
    message.pointee.move = numbers(3 * snapshot.move.count) { numbers in
      for (index, move) in snapshot.move.enumerated() {
        numbers[3 * index] = move.slot
        numbers[3 * index + 1] = move.x
        numbers[3 * index + 2] = move.y
      }
    }
    message.pointee.n_vanish = snapshot.vanish.count
    message.pointee.vanish = numbers(snapshot.vanish.count) { numbers in
      for (index, slot) in snapshot.vanish.enumerated() { numbers[index] = slot }
    }
    message.pointee.n_vitals = 4 * snapshot.vitals.count
    message.pointee.vitals = numbers(4 * snapshot.vitals.count) { numbers in
      for (index, vitals) in snapshot.vitals.enumerated() {
        numbers[4 * index] = vitals.slot
        numbers[4 * index + 1] = UInt32(vitals.condition.health)
        numbers[4 * index + 2] = vitals.condition.level
        numbers[4 * index + 3] = vitals.condition.state
      }
    }
    message.pointee.n_event = snapshot.events.count
    message.pointee.event = messages(snapshot.events, event)
    return message
  }

  private func scope(_ scope: SlotScope) -> UnsafeMutablePointer<Pangea__Scope> {
    let message = make(pangea__scope__init)
    message.pointee.region = scope.region.rawValue
    message.pointee.epoch = scope.epoch.rawValue
    message.pointee.origin_x = scope.originX
    message.pointee.origin_y = scope.originY
    message.pointee.steps = scope.steps
    message.pointee.shard = scope.shard.rawValue
    return message
  }

  private func ownState(_ own: OwnState) -> UnsafeMutablePointer<Pangea__OwnState> {
    let message = make(pangea__own_state__init)
    message.pointee.x = own.position.x
    message.pointee.y = own.position.y
    message.pointee.last_input = own.counters.lastInput.rawValue
    message.pointee.applied = own.counters.applied
    message.pointee.gaps = own.counters.gaps
    message.pointee.duplicates = own.counters.duplicates
    message.pointee.sequence = own.sequence.rawValue
    message.pointee.facing = UInt32(own.facing)
    if let vitals = own.vitals { set(vitals, of: message) }
    return message
  }

  private func set(_ vitals: OwnVitals, of message: UnsafeMutablePointer<Pangea__OwnState>) {
    message.pointee.health = vitals.health
    message.pointee.health_max = max(1, vitals.healthMax)
    message.pointee.mana = vitals.mana
    message.pointee.mana_max = vitals.manaMax
    message.pointee.level = vitals.level
    message.pointee.experience = vitals.experience
    message.pointee.experience_next = vitals.experienceNext
    message.pointee.kills = vitals.kills
    message.pointee.state = vitals.state
    message.pointee.respawn_ms = vitals.respawnMilliseconds
    message.pointee.n_cooldown = 2 * vitals.cooldowns.count
    message.pointee.cooldown = numbers(2 * vitals.cooldowns.count) { numbers in
      for (index, cooldown) in vitals.cooldowns.enumerated() {
        numbers[2 * index] = cooldown.skill
        numbers[2 * index + 1] = cooldown.milliseconds
      }
    }
    message.pointee.speed = vitals.speed
    message.pointee.corrections = vitals.corrections
    message.pointee.time_percent = vitals.timePercent == 100 ? 0 : vitals.timePercent
  }

  func event(_ event: EntityEvent) -> UnsafeMutablePointer<Pangea__Event> {
    let message = make(pangea__event__init)
    message.pointee.kind = Pangea__EventKind(rawValue: event.kind.rawValue)
    message.pointee.source = event.source
    message.pointee.target = event.target
    message.pointee.amount = event.amount
    message.pointee.skill = event.skill
    return message
  }

  private func appear(_ appear: EntityAppear) -> UnsafeMutablePointer<Pangea__Appear> {
    let message = make(pangea__appear__init)
    message.pointee.slot = appear.slot
    message.pointee.entity = appear.entity
    message.pointee.x = appear.x
    message.pointee.y = appear.y
    message.pointee.kind = appear.kind
    message.pointee.name = text(appear.name, max: Limits.nameBytesMax)
    message.pointee.facing = UInt32(appear.facing)
    message.pointee.definition = appear.definition
    message.pointee.level = appear.condition.level
    message.pointee.health = UInt32(appear.condition.health)
    message.pointee.state = appear.condition.state
    return message
  }
}
