/// A frame that RFC 6455 forbids, or that this server does not take. The connection fails with
/// `closeCode`.
enum WebSocketViolation: Error, Hashable, Sendable, CaseIterable {
  case unmaskedFrame
  case reservedBit
  case reservedOpcode
  case fragmentedControl
  case longControl
  case lengthNotMinimal
  case lengthOverflow
  /// A continuation without a message to continue.
  case strayContinuation
  /// A new message before the last fragment of the one before.
  case interruptedMessage
  case invalidCloseCode
  /// A close frame with one byte.
  case shortClose
  case invalidUTF8
  /// A text message; the protocol is binary.
  case textMessage
  case messageTooLong

  var closeCode: WebSocketCloseCode {
    switch self {
    case .textMessage: .unacceptableData
    case .invalidUTF8: .invalidData
    case .messageTooLong: .messageTooBig
    default: .protocolError
    }
  }

  /// The reason in the close frame, for whoever debugs a client; under 124 bytes.
  var reason: String {
    switch self {
    case .unmaskedFrame: "a client masks every frame"
    case .reservedBit: "a reserved bit is set, and no extension was agreed"
    case .reservedOpcode: "reserved opcode"
    case .fragmentedControl: "a control frame cannot be fragmented"
    case .longControl: "a control frame carries at most 125 bytes"
    case .lengthNotMinimal: "the length is not in its shortest form"
    case .lengthOverflow: "the length has its highest bit set"
    case .strayContinuation: "a continuation without a message"
    case .interruptedMessage: "a new message inside an unfinished one"
    case .invalidCloseCode: "this close code may not be sent"
    case .shortClose: "a close frame with one byte"
    case .invalidUTF8: "text that is not UTF-8"
    case .textMessage: "messages are binary: one ClientFrame each"
    case .messageTooLong: "the message is longer than frame_bytes_max"
    }
  }
}
