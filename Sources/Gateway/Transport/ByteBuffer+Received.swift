import NIOCore

extension ByteBuffer {
  /// Appends what came next. What was read already goes first: a client whose reads never end with
  /// a message would else have all it ever sent kept for as long as it stays.
  mutating func append(received bytes: ByteBuffer) {
    guard readableBytes > 0 else {
      self = bytes
      return
    }
    discardReadBytes()
    writeImmutableBuffer(bytes)
  }
}
