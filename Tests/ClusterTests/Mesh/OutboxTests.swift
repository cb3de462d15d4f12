import Model
import NIOCore
import Testing
import Wire

@testable import Cluster

struct OutboxTests {
  private func message(_ number: UInt64) -> ClusterMessage {
    .probe(
      SessionProbe(
        character: CharacterID(number), region: RegionID(rawValue: 1), nonce: number,
        gateway: GatewayID(1)))
  }

  private func encoded(_ numbers: [UInt64]) -> ByteBuffer {
    var buffer = ByteBuffer()
    for number in numbers { ClusterCodec.append(message(number), to: &buffer) }
    return buffer
  }

  private func opened(pending: Int = 1 << 20) -> Outbox {
    var outbox = Outbox(pendingBytesMax: pending)
    outbox.open()
    return outbox
  }

  private func taken(_ outbox: inout Outbox) throws -> (frames: ByteBuffer, messages: Int) {
    let taken = outbox.take()
    return try #require(taken)
  }

  private func isEmpty(_ outbox: inout Outbox) -> Bool { outbox.take() == nil }

  /// The messages of each frame.
  private func frames(_ bytes: ByteBuffer) throws -> [[ClusterMessage]] {
    var stream = bytes
    var reader = LengthPrefixedFrame(bytesMax: Limits.clusterFrameBytesMax)
    var frames: [[ClusterMessage]] = []
    while let frame = try reader.next(from: &stream) {
      frames.append(try ClusterCodec.decode(frame: frame))
    }
    #expect(stream.readableBytes == 0)
    return frames
  }

  @Test func batchesIntoOneFrameInOrder() throws {
    var outbox = opened()
    #expect(isEmpty(&outbox))
    #expect(outbox.append(message(1)) == .queued)
    #expect(outbox.append(encoded: encoded([2, 3]), messages: 2) == .queued)
    #expect(outbox.append(message(4)) == .queued)
    let batch = try taken(&outbox)
    #expect(batch.messages == 4)
    #expect(try frames(batch.frames) == [[1, 2, 3, 4].map(message)])
    #expect(isEmpty(&outbox))
    #expect(outbox.append(message(5)) == .queued)
    #expect(try frames(try taken(&outbox).frames) == [[message(5)]])
  }

  /// A message of about 4 KB.
  private func large(_ number: UInt64) -> ClusterMessage {
    .output(
      Output(
        character: CharacterID(number), generation: SessionGeneration(1),
        sequence: HandoffSequence(1), region: RegionID(rawValue: 1), epoch: Epoch(1),
        lastInput: .none, frame: ByteBuffer(repeating: 7, count: 4096)))
  }

  @Test func startsANewFrameWhenOneIsLarge() throws {
    var outbox = opened(pending: 16 << 20)
    let pairs = 3 * UInt64(Outbox.frameBytesTarget) / 8192
    for pair in 0..<pairs {
      var chunk = ByteBuffer()
      ClusterCodec.append(large(2 * pair), to: &chunk)
      ClusterCodec.append(large(2 * pair + 1), to: &chunk)
      #expect(outbox.append(encoded: chunk, messages: 2) == .queued)
    }
    let read = try frames(try taken(&outbox).frames)
    #expect((3...4).contains(read.count))
    #expect(read.allSatisfy { $0.count.isMultiple(of: 2) }, "a chunk stays in one frame")
    let isInOrder = read.flatMap { $0 } == (0..<2 * pairs).map(large)
    #expect(isInOrder)
  }

  @Test func refusesTheNewestWhenFull() throws {
    var outbox = opened(pending: 100)
    var queued: [UInt64] = []
    var refused = 0
    for number in 1...20 as ClosedRange<UInt64> {
      switch outbox.append(message(number)) {
      case .queued: queued.append(number)
      case .full: refused += 1
      default: Issue.record("neither queued nor full")
      }
    }
    #expect(refused > 0 && queued == Array(1...UInt64(queued.count)))
    #expect(outbox.pendingBytes <= 100)
    let batch = try taken(&outbox)
    #expect(try frames(batch.frames) == [queued.map(message)])
    #expect(outbox.append(message(1)) == .full)
    outbox.written(bytes: batch.frames.readableBytes, messages: batch.messages)
    #expect(outbox.pendingBytes == 0)
    #expect(outbox.append(message(1)) == .queued)
  }

  @Test func refusesWhatNoFrameHolds() throws {
    var outbox = opened(pending: 64 << 20)
    let huge = ByteBuffer(repeating: 0, count: Limits.clusterFrameBytesMax)
    #expect(outbox.append(encoded: huge, messages: 1) == .tooLarge)
    #expect(isEmpty(&outbox))
    #expect(outbox.append(message(1)) == .queued)
    #expect(outbox.append(encoded: huge, messages: 1) == .tooLarge)
    #expect(try frames(try taken(&outbox).frames) == [[message(1)]])
  }

  @Test func takesNothingWithoutAConnectionAndCountsWhatItLoses() throws {
    var outbox = Outbox(pendingBytesMax: 1000)
    #expect(outbox.append(message(1)) == .notLinked)
    outbox.open()
    #expect(outbox.append(message(1)) == .queued)
    #expect(outbox.append(encoded: encoded([2, 3]), messages: 2) == .queued)
    #expect(try taken(&outbox).messages == 3)
    #expect(outbox.append(message(4)) == .queued)
    #expect(outbox.close() == 4)
    #expect(outbox.append(message(1)) == .notLinked)
    #expect(outbox.close() == 0)
    outbox.open()
    #expect(isEmpty(&outbox))
  }

  @Test func wakesOncePerBatch() {
    var outbox = opened()
    let wakes = (1...5).map { number in
      _ = outbox.append(message(UInt64(number)))
      return outbox.wake(isPatient: false)
    }
    #expect(wakes == [.now, nil, nil, nil, nil])
    _ = outbox.take()
    _ = outbox.append(message(6))
    check(outbox.wake(isPatient: false), .now)
    _ = outbox.close()
    check(outbox.wake(isPatient: false), .now)
  }

  @Test func whatIsPatientWaitsForOthersAndHoldsNobodyUp() throws {
    var outbox = opened()
    func wake(_ number: UInt64, isPatient: Bool) -> Outbox.Wake? {
      _ = outbox.append(message(number))
      return outbox.wake(isPatient: isPatient)
    }
    check(wake(1, isPatient: true), .later)
    check(wake(2, isPatient: true), nil)
    check(wake(3, isPatient: false), .now)
    check(wake(4, isPatient: true), nil)
    check(try taken(&outbox).messages, 4)
    // The loop still comes for the first.
    check(wake(5, isPatient: true), nil)
    outbox.patienceEnded()
    check(try taken(&outbox).messages, 1)
    check(wake(6, isPatient: true), .later)
  }
}
