import NIOCore
import NIOPosix

/// A raw TCP connection of a test's client.
final class TestSocket: Sendable {
  private let channel: any Channel
  private let stream: AsyncStream<ByteBuffer>

  private init(channel: any Channel, stream: AsyncStream<ByteBuffer>) {
    self.channel = channel
    self.stream = stream
  }

  /// With `reads` false nothing is read before `resume`; `prepare` adds what stands first.
  static func connect(
    port: Int, reads: Bool = true,
    _ prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in }
  ) async throws -> TestSocket {
    let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
    var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: reads)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try prepare(channel)
          try channel.pipeline.syncOperations.addHandler(Sink(continuation))
        }
      }
    if !reads { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 4_096) }
    let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
    return TestSocket(channel: channel, stream: stream)
  }

  func write(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// What arrives, until the server closes.
  var bytes: AsyncStream<ByteBuffer> { stream }

  /// Everything until the server closes.
  func readToEnd() async -> ByteBuffer {
    var all = ByteBuffer()
    for await bytes in stream { all.writeImmutableBuffer(bytes) }
    return all
  }

  /// Stops to read.
  func pause() async throws { try await channel.setOption(.autoRead, value: false).get() }

  func resume() async throws { try await channel.setOption(.autoRead, value: true).get() }

  func close() { channel.close(promise: nil) }

  private final class Sink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let continuation: AsyncStream<ByteBuffer>.Continuation

    init(_ continuation: AsyncStream<ByteBuffer>.Continuation) {
      self.continuation = continuation
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      continuation.yield(unwrapInboundIn(data))
    }

    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
