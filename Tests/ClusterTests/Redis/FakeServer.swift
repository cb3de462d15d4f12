import Cluster
import NIOCore
import NIOPosix
import Synchronization

/// A server that answers every connection with the same bytes and otherwise swallows what comes.
final class FakeServer: Sendable {
  private let channel: any Channel
  private let answer: Answer

  /// - Parameters:
  ///   - greeting: sent as soon as somebody connects.
  ///   - answer: sent after whatever was read.
  init(greeting: String? = nil, answer: String? = nil) async throws {
    let answer = Answer(answer)
    self.answer = answer
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

  /// Answers otherwise from now on.
  func answer(_ text: String) { answer.text.withLock { $0 = text } }

  /// Answers as a sentinel that names this server as its master.
  func name(_ master: RedisEndpoint) {
    let port = "\(master.port)"
    answer(
      "*2\r\n$\(master.host.utf8.count)\r\n\(master.host)\r\n$\(port.utf8.count)\r\n\(port)\r\n")
  }

  var endpoint: RedisEndpoint { RedisEndpoint(host: "127.0.0.1", port: port) }

  func close() async { try? await channel.close().get() }

  private final class Answer: Sendable {
    let text: Mutex<String?>

    init(_ text: String?) { self.text = Mutex(text) }
  }

  private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let greeting: String?
    let answer: Answer

    init(greeting: String?, answer: Answer) {
      self.greeting = greeting
      self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) { write(greeting, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      write(answer.text.withLock { $0 }, context)
    }

    private func write(_ text: String?, _ context: ChannelHandlerContext) {
      guard let text else { return }
      context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
    }
  }
}
