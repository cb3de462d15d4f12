import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func ghostBatch(_ m: GhostBatch) -> UnsafeMutablePointer<Pangea__GhostBatch> {
    let message = make(pangea__ghost_batch__init)
    message.pointee.source = m.source.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.target = m.target.rawValue
    message.pointee.counter = m.counter
    message.pointee.full = m.isFull ? 1 : 0
    message.pointee.tick = m.tick.rawValue
    message.pointee.n_appear = m.appear.count
    message.pointee.appear = messages(m.appear, ghostAppear)
    message.pointee.n_move = 4 * m.move.count
    message.pointee.move = numbers(4 * m.move.count) { numbers in
      for (index, move) in m.move.enumerated() {
        numbers[4 * index] = Int32(truncatingIfNeeded: move.slot)
        numbers[4 * index + 1] = move.position.x
        numbers[4 * index + 2] = move.position.y
        numbers[4 * index + 3] = Int32(move.facing)
      }
    }
    message.pointee.n_vanish = m.vanish.count
    message.pointee.vanish = numbers(m.vanish.count) { numbers in
      for (index, slot) in m.vanish.enumerated() { numbers[index] = slot }
    }
    message.pointee.heard = m.heard
    message.pointee.n_vitals = 4 * m.vitals.count
    message.pointee.vitals = numbers(4 * m.vitals.count) { numbers in
      for (index, vitals) in m.vitals.enumerated() {
        numbers[4 * index] = vitals.slot
        numbers[4 * index + 1] = UInt32(vitals.condition.health)
        numbers[4 * index + 2] = vitals.condition.level
        numbers[4 * index + 3] = vitals.condition.state
      }
    }
    message.pointee.n_event = m.events.count
    message.pointee.event = messages(m.events, event)
    message.pointee.n_effect = m.effects.count
    message.pointee.effect = messages(m.effects, effect)
    message.pointee.effects_heard = m.effectsHeard
    message.pointee.effects_epoch = m.effectsEpoch.rawValue
    message.pointee.effects_heard_epoch = m.effectsHeardEpoch.rawValue
    message.pointee.stream = m.stream == m.epoch ? 0 : m.stream.rawValue
    message.pointee.n_word = m.words.count
    message.pointee.word = messages(m.words, word)
    return message
  }

  func effect(_ effect: BorderEffect) -> UnsafeMutablePointer<Pangea__BorderEffect> {
    let message = make(pangea__border_effect__init)
    message.pointee.counter = effect.counter
    message.pointee.source = effect.source
    message.pointee.target = effect.target
    message.pointee.skill = effect.skill
    message.pointee.kind = Pangea__BorderEffectKind(rawValue: effect.kind.rawValue)
    message.pointee.amount = effect.amount
    message.pointee.level = effect.level
    message.pointee.hops = effect.hops
    message.pointee.x = effect.origin.x
    message.pointee.y = effect.origin.y
    message.pointee.element = effect.element
    return message
  }

  private func word(_ word: NearbyWord) -> UnsafeMutablePointer<Pangea__NearbyWord> {
    let message = make(pangea__nearby_word__init)
    message.pointee.character = word.character.rawValue
    message.pointee.name = text(word.name, max: Limits.nameBytesMax)
    message.pointee.text = text(word.text, max: Limits.chatBytesMax)
    message.pointee.x = word.position.x
    message.pointee.y = word.position.y
    return message
  }

  private func ghostAppear(_ ghost: GhostAppear) -> UnsafeMutablePointer<Pangea__GhostAppear> {
    let message = make(pangea__ghost_appear__init)
    message.pointee.slot = ghost.slot
    message.pointee.entity = ghost.entity
    message.pointee.x = ghost.position.x
    message.pointee.y = ghost.position.y
    message.pointee.facing = UInt32(ghost.facing)
    message.pointee.kind = UInt32(ghost.kind)
    message.pointee.name = text(ghost.name, max: Limits.nameBytesMax)
    message.pointee.sequence = ghost.sequence.rawValue
    message.pointee.definition = ghost.definition
    message.pointee.level = ghost.condition.level
    message.pointee.health = UInt32(ghost.condition.health)
    message.pointee.state = ghost.condition.state
    return message
  }
}
