import NIOCore
import Wire

/// Cuts the bytes of a connection into frames and tells its owner what happens, on the loop.
final class MeshFrameHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  enum Event {
    case frame(ByteBuffer)
    /// The kernel takes bytes again.
    case writable
    /// Said once; no other event follows.
    case ended(MeshLinkError)
  }

  private var frames: LengthPrefixedFrame
  private var pending: ByteBuffer?
  private var hasEnded = false
  private let onEvent: (any Channel, Event) -> Void

  init(
    frameBytesMax: Int = Limits.clusterFrameBytesMax,
    onEvent: @escaping (any Channel, Event) -> Void
  ) {
    frames = LengthPrefixedFrame(bytesMax: frameBytesMax)
    self.onEvent = onEvent
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    var stream = pending.take() ?? ByteBuffer()
    if stream.readableBytes == 0 { stream = bytes } else { stream.writeBuffer(&bytes) }
    do {
      while !hasEnded, let frame = try frames.next(from: &stream) {
        onEvent(context.channel, .frame(frame))
      }
    } catch {
      return end(.malformedFrame, context)
    }
    if stream.readableBytes > 0 {
      stream.discardReadBytes()
      pending = stream
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if !hasEnded, context.channel.isWritable { onEvent(context.channel, .writable) }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .read = event as? IdleStateHandler.IdleStateEvent { end(.silent, context) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.connectionLost, context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.connectionLost, context)
    context.fireChannelInactive()
  }

  private func end(_ error: MeshLinkError, _ context: ChannelHandlerContext) {
    guard !hasEnded else { return }
    hasEnded = true
    onEvent(context.channel, .ended(error))
    context.close(promise: nil)
  }
}

extension MeshFrameHandler {
  /// The only message of a frame, if it is a hello.
  static func hello(in frame: ByteBuffer) -> MeshHello? {
    guard let messages = try? ClusterCodec.decode(frame: frame), messages.count == 1,
      case .hello(let hello) = messages[0]
    else { return nil }
    return hello
  }

  static func frame(_ message: ClusterMessage?, allocator: ByteBufferAllocator) -> ByteBuffer {
    var buffer = allocator.buffer(capacity: 64)
    LengthPrefixedFrame.write(to: &buffer) { body in
      if let message { ClusterCodec.append(message, to: &body) }
    }
    return buffer
  }
}
