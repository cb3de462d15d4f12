import NIOCore

/// The head of a client's frame (RFC 6455, section 5.2):
/// ```
///  0               1               2 ...
/// +-+-+-+-+-------+-+-------------+-------------------+-----------+
/// |F|R|R|R| opcode|M| length (7)  | length (16 or 64) | mask (32) |
/// +-+-+-+-+-------+-+-------------+-------------------+-----------+
/// ```
struct WebSocketFrameHeader: Equatable {
  let opcode: WebSocketOpcode
  let isFinal: Bool
  let length: Int
  let mask: UInt32

  /// Reads one head and consumes it; nil, consuming nothing, when more bytes are needed. What is
  /// wrong is refused at the first byte that shows it.
  init?(from input: inout ByteBuffer) throws(WebSocketViolation) {
    let start = input.readerIndex
    guard let first = input.getInteger(at: start, as: UInt8.self) else { return nil }
    let (opcode, isFinal) = try Self.kind(of: first)
    guard let second = input.getInteger(at: start + 1, as: UInt8.self) else { return nil }
    guard second & 0x80 != 0 else { throw .unmaskedFrame }
    let short = Int(second & 0x7F)
    guard !opcode.isControl || short <= 125 else { throw .longControl }
    guard let (length, extra) = try Self.length(short, of: input, at: start + 2),
      let mask = input.getInteger(at: start + 2 + extra, as: UInt32.self)
    else { return nil }
    input.moveReaderIndex(forwardBy: 2 + extra + 4)
    self.opcode = opcode
    self.isFinal = isFinal
    self.length = length
    self.mask = mask
  }

  private static func kind(
    of first: UInt8
  ) throws(WebSocketViolation) -> (WebSocketOpcode, isFinal: Bool) {
    guard first & 0x70 == 0 else { throw .reservedBit }
    guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { throw .reservedOpcode }
    let isFinal = first & 0x80 != 0
    guard isFinal || !opcode.isControl else { throw .fragmentedControl }
    return (opcode, isFinal)
  }

  /// The whole length and how many bytes it took beyond the first seven bits.
  private static func length(
    _ short: Int, of input: ByteBuffer, at index: Int
  ) throws(WebSocketViolation) -> (length: Int, extra: Int)? {
    switch short {
    case 126:
      guard let length = input.getInteger(at: index, as: UInt16.self) else { return nil }
      guard length > 125 else { throw .lengthNotMinimal }
      return (Int(length), 2)
    case 127:
      guard let length = input.getInteger(at: index, as: UInt64.self) else { return nil }
      guard let length = Int(exactly: length) else { throw .lengthOverflow }
      guard length > 0xFFFF else { throw .lengthNotMinimal }
      return (length, 8)
    default:
      return (short, 0)
    }
  }

  /// Takes the mask off a piece of the payload that begins `offset` bytes into it.
  func unmask(_ bytes: inout ByteBuffer, from offset: Int) {
    let key = mask.bigEndian
    bytes.withUnsafeMutableReadableBytes { buffer in
      withUnsafeBytes(of: key) { key in
        for i in buffer.indices { buffer[i] ^= key[(offset + i) & 3] }
      }
    }
  }
}
