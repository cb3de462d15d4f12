import Model
import NIOCore
import NIOPosix

/// Turns the bytes of one connection into replies.
final class RedisReplyHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var reader = RedisReplyReader()
  private let onReply: (RedisReply) -> Void
  private let onFailure: (RedisError) -> Void
  private var hasFailed = false

  /// - Parameter onFailure: called at most once; no reply follows.
  init(onReply: @escaping (RedisReply) -> Void, onFailure: @escaping (RedisError) -> Void) {
    self.onReply = onReply
    self.onFailure = onFailure
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasFailed else { return }
    do {
      try reader.feed(unwrapInboundIn(data).readableBytesView)
      while let reply = try reader.next() { onReply(reply) }
    } catch {
      fail(error, context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(.connectionLost, context)
  }

  func channelInactive(context: ChannelHandlerContext) { fail(.connectionLost, context) }

  private func fail(_ error: RedisError, _ context: ChannelHandlerContext) {
    guard !hasFailed else { return }
    hasFailed = true
    onFailure(error)
    context.close(promise: nil)
  }
}

extension RedisEndpoint {
  /// Opens a connection on `loop`; the callbacks run there.
  ///
  /// - Throws: `RedisError.unreachable`.
  func connect(
    on loop: any EventLoop, timeout: TimeAmount,
    onReply: @escaping @Sendable (RedisReply) -> Void,
    onFailure: @escaping @Sendable (RedisError) -> Void
  ) async throws(RedisError) -> any Channel {
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(timeout)
      .channelOption(.socketOption(.so_keepalive), value: 1)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            RedisReplyHandler(onReply: onReply, onFailure: onFailure))
        }
      }
    do {
      return try await bootstrap.connect(host: host, port: port).get()
    } catch {
      throw .unreachable(self)
    }
  }
}

extension TimeAmount {
  init(_ span: BootTime.Span) { self = .microseconds(span.microseconds) }
}

extension BootTime.Span {
  init(_ amount: TimeAmount) { self.init(microseconds: amount.nanoseconds / 1000) }
}
