import Model
import NIOCore
import Testing

@testable import Wire

@Suite struct SnapshotWriterTests {
  static let grid = RegionGrid(
    map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 480)
  static let region = RegionID(map: MapID(1), column: 1, row: 2)
  static let scope = SlotScope(region: region, epoch: Epoch(3), shard: ShardID(2), grid: grid)

  @Test func everythingInSightHasTwoByteCoordinates() {
    let sight = Self.grid.bounds(of: Self.region).expanded(by: 512 * .one)
    #expect(Self.scope.quantise(Position(x: sight.minX, y: sight.minY)) == (0, 0))
    let end = Self.scope.quantise(Position(x: sight.maxX - 17, y: sight.maxY - 17))
    #expect(end == (16383, 16383))
    #expect(Self.scope.quantise(Position(x: .min, y: .min)) == (0, 0))
    #expect(Self.scope.quantise(Position(x: .max, y: .max)).x > 16383)
  }

  @Test(arguments: UInt64(1)...10) func quantisingIsRightToASixteenthOfAUnit(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bounds = Self.grid.bounds(of: Self.region)
    for _ in 0..<1000 {
      let place = Position(
        x: bounds.minX + Fixed(random.below(1024 * 256)),
        y: bounds.minY + Fixed(random.below(1024 * 256)))
      let (x, y) = Self.scope.quantise(place)
      let back = Self.scope.position(x: x, y: y)
      #expect(abs(back.x - place.x) <= 16 && abs(back.y - place.y) <= 16)
    }
  }

  /// Ticks of a random world, each snapshot compared with what protobuf-c writes.
  @Test(arguments: UInt64(1)...30) func writesWhatProtobufWrites(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    var model = WriterModel(scope: Self.scope)
    var writer = SnapshotWriter(scope: Self.scope)
    for tick in 1...20 as ClosedRange<UInt64> {
      model.beginTick(Tick(tick << 30))
      writer.beginTick(Tick(tick << 30))
      for _ in 0..<random.random.below(60) { model.change(&writer, &random) }
      for _ in 0..<random.random.below(3) { model.hurt(&writer, &random) }
      for _ in 0..<random.random.below(5) { model.happen(&writer, &random) }
      for _ in 0..<8 { try model.checkSnapshot(&writer, &random) }
    }
  }

  @Test func slotsThatDidNotMoveAreLeftOut() throws {
    var writer = SnapshotWriter(scope: Self.scope)
    let slots: [UInt16] = [1, 2, 300]
    for slot in slots {
      writer.setEntity(
        slot: slot, entity: UInt64(slot), kind: 0, name: "", position: Position(x: 0, y: 0),
        facing: 0)
    }
    writer.beginTick(Tick(1))
    writer.setMove(slot: 2, x: 5, y: 6, facing: 0)
    #expect(try moves(&writer, slots) == [EntityMove(slot: 2, x: 5, y: 6)])
    writer.setMove(slot: 2, x: 7, y: 8, facing: 0)
    #expect(try moves(&writer, slots) == [EntityMove(slot: 2, x: 7, y: 8)])
    writer.beginTick(Tick(2))
    #expect(try moves(&writer, slots).isEmpty)
  }

  private func moves(_ writer: inout SnapshotWriter, _ slots: [UInt16]) throws -> [EntityMove] {
    var frame = ByteBuffer()
    let none: [UInt16] = []
    writer.write(
      includesScope: false, own: nil, appear: none.span, move: slots.span, vanish: none.span,
      events: none.span, into: &frame)
    guard case .snapshot(let snapshot) = try ClientCodec.decodeServer(frame) else { return [] }
    return snapshot.move
  }

  /// What one entity in view costs in a tick in which all move: the aim is 6 bytes.
  @Test func aVisibleEntityTakesAboutSixBytes() throws {
    var random = SeededGenerator(seed: 1)
    var writer = SnapshotWriter(scope: Self.scope)
    writer.beginTick(Tick(35_800_000_001))
    for slot in 0..<400 as Range<UInt16> {
      writer.setMove(slot: slot, x: random.below(16384), y: random.below(16384), facing: 0)
    }
    let visible = (0..<42).map { _ in UInt16(random.below(400)) }
    let own = OwnState(
      position: Position(x: 500_000, y: 500_000),
      counters: InputCounters(lastInput: InputSequence(1000), applied: 1000),
      sequence: HandoffSequence(20), facing: 64)
    var frame = ByteBuffer()
    let none: [UInt16] = []
    writer.write(
      includesScope: false, own: own, appear: none.span, move: visible.span, vanish: none.span,
      events: none.span, into: &frame)
    // 36 bytes of frame, tick and own state beside them.
    #expect(frame.readableBytes <= 42 * 6 + 36)
  }
}
