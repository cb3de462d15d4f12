import NIOCore

@testable import Gateway

/// The bytes of a client's connection, cut anywhere. The first byte says into how long pieces, and
/// whether it is a WebSocket or, with its highest bit, TCP.
enum TransportProbe {
  private static let messageBytesMax = 512
  private static let pongsMax = 4

  static func verdict(of bytes: [UInt8]) -> String {
    guard let first = bytes.first else { return "empty" }
    let isTCP = first & 0x80 != 0
    let stream = Array(bytes.dropFirst())
    let whole = Run(isTCP, stream, pieces: max(1, stream.count))
    guard whole == Run(isTCP, stream, pieces: 1 + Int(first & 0x7F)) else {
      return "broken: cutting"
    }
    for case .message(let message) in whole.events
    where message.readableBytes > messageBytesMax { return "broken: a long message" }
    guard whole.replies.readableBytes <= pongsMax * 127 else { return "broken: long replies" }
    let end = whole.events.last.flatMap(ending)
    let messages = whole.events.count - (end == nil ? 0 : 1)
    return "\(isTCP ? "tcp" : "ws"): \(messages) messages, "
      + "\(whole.replies.readableBytes) bytes of replies, \(end ?? "open")"
  }

  private static func ending(_ event: TransportEvent) -> String? {
    switch event {
    case .message: nil
    case .oversize: "oversize"
    case .violation(let violation): "violation \(violation)"
    case .closed(let code): "closed \(code?.rawValue ?? 0)"
    }
  }

  /// What a transport makes of a stream.
  private struct Run: Equatable {
    var events: [TransportEvent] = []
    var replies = ByteBuffer()
    var skipped = 0

    init(_ isTCP: Bool, _ stream: [UInt8], pieces: Int) {
      var transport =
        isTCP
        ? ClientTransport(tcp: TCPTransport(messageBytesMax: messageBytesMax))
        : ClientTransport(
          webSocket: WebSocketTransport(messageBytesMax: messageBytesMax, pongsMax: pongsMax))
      var rest = stream[...]
      while !rest.isEmpty {
        transport.receive(ByteBuffer(bytes: rest.prefix(pieces)))
        while let event = transport.next() { events.append(event) }
        rest = rest.dropFirst(pieces)
      }
      skipped = transport.writeReplies(into: &replies)
    }
  }
}
