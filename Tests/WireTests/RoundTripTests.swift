import Model
import NIOCore
import Testing

@testable import Wire

@Suite struct RoundTripTests {
  @Test(arguments: UInt64(1)...50) func batchesComeBackInOrder(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    let messages = (0..<40).map { _ in random.cluster() }
    var frame = ByteBuffer()
    for message in messages { ClusterCodec.append(message, to: &frame) }
    #expect(try ClusterCodec.decode(frame: frame) == messages)

    // Two batches one after the other are one batch.
    var twice = frame
    twice.writeImmutableBuffer(frame)
    #expect(try ClusterCodec.decode(frame: twice) == messages + messages)
  }

  @Test(arguments: UInt64(1)...50) func outputsByHandAreWhatProtobufWrites(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<40 {
      let output = random.output()
      var byHand = ByteBuffer()
      ClusterCodec.append(.output(output), to: &byHand)
      var packed = ByteBuffer()
      ClusterCodec.appendPacked(.output(output), to: &packed)
      #expect(byHand == packed)

      _ = packed.readVarint()
      _ = packed.readVarint()
      #expect(OutputReader.read(packed) == output)
      #expect(try ClusterCodec.decodePacked(packed) == .output(output))
    }
  }

  @Test(arguments: UInt64(1)...40) func readingInPlaceAgreesWithProtobuf(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    var agreed = 0
    for _ in 0..<100 {
      var message = ByteBuffer()
      ClusterCodec.appendPacked(.output(random.output()), to: &message)
      _ = message.readVarint()
      _ = message.readVarint()
      let at = message.readerIndex + Int(random.random.below(UInt32(message.readableBytes)))
      message.setInteger(random.u8(), at: at)
      guard let inPlace = OutputReader.read(message) else { continue }
      #expect(try ClusterCodec.decodePacked(message) == .output(inPlace))
      agreed += 1
    }
    #expect(agreed > 0)
  }

  @Test(arguments: UInt64(1)...50) func snapshotsComeBack(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<20 {
      let message = ServerMessage.snapshot(random.snapshot())
      var frame = ByteBuffer()
      ClientCodec.encode(message, to: &frame)
      #expect(try ClientCodec.decodeServer(frame) == message)
    }
  }

  @Test(arguments: UInt64(1)...20) func inputsComeBack(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<50 {
      let message = ClientMessage.input(random.input())
      var frame = ByteBuffer()
      ClientCodec.encode(message, to: &frame)
      #expect(try ClientCodec.decodeClient(frame) == message)
    }
  }

  @Test func threadsDoNotShareMemory() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in UInt64(1)...8 {
        group.addTask {
          for _ in 0..<20 { try batchesComeBackInOrder(seed: seed) }
        }
      }
      try await group.waitForAll()
    }
  }
}
