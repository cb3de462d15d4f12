import NIOCore
import Testing

@testable import Wire

@Suite struct LengthPrefixedFrameTests {
  @Test func framesComeOutWholeHoweverTheBytesArrive() throws {
    var stream = ByteBuffer()
    for body in ["", "a", "hello"] {
      LengthPrefixedFrame.write(to: &stream) { $0.writeString(body) }
    }
    var decoder = LengthPrefixedFrame(bytesMax: 5)
    var received = ByteBuffer()
    var bodies: [String] = []
    for byte in stream.readableBytesView {
      received.writeInteger(byte)
      while let frame = try decoder.next(from: &received) { bodies.append(String(buffer: frame)) }
    }
    #expect(bodies == ["", "a", "hello"])
    #expect(received.readableBytes == 0)
  }

  @Test func aLengthOverTheLimitIsRefusedBeforeItsBytesArrive() {
    var decoder = LengthPrefixedFrame(bytesMax: 5)
    var stream = ByteBuffer(integer: UInt32(6))
    #expect(throws: WireError.oversize(bytes: 6, max: 5)) { try decoder.next(from: &stream) }
    var huge = ByteBuffer(integer: UInt32.max)
    #expect(throws: WireError.oversize(bytes: 4_294_967_295, max: 5)) {
      try decoder.next(from: &huge)
    }
  }
}
