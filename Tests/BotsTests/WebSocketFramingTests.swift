import NIOCore
import Testing

@testable import Bots

@Suite struct WebSocketFramingTests {
  @Test(arguments: [0, 1, 125, 126, 127, 65535, 65536]) func framesAreMasked(_ count: Int) {
    let payload = ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0) })
    var stream = ByteBuffer(bytes: [9, 9])
    WebSocketFraming.write(.binary, payload, mask: 0x1234_5678, to: &stream)
    let bytes = Array(stream.readableBytesView).dropFirst(2)
    let header = count < 126 ? 2 : count < 65536 ? 4 : 10
    #expect(bytes.count == header + 4 + count)
    #expect(Array(bytes.prefix(2)) == [0x82, 0x80 | UInt8(min(count, count < 65536 ? 126 : 127))])
    #expect(Array(bytes.dropFirst(header).prefix(4)) == [0x12, 0x34, 0x56, 0x78])
    let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
    let unmasked = bytes.dropFirst(header + 4).enumerated().map { $1 ^ mask[$0 % 4] }
    #expect(unmasked == Array(payload.readableBytesView))
  }

  @Test(arguments: [0, 125, 126, 65536]) func messagesComeOutHoweverTheBytesArrive(_ count: Int)
    throws
  {
    let message = ByteBuffer(repeating: 7, count: count)
    var sent = ByteBuffer()
    sent.writeBytes([0x82])
    if count < 126 {
      sent.writeInteger(UInt8(count))
    } else if count < 65536 {
      sent.writeInteger(UInt8(126))
      sent.writeInteger(UInt16(count))
    } else {
      sent.writeInteger(UInt8(127))
      sent.writeInteger(UInt64(count))
    }
    sent.writeImmutableBuffer(message)
    sent.writeBytes([0x02, 1, 1, 0x8A, 0, 0x00, 1, 2, 0x80, 0, 0x88, 2, 3, 0xE8])
    var framing = WebSocketFraming()
    var stream = ByteBuffer()
    var events: [WebSocketFraming.Event] = []
    while let chunk = sent.readSlice(length: min(11, max(1, sent.readableBytes))) {
      stream.writeImmutableBuffer(chunk)
      while let event = try framing.next(from: &stream) { events.append(event) }
      if sent.readableBytes == 0 { break }
    }
    #expect(
      events == [
        .binary(message), .pong, .binary(ByteBuffer(bytes: [1, 2])), .close(code: 1000),
      ])
  }

  @Test(
    arguments: [
      [0x82, 0x81, 0, 0, 0, 0, 0], [0xC2, 0], [0x81, 0], [0x83, 0], [0x80, 0], [0x09, 0],
      [0x89, 126, 0, 126] + [UInt8](repeating: 0, count: 126), [0x02, 0, 0x82, 0],
      [0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0], [0x82, 127, 0xFF, 0, 0, 0, 0, 0, 0, 0],
    ] as [[UInt8]])
  func whatNoServerMaySendIsRefused(_ bytes: [UInt8]) {
    var framing = WebSocketFraming()
    var stream = ByteBuffer(bytes: bytes)
    #expect(throws: TransportError.self) {
      while try framing.next(from: &stream) != nil {}
    }
  }

  @Test func theAnswerToTheUpgradeIsChecked() throws {
    let good = String(buffer: FakeWebSocket.answer)
    var stream = ByteBuffer(string: String(good.dropLast()))
    #expect(try !WebSocketUpgrade.readAnswer(from: &stream))
    stream = ByteBuffer(string: good + "rest")
    #expect(try WebSocketUpgrade.readAnswer(from: &stream))
    #expect(String(buffer: stream) == "rest")
    for (from, to) in [
      ("101", "200"), ("s3pP", "S3pP"), ("Upgrade: WebSocket", "Upgrade: h2c"),
      ("keep-alive, Upgrade", "close"), ("Connection", "Sec-WebSocket-Protocol: x\r\nConnection"),
    ] {
      var bad = ByteBuffer(string: good.replacingOccurrences(of: from, with: to))
      #expect(throws: TransportError.self) { try WebSocketUpgrade.readAnswer(from: &bad) }
    }
    var endless = ByteBuffer(repeating: 0x41, count: Limits.upgradeBytesMax + 1)
    #expect(throws: TransportError.self) { try WebSocketUpgrade.readAnswer(from: &endless) }
  }
}

extension String {
  fileprivate func replacingOccurrences(of old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
