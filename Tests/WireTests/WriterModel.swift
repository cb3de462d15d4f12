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

  init(scope: SlotScope) { self.scope = scope }

  mutating func beginTick(_ tick: Tick) {
    self.tick = tick
    moved = [:]
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
        name: random.text(), facing: facing)
      writer.setEntity(
        slot: slot, entity: entity.entity, kind: UInt8(entity.kind), name: entity.name,
        position: position, facing: facing)
      entities[slot] = entity
      moved[slot] = nil
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

    var packed = ByteBuffer()
    ClientCodec.encode(.snapshot(expected), to: &packed)
    var written = ByteBuffer()
    let count = writer.write(
      includesScope: includesScope, own: expected.own, appear: appear.span, move: visible.span,
      vanish: vanish.span, into: &written)
    #expect(written == packed)
    #expect(count == packed.readableBytes)
    #expect(try ClientCodec.decodeServer(written) == .snapshot(expected))

    var output = random.output()
    output.frame = packed
    var mesh = ByteBuffer()
    writer.append(
      OutputHeader(output), includesScope: includesScope, own: expected.own, appear: appear.span,
      move: visible.span, vanish: vanish.span, to: &mesh)
    #expect(try ClusterCodec.decode(frame: mesh) == [.output(output)])
  }
}
