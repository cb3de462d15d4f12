import NIOCore

/// Reads the frames of a WebSocket client and puts its messages together, strictly by RFC 6455.
///
/// It takes bytes cut anywhere and refuses a bad frame at the first byte that proves it bad. It
/// holds at most one message of `messageBytesMax`.
struct WebSocketFrameParser {
  enum Event: Equatable {
    case binary(ByteBuffer)
    case ping(ByteBuffer)
    case pong
    /// nil: a close frame without a code.
    case close(WebSocketCloseCode?)
  }

  private enum Phase {
    case header
    case payload(WebSocketFrameHeader, remaining: Int)
  }

  /// A data message of which not all fragments have come.
  private struct Message {
    var opcode: WebSocketOpcode
    var bytes = ByteBuffer()
    var text = UTF8Validator()
    var count = 0
  }

  private let messageBytesMax: Int
  private var phase = Phase.header
  private var message: Message?
  private var control = ByteBuffer()

  init(messageBytesMax: Int) { self.messageBytesMax = messageBytesMax }

  /// The next event in `input`, which it consumes; nil when more bytes are needed.
  ///
  /// After a violation the parser must not be used again.
  mutating func next(from input: inout ByteBuffer) throws(WebSocketViolation) -> Event? {
    while true {
      switch phase {
      case .header:
        guard let header = try WebSocketFrameHeader(from: &input) else { return nil }
        try begin(header)
      case .payload(let header, let remaining):
        let taken = min(remaining, input.readableBytes)
        guard var chunk = input.readSlice(length: taken) else { return nil }
        header.unmask(&chunk, from: header.length - remaining)
        try take(chunk, of: header)
        guard taken == remaining else {
          phase = .payload(header, remaining: remaining - taken)
          return nil
        }
        phase = .header
        if let event = try finish(header) { return event }
      }
    }
  }

  private mutating func begin(_ header: WebSocketFrameHeader) throws(WebSocketViolation) {
    switch header.opcode {
    case .continuation:
      guard message != nil else { throw .strayContinuation }
    case .text, .binary:
      guard message == nil else { throw .interruptedMessage }
      message = Message(opcode: header.opcode)
    case .close, .ping, .pong:
      control.clear()
    }
    if !header.opcode.isControl, let message {
      guard header.length <= messageBytesMax - message.count else { throw .messageTooLong }
    }
    phase = .payload(header, remaining: header.length)
  }

  private mutating func take(
    _ chunk: ByteBuffer, of header: WebSocketFrameHeader
  ) throws(WebSocketViolation) {
    guard !header.opcode.isControl else {
      control.writeImmutableBuffer(chunk)
      return
    }
    message?.count += chunk.readableBytes
    if message?.opcode == .text {
      guard message?.text.accepts(chunk.readableBytesView) == true else { throw .invalidUTF8 }
    } else {
      message?.bytes.writeImmutableBuffer(chunk)
    }
  }

  private mutating func finish(
    _ header: WebSocketFrameHeader
  ) throws(WebSocketViolation) -> Event? {
    switch header.opcode {
    case .ping: return .ping(control)
    case .pong: return .pong
    case .close: return .close(try closeCode())
    case .continuation, .text, .binary:
      guard header.isFinal, let whole = message else { return nil }
      message = nil
      guard whole.opcode == .binary else {
        throw whole.text.isComplete ? .textMessage : .invalidUTF8
      }
      return .binary(whole.bytes)
    }
  }

  private mutating func closeCode() throws(WebSocketViolation) -> WebSocketCloseCode? {
    guard control.readableBytes > 0 else { return nil }
    guard let raw = control.readInteger(as: UInt16.self) else { throw .shortClose }
    let code = WebSocketCloseCode(rawValue: raw)
    guard code.isAllowedOnWire else { throw .invalidCloseCode }
    var reason = UTF8Validator()
    guard reason.accepts(control.readableBytesView), reason.isComplete else { throw .invalidUTF8 }
    return code
  }
}
