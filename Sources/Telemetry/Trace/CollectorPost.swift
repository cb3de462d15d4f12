import NIOCore
import NIOHTTP1
import NIOPosix

/// One request to a collector, over a connection of its own.
enum CollectorPost {
  struct Answer: Hashable, Sendable {
    var status: Int
    /// What `Retry-After` says.
    var retryAfter: Duration?
    var body: [UInt8]
  }

  enum Failure: Error, Hashable, Sendable {
    case late
    /// The other side closed before it answered, or its answer is too long.
    case broken
  }

  static func send(
    _ body: [UInt8], to address: CollectorAddress, on loop: any EventLoop
  ) async throws -> Answer {
    let promise = loop.makePromise(of: Answer.self)
    let channel: any Channel
    do {
      channel = try await ClientBootstrap(group: loop)
        .connectTimeout(TelemetryLimits.collectorTimeMax)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHTTPClientHandlers()
            try channel.pipeline.syncOperations.addHandler(AnswerHandler(promise))
          }
        }
        .connect(host: address.host, port: address.port).get()
    } catch {
      promise.fail(error)
      throw error
    }
    let deadline = loop.scheduleTask(in: TelemetryLimits.collectorTimeMax) {
      promise.fail(Failure.late)
    }
    promise.futureResult.whenComplete { _ in
      deadline.cancel()
      channel.close(promise: nil)
    }
    var head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.path)
    head.headers = [
      "Host": "\(address.host):\(address.port)", "Content-Type": "application/x-protobuf",
      "Content-Length": "\(body.count)", "Connection": "close", "User-Agent": "pangea",
    ]
    channel.write(HTTPClientRequestPart.head(head), promise: nil)
    channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
    channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    return try await promise.futureResult.get()
  }
}

/// Collects one answer.
private final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let promise: EventLoopPromise<CollectorPost.Answer>
  private var answer: CollectorPost.Answer?

  init(_ promise: EventLoopPromise<CollectorPost.Answer>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      answer = CollectorPost.Answer(
        status: Int(head.status.code),
        retryAfter: head.headers.first(name: "Retry-After").flatMap { Int64($0) }.map {
          .seconds(max(0, $0))
        }, body: [])
    case .body(let bytes):
      answer?.body.append(contentsOf: bytes.readableBytesView)
      if let answer, answer.body.count > TelemetryLimits.collectorAnswerBytesMax {
        promise.fail(CollectorPost.Failure.broken)
      }
    case .end:
      if let answer { promise.succeed(answer) }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise.fail(CollectorPost.Failure.broken)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }
}
