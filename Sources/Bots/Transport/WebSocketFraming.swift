import NIOCore
import Wire

/// The client's frames of a WebSocket (RFC 6455, section 5): what it sends is masked, what it gets
/// is not.
///
/// ```
/// | FIN RSV opcode | MASK length 7 | length 16 or 64 | mask 32 | payload |
/// ```
struct WebSocketFraming {
  enum Opcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10
  }

  enum Event: Equatable {
    case binary(ByteBuffer)
    case ping(ByteBuffer)
    case pong
    case close(code: UInt16?)
  }

  private var fragments: ByteBuffer?

  /// Writes one whole message.
  static func write(
    _ opcode: Opcode, _ payload: ByteBuffer, mask: UInt32, to stream: inout ByteBuffer
  ) {
    stream.writeInteger(0x80 | opcode.rawValue)
    switch payload.readableBytes {
    case ...125: stream.writeInteger(0x80 | UInt8(payload.readableBytes))
    case ...0xFFFF:
      stream.writeInteger(0x80 | UInt8(126))
      stream.writeInteger(UInt16(payload.readableBytes))
    default:
      stream.writeInteger(0x80 | UInt8(127))
      stream.writeInteger(UInt64(payload.readableBytes))
    }
    stream.writeInteger(mask)
    var shift: UInt32 = 24
    for byte in payload.readableBytesView {
      stream.writeInteger(byte ^ UInt8(truncatingIfNeeded: mask >> shift))
      shift = (shift &- 8) & 31
    }
  }

  /// Takes the next message or control frame from the stream; nil when more bytes are needed.
  mutating func next(from stream: inout ByteBuffer) throws(TransportError) -> Event? {
    while let (first, payload) = try Self.takeFrame(from: &stream) {
      guard let opcode = Opcode(rawValue: first & 0x0F) else {
        throw .badFrame("opcode \(first & 0x0F)")
      }
      let isFinal = first & 0x80 != 0
      switch opcode {
      case .text: throw .badFrame("text")
      case .binary, .continuation:
        if let message = try join(payload, opcode, isFinal: isFinal) { return .binary(message) }
      case .ping, .pong, .close:
        guard isFinal, payload.readableBytes <= 125 else { throw .badFrame("control frame") }
        if opcode == .ping { return .ping(payload) }
        if opcode == .pong { return .pong }
        return .close(code: payload.getInteger(at: payload.readerIndex))
      }
    }
    return nil
  }

  private mutating func join(
    _ payload: ByteBuffer, _ opcode: Opcode, isFinal: Bool
  ) throws(TransportError) -> ByteBuffer? {
    guard (opcode == .continuation) == (fragments != nil) else { throw .badFrame("fragment") }
    if isFinal, opcode == .binary { return payload }
    var message = fragments ?? ByteBuffer()
    message.writeImmutableBuffer(payload)
    guard message.readableBytes <= Wire.Limits.serverFrameBytesMax else {
      throw .badFrame("message of \(message.readableBytes) bytes")
    }
    fragments = isFinal ? nil : message
    return isFinal ? message : nil
  }

  private static func takeFrame(
    from stream: inout ByteBuffer
  ) throws(TransportError) -> (first: UInt8, payload: ByteBuffer)? {
    var rest = stream
    guard let first: UInt8 = rest.readInteger(), let second: UInt8 = rest.readInteger() else {
      return nil
    }
    guard first & 0x70 == 0 else { throw .badFrame("reserved bits") }
    guard second & 0x80 == 0 else { throw .badFrame("masked") }
    let length: UInt64? =
      switch second {
      case 126: rest.readInteger(as: UInt16.self).map(UInt64.init)
      case 127: rest.readInteger(as: UInt64.self)
      default: UInt64(second)
      }
    guard let length else { return nil }
    guard length <= UInt64(Wire.Limits.serverFrameBytesMax) else {
      throw .badFrame("frame of \(length) bytes")
    }
    guard let payload = rest.readSlice(length: Int(length)) else { return nil }
    stream = rest
    return (first, payload)
  }
}
