import Model
import NIOCore
import Testing

@testable import Wire

@Suite struct SnapshotScanTests {
  @Test(arguments: UInt64(1)...40) func agreesWithTheWholeSnapshot(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    var known = KnownSlots()
    var slots: Set<UInt32> = []
    for _ in 0..<50 {
      var snapshot = random.snapshot()
      for index in snapshot.appear.indices { snapshot.appear[index].slot %= 200 }
      for index in snapshot.move.indices { snapshot.move[index].slot %= 200 }
      snapshot.vanish = snapshot.vanish.map { $0 % 200 }
      var frame = ByteBuffer()
      ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
      #expect(SnapshotScan.isSnapshot(frame))
      let scan = try SnapshotScan(frame, known: &known)

      if snapshot.scope != nil { slots = [] }
      slots.formUnion(snapshot.appear.map(\.slot))
      let moves = snapshot.move.count { !slots.contains($0.slot) }
      let vanished = snapshot.vanish.count { slots.remove($0) == nil }
      #expect(scan.tick == snapshot.tick)
      #expect(scan.scope == snapshot.scope)
      #expect(scan.own == snapshot.own)
      #expect(scan.events == snapshot.events)
      #expect(scan.appeared == snapshot.appear.count)
      #expect(scan.moved == snapshot.move.count)
      #expect(scan.vanished == snapshot.vanish.count)
      #expect(scan.unknown == moves + vanished)
      #expect((scan.unknownSlot == nil) == (scan.unknown == 0))
      #expect((0..<200).filter { known.contains($0) } == slots.sorted())
      #expect(known.count == slots.count)
      #expect(scan.visible == slots.count)
    }
  }

  @Test(arguments: UInt64(1)...20) func hostileBytesAreRefusedOrAgree(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<200 {
      var frame = ByteBuffer()
      ClientCodec.encode(ServerMessage.snapshot(random.snapshot()), to: &frame)
      let at = frame.readerIndex + Int(random.random.below(UInt32(frame.readableBytes)))
      frame.setInteger(random.u8(), at: at)
      var known = KnownSlots()
      guard let scan = try? SnapshotScan(frame, known: &known),
        case .snapshot(let snapshot)? = try? ClientCodec.decodeServer(frame)
      else { continue }
      #expect(scan.tick == snapshot.tick)
      #expect(scan.moved == snapshot.move.count)
      #expect(scan.own == snapshot.own)
    }
  }

  @Test(arguments: UInt64(1)...20) func aScopeBeginsAView(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for tick in [UInt64(0), 1, 34_000_000_000] {
      var snapshot = random.snapshot()
      snapshot.tick = Tick(tick)
      var frame = ByteBuffer()
      ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
      #expect(SnapshotScan.beginsView(frame) == (snapshot.scope != nil))
      for length in 0..<min(4, frame.readableBytes) {
        let cut = try #require(frame.getSlice(at: frame.readerIndex, length: length))
        #expect(!SnapshotScan.beginsView(cut), "of a broken frame nothing is believed")
      }
    }
    var other = ByteBuffer()
    ClientCodec.encode(ServerMessage.bye(reason: "done"), to: &other)
    #expect(!SnapshotScan.beginsView(other))
  }

  @Test func slotsBeyondTheTableAreRefused() {
    var known = KnownSlots()
    var snapshot = Snapshot(tick: Tick(1))
    snapshot.appear = [
      EntityAppear(slot: 65536, entity: 1, x: 0, y: 0, kind: 0, name: "", facing: 0)
    ]
    var frame = ByteBuffer()
    ClientCodec.encode(ServerMessage.snapshot(snapshot), to: &frame)
    #expect(throws: WireError.outOfRange(field: "appear.slot")) {
      try SnapshotScan(frame, known: &known)
    }
  }
}
