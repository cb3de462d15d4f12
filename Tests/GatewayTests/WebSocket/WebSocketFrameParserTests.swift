import NIOCore
import Testing

@testable import Gateway

/// One rule of RFC 6455: what a client sends, what is read of it, and how it ends.
struct Vector: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var input: [UInt8]
  /// `binary`, `ping`, `pong` or `close`, with the payload's length or the code.
  var events: [String]
  var violation: WebSocketViolation?

  init(
    _ name: String, _ frames: [ClientFrame], _ events: [String],
    _ violation: WebSocketViolation? = nil
  ) {
    self.init(name, bytes: frames.bytes, events, violation)
  }

  init(
    _ name: String, bytes: [UInt8], _ events: [String], _ violation: WebSocketViolation? = nil
  ) {
    testDescription = name
    input = bytes
    self.events = events
    self.violation = violation
  }
}

private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

let frameVectors: [Vector] =
  [
    framingVectors, reservedBitVectors, reservedOpcodeVectors, reservedBitControlVectors,
    fragmentVectors, controlVectors, closeVectors, closeCodeVectors, textVectors,
  ].flatMap { $0 }

private let framingVectors: [Vector] = [
  Vector("empty binary", [.binary([])], ["binary 0"]),
  Vector("125 bytes", [.binary(bytes(125))], ["binary 125"]),
  Vector("126 bytes", [.binary(bytes(126))], ["binary 126"]),
  Vector("127 bytes", [.binary(bytes(127))], ["binary 127"]),
  Vector("65,535 bytes", [.binary(bytes(65_535))], ["binary 65535"]),
  Vector("65,536 bytes", [.binary(bytes(65_536))], ["binary 65536"]),
  Vector("the limit", [.binary(bytes(70_000))], ["binary 70000"]),
  Vector("over the limit", [.binary(bytes(70_001))], [], .messageTooLong),
  Vector(
    "over the limit, said by the head alone",
    bytes: [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0x11, 0x71]
      + [1, 2, 3, 4], [], .messageTooLong),
  Vector("two messages", [.binary([1]), .binary([1, 2])], ["binary 1", "binary 2"]),
  Vector("no mask", [ClientFrame(2, [1], mask: nil)], [], .unmaskedFrame),
  Vector("no mask on a ping", [ClientFrame(9, mask: nil)], [], .unmaskedFrame),
  Vector("no mask, said by the head alone", bytes: [0x82, 0x01], [], .unmaskedFrame),
  Vector("zero mask", [ClientFrame(2, [1, 2], mask: [0, 0, 0, 0])], ["binary 2"]),
  Vector(
    "16-bit length for 125", [ClientFrame(2, bytes(125), lengthBits: 16)], [], .lengthNotMinimal),
  Vector(
    "64-bit length for 65,535", [ClientFrame(2, bytes(65_535), lengthBits: 64)], [],
    .lengthNotMinimal),
  Vector("64-bit length for 0", [ClientFrame(2, [], lengthBits: 64)], [], .lengthNotMinimal),
  Vector(
    "highest bit of a length", bytes: [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], [],
    .lengthOverflow),
]

private let reservedBitVectors: [Vector] = (1...7).map { bits in
  Vector("reserved bits \(bits)", [ClientFrame(2, [1], reserved: UInt8(bits))], [], .reservedBit)
}

private let reservedOpcodeVectors: [Vector] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
  Vector("opcode \(opcode)", [ClientFrame(opcode)], [], .reservedOpcode)
}

private let reservedBitControlVectors: [Vector] = (1...7).map { bits in
  Vector(
    "reserved bits \(bits) on a ping after a message",
    [.binary([9]), ClientFrame(9, reserved: UInt8(bits))], ["binary 1"], .reservedBit)
}

private let fragmentVectors: [Vector] = [
  Vector(
    "three fragments",
    [.binary([1], isFinal: false), .continuation([2], isFinal: false), .continuation([3])],
    ["binary 3"]),
  Vector(
    "a ping between fragments",
    [.binary([1], isFinal: false), .ping("x"), .continuation([2])], ["ping 1", "binary 2"]),
  Vector(
    "a pong between fragments",
    [.binary([1], isFinal: false), ClientFrame(10, [7]), .continuation([2])], ["pong", "binary 2"]),
  Vector(
    "empty fragments",
    [.binary([], isFinal: false), .continuation([], isFinal: false), .continuation([])],
    ["binary 0"]),
  Vector(
    "many fragments over the limit",
    [.binary(bytes(60_000), isFinal: false), .continuation(bytes(10_001))], [], .messageTooLong),
  Vector(
    "many fragments at the limit",
    [.binary(bytes(60_000), isFinal: false), .continuation(bytes(10_000))], ["binary 70000"]),
  Vector("a continuation alone", [.continuation([1])], [], .strayContinuation),
  Vector(
    "a final continuation alone", [.continuation([1], isFinal: false)], [], .strayContinuation),
  Vector(
    "a continuation after a whole message", [.binary([1]), .continuation([2])], ["binary 1"],
    .strayContinuation),
  Vector(
    "a message inside a message", [.binary([1], isFinal: false), .binary([2])], [],
    .interruptedMessage),
  Vector(
    "a text inside a message", [.binary([1], isFinal: false), .text("a")], [],
    .interruptedMessage),
  Vector(
    "a new message after a fragmented one",
    [.binary([1], isFinal: false), .continuation([2]), .binary([3])], ["binary 2", "binary 1"]),
  Vector(
    "a close between fragments", [.binary([1], isFinal: false), .close(1000)], ["close 1000"]),
]

