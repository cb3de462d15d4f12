import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func handoffOffer(_ m: HandoffOffer) -> UnsafeMutablePointer<Pangea__HandoffOffer> {
    let message = make(pangea__handoff_offer__init)
    message.pointee.source = m.id.source.rawValue
    message.pointee.source_epoch = m.id.epoch.rawValue
    message.pointee.counter = m.id.counter
    message.pointee.target = m.target.rawValue
    message.pointee.target_epoch = m.targetEpoch.rawValue
    message.pointee.character = m.session.character.rawValue
    message.pointee.sequence = m.sequence.rawValue
    message.pointee.value_version = m.valueVersion.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.state = characterState(m.state)
    message.pointee.effects_counter = m.effectsCounter
    message.pointee.trace = trace(m.trace)
    return message
  }

  private func characterState(
    _ state: CharacterState
  ) -> UnsafeMutablePointer<Pangea__CharacterState> {
    let message = make(pangea__character_state__init)
    message.pointee.character = state.character.rawValue
    message.pointee.name = text(state.name, max: Limits.nameBytesMax)
    message.pointee.x = state.position.x
    message.pointee.y = state.position.y
    message.pointee.facing = UInt32(state.facing)
    message.pointee.kind = UInt32(state.kind)
    message.pointee.speed = state.speed
    message.pointee.motion = motion(state.motion)
    message.pointee.last_input = state.counters.lastInput.rawValue
    message.pointee.applied = state.counters.applied
    message.pointee.gaps = state.counters.gaps
    message.pointee.duplicates = state.counters.duplicates
    message.pointee.n_waiting = state.waiting.count
    message.pointee.waiting = messages(state.waiting, input)
    message.pointee.tick = state.tick.rawValue
    message.pointee.vitals = state.vitals.map(vitals)
    message.pointee.travelled = state.travelled ? 1 : 0
    message.pointee.n_order = state.orders.count
    message.pointee.order = messages(state.orders, orderMark)
    return message
  }

  private func vitals(_ vitals: CharacterVitals) -> UnsafeMutablePointer<Pangea__Vitals> {
    let message = make(pangea__vitals__init)
    message.pointee.health = vitals.health
    message.pointee.health_max = vitals.healthMax
    message.pointee.mana = vitals.mana
    message.pointee.mana_max = vitals.manaMax
    message.pointee.level = vitals.level
    message.pointee.experience = vitals.experience
    message.pointee.kills = vitals.kills
    message.pointee.n_ready = 2 * vitals.ready.count
    message.pointee.ready = numbers(2 * vitals.ready.count) { numbers in
      for (index, ready) in vitals.ready.enumerated() {
        numbers[2 * index] = ready.skill
        numbers[2 * index + 1] = ready.at.rawValue
      }
    }
    message.pointee.respawn = vitals.respawnAt?.rawValue ?? 0
    message.pointee.fought = vitals.foughtAt?.rawValue ?? 0
    return message
  }

  func handoffAccept(_ m: HandoffAccept) -> UnsafeMutablePointer<Pangea__HandoffAccept> {
    let message = make(pangea__handoff_accept__init)
    message.pointee.source = m.id.source.rawValue
    message.pointee.source_epoch = m.id.epoch.rawValue
    message.pointee.counter = m.id.counter
    message.pointee.character = m.character.rawValue
    message.pointee.sequence = m.sequence.rawValue
    message.pointee.target = m.target.rawValue
    message.pointee.target_epoch = m.targetEpoch.rawValue
    return message
  }

  func handoffRefuse(_ m: HandoffRefuse) -> UnsafeMutablePointer<Pangea__HandoffRefuse> {
    let message = make(pangea__handoff_refuse__init)
    message.pointee.source = m.id.source.rawValue
    message.pointee.source_epoch = m.id.epoch.rawValue
    message.pointee.counter = m.id.counter
    message.pointee.character = m.character.rawValue
    message.pointee.sequence = m.sequence.rawValue
    message.pointee.target = m.target.rawValue
    message.pointee.target_epoch = m.targetEpoch.rawValue
    message.pointee.reason = Pangea__HandoffRefusal(rawValue: m.reason.rawValue)
    message.pointee.place = m.place
    return message
  }
}
