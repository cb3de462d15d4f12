import NIOCore
import Testing
import Wire

@testable import Gateway

/// What a transport holds of what it was sent.
@Suite("Memory of a transport") struct TransportMemoryTests {
  private static let body = [UInt8](repeating: 7, count: 1_000)

  /// Has a thousand messages read from pieces that each hold the rest of one and the beginning of
  /// the next: no piece ends with a message.
  private static func read<Transport>(
    _ message: [UInt8], cutAt place: Int, by transport: inout Transport,
    receive: (inout Transport, ByteBuffer) -> Void,
    next: (inout Transport) -> TransportEvent?
  ) throws {
    receive(&transport, ByteBuffer(bytes: message.prefix(place)))
    for _ in 0..<1_000 {
      receive(&transport, ByteBuffer(bytes: message.dropFirst(place) + message.prefix(place)))
      #expect(next(&transport) == .message(ByteBuffer(bytes: body)))
      #expect(next(&transport) == nil)
    }
    let input = try #require(Mirror(reflecting: transport).descendant("input") as? ByteBuffer)
    #expect(input.storageCapacity <= 8_192)
  }

  @Test("does not grow with what was read: WebSocket", arguments: [1, 500, 1_007])
  func webSocket(place: Int) throws {
    var transport = WebSocketTransport(messageBytesMax: 4_096, pongsMax: 4)
    try Self.read(
      ClientFrame.binary(Self.body).bytes, cutAt: place, by: &transport,
      receive: { $0.receive($1) }, next: { $0.next() })
  }

  @Test("does not grow with what was read: TCP", arguments: [1, 500, 1_003])
  func tcp(place: Int) throws {
    var transport = TCPTransport(messageBytesMax: 4_096)
    var frame = ByteBuffer()
    LengthPrefixedFrame.write(to: &frame) { $0.writeBytes(Self.body) }
    try Self.read(
      Array(frame.readableBytesView), cutAt: place, by: &transport,
      receive: { $0.receive($1) }, next: { $0.next() })
  }
}
