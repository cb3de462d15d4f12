import Model
import NIOCore
import Wire

/// Frames of either transport, as a client reads and writes them.
struct ClientFraming {
  enum Event: Equatable {
    /// Messages may be sent from now on.
    case opened
    /// One encoded `ServerFrame`.
    case frame(ByteBuffer)
    /// Bytes to send at once.
    case reply(ByteBuffer)
    /// The server says goodbye.
    case closed(String)
  }

  private enum State {
    case upgrading
    case webSocket(WebSocketFraming)
    case tcp(LengthPrefixedFrame)
  }

  private let address: BotAddress
  private var state: State
  private var masks: SeededGenerator
  private var scratch = ByteBuffer()

  init(address: BotAddress, seed: UInt64) {
    self.address = address
    masks = SeededGenerator(seed: seed)
    switch address.transport {
    case .webSocket: state = .upgrading
    case .tcp: state = .tcp(LengthPrefixedFrame(bytesMax: Wire.Limits.serverFrameBytesMax))
    }
  }

  /// What to send first; nil when messages may be sent at once.
  func opening() -> ByteBuffer? {
    if case .upgrading = state { WebSocketUpgrade.request(to: address) } else { nil }
  }

  /// Appends a framed message.
  mutating func write(_ message: ClientMessage, to stream: inout ByteBuffer) {
    if case .tcp = state {
      LengthPrefixedFrame.write(to: &stream) { ClientCodec.encode(message, to: &$0) }
    } else {
      scratch.clear()
      ClientCodec.encode(message, to: &scratch)
      WebSocketFraming.write(.binary, scratch, mask: nextMask(), to: &stream)
    }
  }

  /// Takes the next thing from the stream; nil when more bytes are needed.
  mutating func next(from stream: inout ByteBuffer) throws(TransportError) -> Event? {
    switch state {
    case .upgrading:
      guard try WebSocketUpgrade.readAnswer(from: &stream) else { return nil }
      state = .webSocket(WebSocketFraming())
      return .opened
    case .webSocket(var framing):
      let event = try framing.next(from: &stream)
      state = .webSocket(framing)
      return event.map { answer($0) }
    case .tcp(var framing):
      do {
        return try framing.next(from: &stream).map(Event.frame)
      } catch {
        throw .wire(error)
      }
    }
  }

  private mutating func answer(_ event: WebSocketFraming.Event) -> Event {
    switch event {
    case .binary(let frame): return .frame(frame)
    case .ping(let payload):
      var reply = ByteBuffer()
      WebSocketFraming.write(.pong, payload, mask: nextMask(), to: &reply)
      return .reply(reply)
    case .pong: return .reply(ByteBuffer())
    case .close(let code): return .closed(code.map { "closed with \($0)" } ?? "closed")
    }
  }

  /// The end of a connection; nil where the transport has no word for it.
  mutating func closing() -> ByteBuffer? {
    guard case .webSocket = state else { return nil }
    var close = ByteBuffer()
    WebSocketFraming.write(
      .close, ByteBuffer(integer: UInt16(1000)), mask: nextMask(), to: &close)
    return close
  }

  private mutating func nextMask() -> UInt32 { UInt32(truncatingIfNeeded: masks.next()) }
}
