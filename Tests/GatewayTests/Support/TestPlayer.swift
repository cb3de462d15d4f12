import Model
import NIOCore
import Testing
import Wire

@testable import Gateway

/// A client as another team would write it, over either transport. One task uses it.
struct TestPlayer {
  enum Transport: String, CaseIterable, Sendable { case webSocket, tcp }

  /// What came from the server.
  enum Event: Hashable, Sendable {
    case message(ServerMessage)
    case pong([UInt8])
    case closeFrame(UInt16?)
    /// The connection ended.
    case end
  }

  let socket: TestSocket
  private let transport: Transport
  private var incoming: AsyncStream<ByteBuffer>.Iterator
  private var input = ByteBuffer()

  init(_ transport: Transport, _ gateway: TestGateway, reads: Bool = true) async throws {
    let port =
      transport == .tcp ? gateway.listener.tcpPort : gateway.listener.httpPort
    try await self.init(
      transport, on: try await TestSocket.connect(port: port, reads: reads), reads: reads)
  }

  /// On a connection that is there. `early` is sent with the handshake of a WebSocket.
  init(
    _ transport: Transport, on socket: TestSocket, reads: Bool = true, early: [UInt8] = []
  ) async throws {
    self.socket = socket
    self.transport = transport
    incoming = socket.bytes.makeAsyncIterator()
    if transport == .webSocket { try await upgrade(reads: reads, early: early) }
  }

  private mutating func upgrade(reads: Bool, early: [UInt8]) async throws {
    socket.write(Array(Self.handshake.utf8) + early)
    guard reads else { return }
    let end = Array("\r\n\r\n".utf8)
    while true {
      let view = input.readableBytesView
      if let cut = (0..<max(0, view.count - 3)).first(where: {
        view.dropFirst($0).prefix(4).elementsEqual(end)
      }) {
        let head = input.readString(length: cut + 4) ?? ""
        try #require(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
        return
      }
      try #require(await readMore(), "the handshake was not answered")
    }
  }

  static let handshake = """
    GET /play HTTP/1.1\r
    Host: localhost\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: 13\r
    \r

    """

  func send(_ message: ClientMessage) {
    var frame = ByteBuffer()
    ClientCodec.encode(message, to: &frame)
    send(raw: Array(frame.readableBytesView))
  }

  /// One message, whatever its bytes.
  func send(raw bytes: [UInt8]) {
    switch transport {
    case .webSocket: socket.write(ClientFrame.binary(bytes).bytes)
    case .tcp:
      socket.write((0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes)
    }
  }

  mutating func next() async throws -> Event {
    while true {
      if let event = try parse() { return event }
      guard await readMore() else { return .end }
    }
  }

  /// The next message that is no snapshot; what is before it is dropped. Nil at the end.
  mutating func nextMessage() async throws -> ServerMessage? {
    while true {
      switch try await next() {
      case .message(.snapshot), .pong: continue
      case .message(let message): return message
      case .closeFrame, .end: return nil
      }
    }
  }

  /// The next error.
  mutating func nextError() async throws -> ClientError? {
    while let message = try await nextMessage() {
      if case .error(let error) = message { return error }
    }
    return nil
  }

  /// The next snapshot; a fatal error before it is an issue, while on a busy machine a region may
  /// seem away for a moment. Nil at the end.
  mutating func nextSnapshot() async throws -> Snapshot? {
    while case .message(let message) = try await next() {
      if case .snapshot(let snapshot) = message { return snapshot }
      if case .error(let error) = message, error.isFatal { Issue.record("\(error)") }
    }
    return nil
  }

  /// Reads until the server closes; the last close frame's code.
  mutating func drain() async throws -> UInt16? {
    var code: UInt16?
    while true {
      switch try await next() {
      case .end: return code
      case .closeFrame(let frame): code = frame
      default: continue
      }
    }
  }

  private mutating func readMore() async -> Bool {
    guard let bytes = await incoming.next(isolation: #isolation) else { return false }
    input.writeImmutableBuffer(bytes)
    return true
  }

  private mutating func parse() throws -> Event? {
    switch transport {
    case .tcp:
      var frame = LengthPrefixedFrame(bytesMax: 1 << 20)
      guard let body = try frame.next(from: &input) else { return nil }
      return .message(try ClientCodec.decodeServer(body))
    case .webSocket: return try parseWebSocket()
    }
  }

  private mutating func parseWebSocket() throws -> Event? {
    var view = input
    guard let first: UInt8 = view.readInteger(), let second: UInt8 = view.readInteger() else {
      return nil
    }
    try #require(second & 0x80 == 0, "a server does not mask")
    var length = Int(second)
    if length == 126 {
      guard let long: UInt16 = view.readInteger() else { return nil }
      length = Int(long)
    } else if length == 127 {
      guard let long: UInt64 = view.readInteger() else { return nil }
      length = Int(long)
    }
    guard var payload = view.readSlice(length: length) else { return nil }
    input = view
    switch first {
    case 0x82: return .message(try ClientCodec.decodeServer(payload))
    case 0x8A: return .pong(Array(payload.readableBytesView))
    case 0x88: return .closeFrame(payload.readInteger())
    default:
      Issue.record("a frame of kind \(first)")
      return nil
    }
  }
}
