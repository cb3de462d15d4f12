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
    return message
  }
}
