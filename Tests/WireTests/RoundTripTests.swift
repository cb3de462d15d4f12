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

  /// The kinds of messages that are coded by hand: inputs as long as no trace is with them.
  private func plain(_ random: inout RandomMessage) -> ClusterMessage {
    switch random.random.below(4) {
    case 0: return .output(random.output())
    case 1:
      var input = random.sessionInput()
      input.trace = nil
      return .input(input)
    case 2:
      return .probe(
        SessionProbe(
          character: random.character(), region: random.region(), nonce: random.u64(),
          gateway: GatewayID(UInt32(truncatingIfNeeded: random.u64()))))
    default:
      return .probeReply(
        SessionProbeReply(
          character: random.character(), region: random.region(), nonce: random.u64(),
          tick: Tick(random.u64())))
    }
  }

  @Test(arguments: UInt64(1)...50) func byHandIsWhatProtobufWritesAndReads(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<40 {
      let message = plain(&random)
      var byHand = ByteBuffer()
      ClusterCodec.append(message, to: &byHand)
      var packed = ByteBuffer()
      ClusterCodec.appendPacked(message, to: &packed)
      #expect(byHand == packed)
      let (read, reference) = try readBothWays(&packed)
      #expect(read == (isRare(message) ? nil : message))
      #expect(reference == message)
    }
  }

  /// Left to protobuf-c, both ways.
  private func isRare(_ message: ClusterMessage) -> Bool {
    if case .input(let input) = message { input.wantsView } else { false }
  }

  /// Mutated bytes are read the same by hand and by protobuf-c, or left to protobuf-c.
  @Test(arguments: UInt64(1)...40) func readingInPlaceAgreesWithProtobuf(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    var agreed = 0
    for _ in 0..<100 {
      var frame = ByteBuffer()
      ClusterCodec.appendPacked(plain(&random), to: &frame)
      let at = frame.readerIndex + 3 + Int(random.random.below(UInt32(frame.readableBytes - 3)))
      frame.setInteger(random.u8(), at: at)
      guard let (read, reference) = try? readBothWays(&frame), let read else { continue }
      #expect(reference == read)
      agreed += 1
    }
    #expect(agreed > 0)
  }

  /// What a frame of one message is in place, and through protobuf-c.
  private func readBothWays(
    _ frame: inout ByteBuffer
  ) throws -> (ClusterMessage?, ClusterMessage?) {
    let end = frame.writerIndex
    return try frame.readableBytesSpan.withUnsafeBytes { bytes in
      var reader = try #require(FieldReader(bytes))
      _ = try reader.varint()
      let message = try reader.delimited()
      let read = ClusterCodec.readPlain(message, endingAt: end, in: frame)
      do {
        return (read, try ClusterCodec.decodePacked(message.bytes))
      } catch {
        #expect(read == nil, "read in place what protobuf-c refuses")
        return (nil, nil)
      }
    }
  }

  @Test(arguments: UInt64(1)...40) func clientsByHandAgreeWithProtobuf(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    var agreed = 0
    for _ in 0..<200 {
      let message: ClientMessage =
        random.bool() ? .input(random.input()) : .probe(nonce: random.u64())
      var frame = ByteBuffer()
      ClientCodec.encode(message, to: &frame)
      var packed = ByteBuffer()
      ClientCodec.encodePacked(message, to: &packed)
      #expect(frame == packed)
      #expect(ClientCodec.readPlain(frame) == message)
      #expect(try ClientCodec.decodeClientPacked(frame) == message)

      frame.setInteger(random.u8(), at: Int(random.random.below(UInt32(frame.readableBytes))))
      guard let read = ClientCodec.readPlain(frame) else { continue }
      #expect(try ClientCodec.decodeClientPacked(frame) == read)
      agreed += 1
    }
    #expect(agreed > 0)
  }

  @Test(arguments: UInt64(1)...10) func repliesByHandAreWhatProtobufWrites(seed: UInt64) throws {
    var random = RandomMessage(seed: seed)
    for _ in 0..<100 {
      let tick = Tick(random.bool() ? random.u64() : 0)
      let reply = ServerMessage.probeReply(
        nonce: random.u64(), tick: tick, region: tick.rawValue == 0 ? nil : random.region())
      var frame = ByteBuffer()
      ClientCodec.encode(reply, to: &frame)
      var packed = ByteBuffer()
      ClientCodec.encodePacked(reply, to: &packed)
      #expect(frame == packed)
      #expect(try ClientCodec.decodeServer(frame) == reply)
    }
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
