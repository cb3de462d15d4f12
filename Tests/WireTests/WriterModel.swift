import Model
import NIOCore
import Testing

@testable import Wire

/// What a `SnapshotWriter` should know, kept as plain values.
struct WriterModel {
  private let scope: SlotScope
  private var tick = Tick(0)
  private var entities: [UInt16: EntityAppear] = [:]
  private var moved: [UInt16: EntityMove] = [:]
  private var changed: Set<UInt16> = []
  private var events: [EntityEvent] = []

  init(scope: SlotScope) { self.scope = scope }

  mutating func beginTick(_ tick: Tick) {
    self.tick = tick
    moved = [:]
    changed = []
    events = []
  }

  /// Lets something happen, here and in the writer.
  mutating func happen(_ writer: inout SnapshotWriter, _ random: inout RandomMessage) {
    let event = random.event()
    #expect(Int(writer.addEvent(event)) == events.count)
    events.append(event)
  }

  /// Lets the condition of somebody change, here and in the writer.
  mutating func hurt(_ writer: inout SnapshotWriter, _ random: inout RandomMessage) {
    guard let slot = entities.keys.min() else { return }
    let condition = EntityCondition(
      health: random.u8(), level: UInt32(random.u32() & 0xFFFF), state: UInt32(random.u8()))
    writer.setVitals(
      slot: slot, health: condition.health, level: UInt16(condition.level),
      state: UInt8(condition.state), isNew: false)
    entities[slot]?.condition = condition
    changed.insert(slot)
  }

  /// Lets an entity enter or move, here and in the writer.
  mutating func change(_ writer: inout SnapshotWriter, _ random: inout RandomMessage) {
    let slot = UInt16(random.random.below(random.bool() ? 200 : 4096))
    let position = random.position()
    let facing = random.u8()
    let (x, y) = scope.quantise(position)
    if var known = entities[slot], random.random.below(4) > 0 {
      writer.setMove(slot: slot, position: position, facing: facing)
      known.x = x
      known.y = y
      known.facing = facing
      entities[slot] = known
      moved[slot] = EntityMove(slot: UInt32(slot), x: x, y: y)
    } else {
      let entity = EntityAppear(
        slot: UInt32(slot), entity: random.u64(), x: x, y: y, kind: UInt32(random.u8()),
        name: random.text(), facing: facing, definition: random.u32() & 0xFFFF,
        condition: EntityCondition(health: random.u8(), level: 7, state: 2))
      writer.setEntity(
        slot: slot, entity: entity.entity, kind: UInt8(entity.kind),
        definition: UInt16(entity.definition), name: entity.name, position: position,
        facing: facing)
      writer.setVitals(
        slot: slot, health: entity.condition.health, level: 7, state: 2, isNew: true)
      entities[slot] = entity
      moved[slot] = nil
      changed.remove(slot)
    }
  }

  /// Writes a random client's snapshot in three ways.
  func checkSnapshot(_ writer: inout SnapshotWriter, _ random: inout RandomMessage) throws {
    let known = entities.keys.sorted()
    let appear = known.filter { _ in random.random.below(8) == 0 }
    let visible = known.filter { _ in random.random.below(2) == 0 }
    let vanish = (0..<random.random.below(10)).map { _ in UInt16(random.random.below(4096)) }
    var expected = Snapshot(tick: tick)
    let includesScope = random.bool()
    if includesScope { expected.scope = scope }
    expected.own = random.snapshot().own
    expected.appear = appear.compactMap { entities[$0] }
    expected.move = visible.compactMap { moved[$0] }
    expected.vanish = vanish.map(UInt32.init)
    expected.vitals = visible.compactMap { slot in
      guard changed.contains(slot), let entity = entities[slot] else { return nil }
      return EntityVitals(slot: UInt32(slot), condition: entity.condition)
    }
    let told = events.indices.filter { _ in random.bool() }.map(UInt16.init)
    expected.events = told.map { events[Int($0)] }

    var packed = ByteBuffer()
    ClientCodec.encode(.snapshot(expected), to: &packed)
    var written = ByteBuffer()
    let count = writer.write(
      includesScope: includesScope, own: expected.own, appear: appear.span, move: visible.span,
      vanish: vanish.span, events: told.span, into: &written)
    #expect(written == packed)
    #expect(count == packed.readableBytes)
    #expect(try ClientCodec.decodeServer(written) == .snapshot(expected))

    var output = random.output()
    output.frame = packed
    var mesh = ByteBuffer()
    writer.append(
      OutputHeader(output), includesScope: includesScope, own: expected.own, appear: appear.span,
      move: visible.span, change: visible.span, vanish: vanish.span, events: told.span, to: &mesh)
    #expect(try ClusterCodec.decode(frame: mesh) == [.output(output)])
  }
}