private let controlVectors: [Vector] = [
  Vector("empty ping", [ClientFrame(9)], ["ping 0"]),
  Vector("longest ping", [ClientFrame(9, bytes(125))], ["ping 125"]),
  Vector("ping of 126 bytes", [ClientFrame(9, bytes(126))], [], .longControl),
  Vector("ping of 126 bytes, said by the head alone", bytes: [0x89, 0xFE], [], .longControl),
  Vector("fragmented ping", [ClientFrame(9, isFinal: false)], [], .fragmentedControl),
  Vector("fragmented pong", [ClientFrame(10, isFinal: false)], [], .fragmentedControl),
  Vector("fragmented close", [ClientFrame(8, isFinal: false)], [], .fragmentedControl),
  Vector("pong that nobody asked for", [ClientFrame(10, [1, 2])], ["pong"]),
  Vector("close of 126 bytes", [ClientFrame(8, bytes(126))], [], .longControl),
]

private let closeVectors: [Vector] = [
  Vector("close without a code", [ClientFrame(8)], ["close -"]),
  Vector("close with one byte", [ClientFrame(8, [3])], [], .shortClose),
  Vector("close with a reason", [.close(1000, Array("bye".utf8))], ["close 1000"]),
  Vector(
    "close with the longest reason", [.close(1000, [UInt8](repeating: 97, count: 123))],
    ["close 1000"]),
  Vector("close with a bad reason", [.close(1000, [0xCE, 0xBA, 0xE1, 0xFF])], [], .invalidUTF8),
  Vector("close with half a character", [.close(1000, [0xCE])], [], .invalidUTF8),
]

private let goodCodes: [UInt16] = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
]

private let badCodes: [UInt16] = [
  0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
]

private let closeCodeVectors: [Vector] =
  goodCodes.map { Vector("close code \($0)", [.close($0)], ["close \($0)"]) }
  + badCodes.map { Vector("close code \($0)", [.close($0)], [], .invalidCloseCode) }

private let textVectors: [Vector] = [
  Vector("text", [.text("hello")], [], .textMessage),
  Vector("empty text", [.text("")], [], .textMessage),
  Vector("text in many scripts", [.text("κόσμε 世界 🌍")], [], .textMessage),
  Vector(
    "a character over two fragments",
    [ClientFrame(1, [0xCE], isFinal: false), .continuation([0xBA])], [], .textMessage),
  Vector(
    "a ping inside a fragmented text",
    [.text("a", isFinal: false), .ping("1"), .continuation([98])], ["ping 1"], .textMessage),
  Vector("bad text", [ClientFrame(1, [0xFF])], [], .invalidUTF8),
  Vector("overlong slash", [ClientFrame(1, [0xC0, 0xAF])], [], .invalidUTF8),
  Vector("surrogate", [ClientFrame(1, [0xED, 0xA0, 0x80])], [], .invalidUTF8),
  Vector("above U+10FFFF", [ClientFrame(1, [0xF4, 0x90, 0x80, 0x80])], [], .invalidUTF8),
  Vector("half a character at the end", [ClientFrame(1, [0x61, 0xC3])], [], .invalidUTF8),
  Vector(
    "bad text in an unfinished fragment", [ClientFrame(1, [0xCE, 0xBA, 0xFF], isFinal: false)],
    [], .invalidUTF8),
  Vector(
    "bad text in an unfinished frame", bytes: [0x81, 0x85, 0, 0, 0, 0, 0x61, 0xFF], [],
    .invalidUTF8),
]

@Suite("WebSocket frames, rule by rule")
struct WebSocketFrameParserTests {
  @Test("whole", arguments: frameVectors)
  func whole(vector: Vector) {
    expect(vector, in: [vector.input])
  }

  @Test("byte by byte", arguments: frameVectors)
  func byteByByte(vector: Vector) {
    expect(vector, in: vector.input.map { [$0] })
  }

  @Test("cut in two, anywhere", arguments: frameVectors.filter { $0.input.count < 400 })
  func cutInTwo(vector: Vector) {
    for cut in 0...vector.input.count {
      expect(vector, in: [Array(vector.input[..<cut]), Array(vector.input[cut...])])
    }
  }

  @Test("payloads come out unmasked, whatever the mask and the cuts")
  func payloads() throws {
    var generator = SystemRandomNumberGenerator()
    for size in [1, 2, 3, 4, 5, 127, 1_000] {
      let payload = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let mask = (0..<4).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var parser = WebSocketFrameParser(messageBytesMax: 2_000)
      var input = ByteBuffer()
      var messages: [[UInt8]] = []
      for piece in ClientFrame(2, payload, mask: mask).bytes.chunks(of: 3) {
        input.writeBytes(piece)
        while case .binary(let message) = try parser.next(from: &input) {
          messages.append(Array(message.readableBytesView))
        }
      }
      #expect(messages == [payload])
    }
  }

  private func expect(_ vector: Vector, in pieces: [[UInt8]]) {
    var parser = WebSocketFrameParser(messageBytesMax: 70_000)
    var input = ByteBuffer()
    var events: [String] = []
    var violation: WebSocketViolation?
    feeding: for piece in pieces {
      input.writeBytes(piece)
      do throws(WebSocketViolation) {
        while let event = try parser.next(from: &input) { events.append(event.summary) }
      } catch {
        violation = error
        break feeding
      }
    }
    #expect(events == vector.events)
    #expect(violation == vector.violation)
  }
}

extension WebSocketFrameParser.Event {
  fileprivate var summary: String {
    switch self {
    case .binary(let payload): "binary \(payload.readableBytes)"
    case .ping(let payload): "ping \(payload.readableBytes)"
    case .pong: "pong"
    case .close(let code): "close \(code.map { "\($0.rawValue)" } ?? "-")"
    }
  }
}

extension Array {
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
