import NIOCore
import Testing
import Wire

@testable import Gateway

@Suite("WebSocket transport")
struct WebSocketTransportTests {
  private func transport(pongsMax: Int = 4) -> WebSocketTransport {
    WebSocketTransport(messageBytesMax: 100, pongsMax: pongsMax)
  }

  private func expectPongs(
    _ bytes: [UInt8], _ transport: inout WebSocketTransport, skipped: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var output = ByteBuffer()
    let count = transport.writeReplies(into: &output)
    #expect(Array(output.readableBytesView) == bytes, sourceLocation: sourceLocation)
    #expect(count == skipped, sourceLocation: sourceLocation)
  }

  private func expectNext(
    _ event: TransportEvent?, _ transport: inout WebSocketTransport,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let next = transport.next()
    #expect(next == event, sourceLocation: sourceLocation)
  }

  @Test("a pong carries the ping's payload")
  func pong() {
    var transport = transport()
    transport.receive(ByteBuffer(bytes: ClientFrame.ping("abc").bytes))
    expectNext(nil, &transport)
    expectPongs([0x8A, 3, 97, 98, 99], &transport)
    expectPongs([], &transport)
  }

  @Test("of a flood of pings the first and the latest are answered")
  func flood() {
    var transport = transport(pongsMax: 2)
    let frames = (0..<10).map { ClientFrame.ping("\($0)") }
    transport.receive(ByteBuffer(bytes: frames.bytes))
    expectNext(nil, &transport)
    expectPongs([0x8A, 1, 48, 0x8A, 1, 57], &transport, skipped: 8)
  }

  @Test("messages and pings in one read")
  func mixed() {
    var transport = transport()
    let frames = [
      ClientFrame.binary([1]), .ping("p"), .binary([2], isFinal: false), .continuation([3]),
    ]
    transport.receive(ByteBuffer(bytes: frames.bytes))
    expectNext(.message(ByteBuffer(bytes: [1])), &transport)
    expectNext(.message(ByteBuffer(bytes: [2, 3])), &transport)
    expectNext(nil, &transport)
    expectPongs([0x8A, 1, 112], &transport)
  }

  @Test("nothing is read after a violation, a close or an oversize message")
  func over() {
    for (frame, event) in [
      (ClientFrame(2, mask: nil), TransportEvent.violation(.unmaskedFrame)),
      (.close(1001), .closed(.goingAway)),
      (.binary([UInt8](repeating: 0, count: 101)), .oversize),
    ] {
      var transport = transport()
      transport.receive(ByteBuffer(bytes: frame.bytes + ClientFrame.binary([1]).bytes))
      expectNext(event, &transport)
      expectNext(nil, &transport)
      transport.receive(ByteBuffer(bytes: ClientFrame.binary([1]).bytes))
      expectNext(nil, &transport)
    }
  }

  @Test(
    "frames of the server have the shortest length and no mask",
    arguments: [
      (0, [0x82, 0]), (125, [0x82, 125]), (126, [0x82, 126, 0, 126]),
      (65_535, [0x82, 126, 255, 255]), (65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
    ]
      as [(Int, [UInt8])])
  func writing(size: Int, head: [UInt8]) {
    var output = ByteBuffer()
    let payload = ByteBuffer(repeating: 7, count: size)
    ClientTransport(webSocket: transport()).write(payload, into: &output)
    #expect(Array(output.readableBytesView.prefix(head.count)) == head)
    #expect(output.readableBytes == head.count + size)
  }

  @Test(
    "a message is framed in place as its bytes would be",
    arguments: [0, 100, 119, 120, 121, 200])
  func writingInPlace(size: Int) {
    let message = ServerMessage.error(
      ClientError(.badInput, String(repeating: "a", count: size), isFatal: false))
    var payload = ByteBuffer()
    ClientCodec.encode(message, to: &payload)
    var (copied, inPlace) = (ByteBuffer(string: "before"), ByteBuffer(string: "before"))
    let webSocket = ClientTransport(webSocket: transport())
    webSocket.write(payload, into: &copied)
    webSocket.write(message, into: &inPlace)
    #expect(inPlace == copied)
  }

  @Test(
    "every violation has a reason that fits a close frame", arguments: WebSocketViolation.allCases)
  func reasons(violation: WebSocketViolation) {
    var output = ByteBuffer()
    WebSocketFrameWriter.writeClose(
      violation.closeCode, reason: violation.reason, into: &output)
    #expect(output.readableBytes <= 127)
    #expect(output.readableBytes == 4 + violation.reason.utf8.count)
    #expect(violation.closeCode.isAllowedOnWire)
  }
}

@Suite("TCP transport")
struct TCPTransportTests {
  @Test("lengths and messages, byte by byte")
  func byteByByte() {
    var transport = TCPTransport(messageBytesMax: 10)
    var messages: [TransportEvent] = []
    for byte in [0, 0, 0, 2, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1, 9] as [UInt8] {
      transport.receive(ByteBuffer(bytes: [byte]))
      while let event = transport.next() { messages.append(event) }
    }
    #expect(
      messages == [
        .message(ByteBuffer(bytes: [7, 8])), .message(ByteBuffer()),
        .message(ByteBuffer(bytes: [9])),
      ])
  }

  @Test("an oversize length is refused before its bytes come")
  func oversize() {
    var transport = TCPTransport(messageBytesMax: 10)
    transport.receive(ByteBuffer(bytes: [0, 0, 0, 11]))
    let first = transport.next()
    let second = transport.next()
    #expect(first == .oversize && second == nil)
  }
}
