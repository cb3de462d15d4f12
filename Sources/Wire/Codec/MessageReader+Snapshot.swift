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
      sequence: HandoffSequence(own.sequence), facing: try number(own.facing, "own.facing"))
  }

  private static func appear(_ appear: Pangea__Appear) throws(WireError) -> EntityAppear {
    EntityAppear(
      slot: appear.slot, entity: appear.entity, x: appear.x, y: appear.y, kind: appear.kind,
      name: try text(appear.name, max: Limits.nameBytesMax, "appear.name"),
      facing: try number(appear.facing, "appear.facing"))
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
