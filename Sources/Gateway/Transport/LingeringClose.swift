import NIOCore

/// Ends a connection so that the last bytes written arrive.
///
/// Closing a socket with unread bytes resets the connection, and the peer loses what it was told
/// last. So the sending side is closed first, and for a moment what still comes is read and dropped.
final class LingeringClose: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let bytesMax: Int
  private let time: TimeAmount
  private var dropped = 0
  private var end: Scheduled<Void>?

  private init(bytesMax: Int, time: TimeAmount) {
    self.bytesMax = bytesMax
    self.time = time
  }

  /// Begins to close. Everything before it must be written; on the channel's event loop.
  static func begin(_ context: ChannelHandlerContext, limits: GatewayLimits) {
    let linger = LingeringClose(
      bytesMax: limits.lingerBytesMax, time: .milliseconds(limits.lingerMillisecondsMax))
    do {
      try context.pipeline.syncOperations.addHandler(linger, position: .first)
    } catch {
      context.close(promise: nil)
    }
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    end = channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    // An empty write is done when all writes before it are.
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenComplete { _ in channel.close(mode: .output, promise: nil) }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
  }

  func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    dropped += unwrapInboundIn(data).readableBytes
    if dropped > bytesMax { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end?.cancel()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
