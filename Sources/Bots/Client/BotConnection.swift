import NIOCore
import Wire

/// One connection of a `BotClient`: bytes to frames and back.
final class BotConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var framing: ClientFraming
  private var stream = ByteBuffer()
  private var context: ChannelHandlerContext?
  private let client: BotClient
  private var isClosed = false

  init(client: BotClient, address: BotAddress, seed: UInt64) {
    self.client = client
    framing = ClientFraming(address: address, seed: seed)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    if let opening = framing.opening() {
      write(opening)
    } else {
      client.opened(self)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    client.traffic.received += UInt64(bytes.readableBytes)
    stream.append(received: bytes)
    do {
      while !isClosed, let event = try framing.next(from: &stream) { handle(event) }
    } catch {
      end("\(error)", isMalformed: true)
    }
  }

  private func handle(_ event: ClientFraming.Event) {
    switch event {
    case .opened: client.opened(self)
    case .frame(let frame): client.received(frame, from: self)
    case .reply(let bytes): if bytes.readableBytes > 0 { write(bytes) }
    case .closed(let reason): end(reason, isMalformed: false)
    }
  }

  func send(_ messages: some Sequence<ClientMessage>) {
    guard let context, !isClosed else { return }
    var bytes = context.channel.allocator.buffer(capacity: 64)
    for message in messages { framing.write(message, to: &bytes) }
    if bytes.readableBytes > 0 { write(bytes) }
  }

  private func write(_ bytes: ByteBuffer) {
    guard let context else { return }
    client.traffic.sent += UInt64(bytes.readableBytes)
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  /// Closes the connection on purpose, politely.
  func close() {
    guard let context, !isClosed else { return }
    isClosed = true
    if let closing = framing.closing() { write(closing) }
    context.close(promise: nil)
  }

  func end(_ reason: String, isMalformed: Bool) {
    guard !isClosed else { return }
    isClosed = true
    context?.close(promise: nil)
    client.closed(self, reason: reason, isMalformed: isMalformed)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end("the connection was lost", isMalformed: false)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end("\(error)", isMalformed: false)
  }
}
