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
    return message
  }
}
