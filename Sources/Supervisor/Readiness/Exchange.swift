import NIOCore
import NIOPosix

/// One question and its answer over a connection of its own, bounded in size and time.
enum Exchange: Sendable {
  case loopback(port: Int)
  case socket(path: String)

  private static let answerBytesMax = 256 * 1024

  /// Sends a text and collects the answer until it is complete or the other side closes; nil when
  /// there is no connection or no whole answer within the time.
  func ask(
    _ question: String, within time: Duration = SupervisorLimits.probeMax,
    until complete: @escaping @Sendable (String) -> Bool
  ) async -> String? {
    await withTaskGroup(of: String?.self) { group in
      group.addTask { try? await converse(question, complete) }
      group.addTask {
        try? await Task.sleep(for: time)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }

  private func converse(
    _ question: String, _ complete: @escaping @Sendable (String) -> Bool
  ) async throws -> String {
    try await connect().executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: question))
      var answer = ByteBuffer()
      for try await part in inbound {
        answer.writeImmutableBuffer(part)
        let text = String(buffer: answer)
        if complete(text) || answer.readableBytes > Self.answerBytesMax { return text }
      }
      return String(buffer: answer)
    }
  }

  private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
    let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(2))
    let wrap: @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> =
      { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
    switch self {
    case .loopback(let port):
      return try await bootstrap.connect(host: "127.0.0.1", port: port, channelInitializer: wrap)
    case .socket(let path):
      return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: wrap)
    }
  }
}
