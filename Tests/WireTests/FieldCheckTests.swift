import Model
import NIOCore
import Testing

@testable import Wire

/// What protobuf allows and the protocol does not.
@Suite struct FieldCheckTests {
  private func client(_ field: UInt8, _ body: [UInt8]) -> ByteBuffer {
    ByteBuffer(bytes: [field << 3 | 2, UInt8(body.count)] + body)
  }

  @Test(
    arguments: [
      [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC0, 0x80],
      [0x61, 0xE5],
      [0], [0x61, 0, 0x62],
    ] as [[UInt8]])
  func textIsUTF8WithoutNUL(_ bytes: [UInt8]) {
    let hello = client(1, [8, 1, 0x12, UInt8(bytes.count)] + bytes)
    #expect(throws: WireError.invalidText(field: "hello.client")) {
      try ClientCodec.decodeClient(hello)
    }
    let bye = client(6, [0x0A, UInt8(bytes.count)] + bytes)
    #expect(throws: WireError.invalidText(field: "bye.reason")) {
      try ClientCodec.decodeClient(bye)
    }
  }

  @Test func textHasALimit() throws {
    let fits = [UInt8](repeating: 0x61, count: 64)
    #expect(
      try ClientCodec.decodeClient(client(1, [0x12, 64] + fits))
        == .hello(version: 0, client: String(repeating: "a", count: 64)))
    #expect(throws: WireError.invalidText(field: "hello.client")) {
      try ClientCodec.decodeClient(client(1, [0x12, 65] + fits + [0x61]))
    }
  }

  @Test(arguments: [128, -128, 127_000, Int32.max, Int32.min]) func headingsAreSmall(_ dx: Int32) {
    var heading = ByteBuffer(bytes: [8])
    heading.writeVarint(UInt64(UInt32(bitPattern: (dx << 1) ^ (dx >> 31))))
    let bytes = Array(heading.readableBytesView)
    let input = client(4, [8, 1, 0x12, UInt8(bytes.count)] + bytes)
    #expect(throws: WireError.outOfRange(field: "input.heading")) {
      try ClientCodec.decodeClient(input)
    }
  }

  @Test func inputsCountFromOne() {
    #expect(throws: WireError.outOfRange(field: "input.sequence")) {
      try ClientCodec.decodeClient(client(4, [0x22, 0]))
    }
  }

  @Test func bodiesMustBeThere() {
    for frame in [ByteBuffer(), client(2, []), client(4, [8, 1]), client(15, [8, 1])] {
      #expect(throws: WireError.bodyMissing) { try ClientCodec.decodeClient(frame) }
    }
    // Field 16, which no version has yet.
    let unknown = ByteBuffer(bytes: [0x82, 0x01, 0])
    #expect(throws: WireError.bodyMissing) { try ClientCodec.decodeServer(unknown) }
  }

  @Test func tokensHaveALimit() {
    var frame = ByteBuffer(bytes: [0x12, 0x87, 0x02, 0x12, 0x84, 0x02, 0x0A, 0x81, 0x02])
    frame.writeRepeatingByte(7, count: 257)
    #expect(throws: WireError.outOfRange(field: "token")) { try ClientCodec.decodeClient(frame) }
  }

  @Test func gridsAreCheckedBeforeTheyAreMade() throws {
    let good: [UInt8] = [0x20, 100, 0x28, 50, 0x30, 1, 0x38, 1, 0x40, 0x80, 2]
    guard case .joined = try ClientCodec.decodeServer(client(3, good)) else {
      Issue.record("a good grid is read")
      return
    }
    for (at, value) in [(1, 99), (3, 0), (3, 51), (5, 0), (7, 0), (9, 0x81)] {
      var bad = good
      bad[at] = UInt8(value)
      #expect(throws: WireError.self) { try ClientCodec.decodeServer(client(3, bad)) }
    }
  }

  @Test func movesComeInTriples() {
    #expect(throws: WireError.outOfRange(field: "snapshot.move")) {
      try ClientCodec.decodeServer(client(4, [0x2A, 2, 1, 2]))
    }
  }

  @Test func whatEncodingMayNotSendIsCut() throws {
    var frame = ByteBuffer()
    ClientCodec.encode(ClientMessage.bye(reason: String(repeating: "ä", count: 300)), to: &frame)
    #expect(
      try ClientCodec.decodeClient(frame) == .bye(reason: String(repeating: "ä", count: 256)))
    frame.clear()
    ClientCodec.encode(
      ClientMessage.bye(reason: "a" + String(repeating: "ä", count: 256)), to: &frame)
    #expect(
      try ClientCodec.decodeClient(frame) == .bye(reason: "a" + String(repeating: "ä", count: 255)))
    frame.clear()
    ClientCodec.encode(ClientMessage.bye(reason: "a\0b"), to: &frame)
    #expect(try ClientCodec.decodeClient(frame) == .bye(reason: "a"))
    frame.clear()
    let input = PlayerInput(sequence: InputSequence(1), motion: .heading(dx: -128, dy: -128))
    ClientCodec.encode(.input(input), to: &frame)
    let sent = PlayerInput(sequence: InputSequence(1), motion: .heading(dx: -127, dy: -127))
    #expect(try ClientCodec.decodeClient(frame) == .input(sent))
  }

  @Test func messagesOfANewerProcessAreCounted() throws {
    var frame = ByteBuffer(bytes: [0x0A, 5, 0xAA, 0x06, 2, 8, 1])
    ClusterCodec.append(.statusRequest(StatusRequest(id: 1, admin: AdminID(1))), to: &frame)
    var messages = 0
    let unknown = try ClusterCodec.decode(frame: frame) { _ in messages += 1 }
    #expect(messages == 1)
    #expect(unknown == 1)
    #expect(try ClusterCodec.decode(frame: frame).count == 1)
  }
}
