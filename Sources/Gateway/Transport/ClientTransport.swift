import NIOCore
import Wire

/// What carries the messages of one client: the same messages either way.
///
/// Not copied: a handler that writes from it into a buffer of its own would copy it for each message.
struct ClientTransport: ~Copyable {
  // One of the two; edited in place, which the payload of an enum is not.
  private var webSocket: WebSocketTransport?
  private var tcp: TCPTransport?

  init(webSocket: WebSocketTransport) { self.webSocket = webSocket }

  init(tcp: TCPTransport) { self.tcp = tcp }

  /// The transport's name in metrics.
  var name: String { webSocket == nil ? "tcp" : "ws" }

  mutating func receive(_ bytes: ByteBuffer) {
    webSocket?.receive(bytes)
    tcp?.receive(bytes)
  }

  mutating func next() -> TransportEvent? { webSocket?.next() ?? tcp?.next() }

  /// Frames one encoded `ServerFrame`.
  func write(_ message: ByteBuffer, into output: inout ByteBuffer) {
    if webSocket != nil {
      WebSocketFrameWriter.write(.binary, payload: message, into: &output)
    } else {
      LengthPrefixedFrame.write(to: &output) { $0.writeImmutableBuffer(message) }
    }
  }

  /// Encodes a message, and frames it.
  func write(_ message: ServerMessage, into output: inout ByteBuffer) {
    if webSocket != nil {
      WebSocketFrameWriter.write(.binary, into: &output) { ClientCodec.encode(message, to: &$0) }
    } else {
      LengthPrefixedFrame.write(to: &output) { ClientCodec.encode(message, to: &$0) }
    }
  }

  /// Whether the transport itself was asked something that has no answer yet.
  var owesReplies: Bool { webSocket?.owesReplies ?? false }

  /// Answers what the transport itself was asked; returns how many pings get no answer.
  mutating func writeReplies(into output: inout ByteBuffer) -> Int {
    webSocket?.writeReplies(into: &output) ?? 0
  }

  /// The last bytes before the connection closes.
  func writeClose(_ code: WebSocketCloseCode?, reason: String, into output: inout ByteBuffer) {
    guard webSocket != nil else { return }
    WebSocketFrameWriter.writeClose(code, reason: reason, into: &output)
  }
}
