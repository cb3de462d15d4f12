import NIOCore

extension ByteBuffer {
  /// Appends what came next of a stream. What was read already goes first: of a connection whose reads
  /// never end with a message everything would else be kept for as long as it stays.
  public mutating func append(received bytes: ByteBuffer) {
    guard readableBytes > 0 else {
      self = bytes
      return
    }
    discardReadBytes()
    writeImmutableBuffer(bytes)
  }
}
