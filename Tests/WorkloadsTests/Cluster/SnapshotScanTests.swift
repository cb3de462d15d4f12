import CWorkloads
import Model
import NIOCore
import Testing
import Wire

/// The scan in C counts what the house's own reader counts, on bytes of the house's own writer.
@Suite struct LoadSnapshotScanTests {
  private static let scope = SlotScope(
    region: RegionID(map: MapID(1), column: 1, row: 2), epoch: Epoch(3), shard: ShardID(2),
    grid: RegionGrid(map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 480))

  @Test(arguments: UInt64(1)...20) func countsWhatIsInASnapshot(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var seen = sight()
    defer { sight_release(&seen) }
    var scan = snapshot_scan()
    var known = KnownSlots()
    for tick in 1...40 as ClosedRange<UInt64> {
      let snapshot = Self.snapshot(tick, &random)
      var frame = ByteBuffer()
      ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
      let expected = try SnapshotScan(frame, known: &known)
      let isRead = Self.body(frame).withUnsafeBufferPointer {
        snapshot_scan_read($0.baseAddress, $0.count, tick, &seen, &scan, nil, nil)
      }
      #expect(isRead)
      #expect(scan.tick == snapshot.tick.rawValue)
      #expect(scan.has_scope == (snapshot.scope != nil))
      #expect(Int(scan.appeared) == expected.appeared)
      #expect(Int(scan.moved) == expected.moved)
      #expect(Int(scan.vanished) == expected.vanished)
      #expect(Int(scan.unknown) == expected.unknown)
      #expect(Int(seen.visible) == known.count)
      if let own = snapshot.own {
        #expect(scan.has_own && scan.x == own.position.x && scan.y == own.position.y)
        #expect(scan.last_input == own.counters.lastInput.rawValue)
        #expect(scan.sequence == own.sequence.rawValue)
      }
    }
    #expect(scan.shard == 2 && scan.region == Self.scope.region.rawValue && scan.steps == 8)
    #expect(scan.origin_x == Self.scope.originX && scan.origin_y == Self.scope.originY)
  }

  @Test(arguments: UInt64(1)...20) func cutAndBrokenBytesDoNoHarm(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var seen = sight()
    defer { sight_release(&seen) }
    for tick in 1...200 as ClosedRange<UInt64> {
      var frame = ByteBuffer()
      ClientCodec.encode(ServerMessage.snapshot(Self.snapshot(tick, &random)), to: &frame)
      var bytes = Self.body(frame)
      bytes[Int(random.below(UInt32(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
      bytes.removeLast(Int(random.below(UInt32(bytes.count))))
      var scan = snapshot_scan()
      // An array of just these bytes: reading past them is found by the sanitizers.
      _ = bytes.withUnsafeBufferPointer {
        snapshot_scan_read($0.baseAddress, $0.count, tick, &seen, &scan, nil, nil)
      }
      #expect(seen.visible <= 65_536)
    }
  }

  /// The snapshot alone, without the frame's tag and length.
  private static func body(_ frame: ByteBuffer) -> [UInt8] {
    let bytes = Array(frame.readableBytesView)
    var start = 1
    while bytes[start] >= 0x80 { start += 1 }
    return Array(bytes[(start + 1)...])
  }

  private static func snapshot(_ tick: UInt64, _ random: inout SeededGenerator) -> Snapshot {
    func slot() -> UInt32 { random.below(600) }
    var snapshot = Snapshot(tick: Tick(tick << 30))
    if tick == 1 || random.below(10) == 0 { snapshot.scope = scope }
    if random.below(8) > 0 {
      snapshot.own = OwnState(
        position: Position(
          x: Fixed(random.below(1 << 20)) - (1 << 18), y: Fixed(random.below(1 << 20))),
        counters: InputCounters(lastInput: InputSequence(tick), applied: tick),
        sequence: HandoffSequence(UInt64(random.below(1 << 20))), facing: 3)
    }
    for _ in 0..<random.below(20) {
      snapshot.appear.append(
        EntityAppear(
          slot: slot(), entity: UInt64(random.next()), x: random.below(16_384),
          y: random.below(16_384), kind: 1, name: "Bo", facing: 3))
    }
    for _ in 0..<random.below(60) {
      snapshot.move.append(
        EntityMove(slot: slot(), x: random.below(16_384), y: random.below(16_384)))
    }
    for _ in 0..<random.below(10) { snapshot.vanish.append(slot()) }
    return snapshot
  }
}
