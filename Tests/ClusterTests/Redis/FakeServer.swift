import NIOCore
import NIOPosix

/// A server that answers every connection with the same bytes and otherwise swallows what comes.
final class FakeServer: Sendable {
  private let channel: any Channel

  /// - Parameters:
  ///   - greeting: sent as soon as somebody connects.
  ///   - answer: sent after whatever was read.
  init(greeting: String? = nil, answer: String? = nil) async throws {
    channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            Answering(greeting: greeting, answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }

  func close() async { try? await channel.close().get() }

  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let greeting: String?
    let answer: String?

    init(greeting: String?, answer: String?) {
      self.greeting = greeting
      self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) { write(greeting, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { write(answer, context) }

    private func write(_ text: String?, _ context: ChannelHandlerContext) {
      guard let text else { return }
      context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }
  }
}
