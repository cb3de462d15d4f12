import NIOCore
import Wire

/// The TCP connection of one client, without its socket: lengths and messages.
struct TCPTransport {
  private var frame: LengthPrefixedFrame
  private var input = ByteBuffer()
  private var isOver = false

  init(messageBytesMax: Int) { frame = LengthPrefixedFrame(bytesMax: messageBytesMax) }

  mutating func receive(_ bytes: ByteBuffer) {
    if !isOver { input.append(received: bytes) }
  }

  /// The next event in the bytes received; nil when more are needed or the reading is over.
  mutating func next() -> TransportEvent? {
    guard !isOver else { return nil }
    do {
      return try frame.next(from: &input).map { .message($0) }
    } catch {
      isOver = true
      input = ByteBuffer()
      return .oversize
    }
  }
}
