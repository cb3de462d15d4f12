import NIOCore
import Wire

/// The WebSocket of one client, without its socket: bytes in, messages and frames out.
struct WebSocketTransport {
  private var parser: WebSocketFrameParser
  private var input = ByteBuffer()
  private var isOver = false
  /// Pings that are not answered yet.
  private var pings: [ByteBuffer] = []
  private let pongsMax: Int
  /// Pings that got no answer because a later one did (RFC 6455, section 5.5.3).
  private var pingsSkipped = 0

  init(messageBytesMax: Int, pongsMax: Int) {
    parser = WebSocketFrameParser(messageBytesMax: messageBytesMax)
    self.pongsMax = pongsMax
  }

  mutating func receive(_ bytes: ByteBuffer) {
    if !isOver { input.append(received: bytes) }
  }

  /// The next event in the bytes received; nil when more are needed or the reading is over.
  mutating func next() -> TransportEvent? {
    guard !isOver else { return nil }
    do {
      while let event = try parser.next(from: &input) {
        switch event {
        case .binary(let message): return .message(message)
        case .ping(let payload): note(ping: payload)
        case .pong: continue
        case .close(let code): return end(.closed(code))
        }
      }
      return nil
    } catch {
      return end(error == .messageTooLong ? .oversize : .violation(error))
    }
  }

  var owesReplies: Bool { !pings.isEmpty || pingsSkipped > 0 }

  /// Answers the pings, up to the limit. Returns how many were skipped since the last call.
  mutating func writeReplies(into output: inout ByteBuffer) -> Int {
    defer { pingsSkipped = 0 }
    for ping in pings { WebSocketFrameWriter.write(.pong, payload: ping, into: &output) }
    pings.removeAll(keepingCapacity: true)
    return pingsSkipped
  }

  private mutating func note(ping payload: ByteBuffer) {
    if pings.count >= pongsMax {
      pings.removeLast()
      pingsSkipped += 1
    }
    pings.append(payload)
  }

  private mutating func end(_ event: TransportEvent) -> TransportEvent {
    isOver = true
    input = ByteBuffer()
    return event
  }
}
