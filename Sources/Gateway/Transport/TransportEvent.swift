import NIOCore

/// What a transport read from a client.
enum TransportEvent: Equatable {
  /// One whole message: a `ClientFrame`, if the client is right.
  case message(ByteBuffer)
  /// A message over the limit. Nothing after it is read.
  case oversize
  /// The client broke RFC 6455. Nothing after it is read.
  case violation(WebSocketViolation)
  /// The client closed its WebSocket in good order. Nothing after it is read.
  case closed(WebSocketCloseCode?)
}
