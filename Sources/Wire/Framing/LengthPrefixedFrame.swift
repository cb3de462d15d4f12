import NIOCore

/// Frames on a TCP stream: a 32-bit big-endian length, then that many bytes.
///
/// ```
/// +--------+--------+--------+--------+----------------------+
/// |      length, big-endian           | body, `length` bytes |
/// +--------+--------+--------+--------+----------------------+
/// ```
public struct LengthPrefixedFrame: Hashable, Sendable {
  /// The bytes of the length.
  public static let headerBytes = 4

  /// The longest body accepted.
  public let bytesMax: Int

  public init(bytesMax: Int) {
    precondition((1...Int(Int32.max)).contains(bytesMax), "a frame has a sensible limit")
    self.bytesMax = bytesMax
  }

  /// Takes the next whole frame from the stream; nil when more bytes are needed.
  ///
  /// A length over the limit is refused as soon as it is read, before its bytes arrive.
  public mutating func next(from stream: inout ByteBuffer) throws(WireError) -> ByteBuffer? {
    guard let length: UInt32 = stream.getInteger(at: stream.readerIndex) else { return nil }
    guard length <= UInt32(bytesMax) else { throw .oversize(bytes: Int(length), max: bytesMax) }
    guard stream.readableBytes >= Self.headerBytes + Int(length) else { return nil }
    stream.moveReaderIndex(forwardBy: Self.headerBytes)
    return stream.readSlice(length: Int(length))
  }

  /// Writes one frame; `body` appends its bytes.
  public static func write(to stream: inout ByteBuffer, _ body: (inout ByteBuffer) -> Void) {
    let header = stream.writerIndex
    stream.writeInteger(UInt32(0))
    body(&stream)
    let length = stream.writerIndex - header - headerBytes
    stream.setInteger(UInt32(length), at: header)
  }
}
