import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A collector on this machine that answers as it is told, and keeps what it got.
final class FakeCollector: Sendable {
  /// How it answers a request.
  enum Mood: Sendable {
    case takes
    case says(Int, retryAfter: Int? = nil)
    /// Takes so many spans less.
    case rejects(Int)
    /// Never answers.
    case sleeps
    case hangsUp
  }

  struct Request: Sendable {
    var head: HTTPRequestHead
    var body: [UInt8]
  }

  private struct State {
    var moods: [Mood]
    var requests: [Request] = []
  }

  let port: Int
  private let state: Mutex<State>
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel

  /// - Parameter moods: of one request after the other; then it takes what comes.
  static func start(_ moods: [Mood] = []) async throws -> FakeCollector {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let box = Box()
    let channel = try await ServerBootstrap(group: group)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(CollectorHandler(box))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let collector = FakeCollector(moods, group, channel)
    box.collector.withLock { $0 = collector }
    return collector
  }

  private init(_ moods: [Mood], _ group: MultiThreadedEventLoopGroup, _ channel: any Channel) {
    state = Mutex(State(moods: moods))
    self.group = group
    self.channel = channel
    port = channel.localAddress?.port ?? 0
  }

  var requests: [Request] { state.withLock { $0.requests } }

  func stop() async throws {
    try await channel.close()
    try await group.shutdownGracefully()
  }

  fileprivate func mood(for request: Request) -> Mood {
    state.withLock { state in
      state.requests.append(request)
      return state.moods.isEmpty ? .takes : state.moods.removeFirst()
    }
  }

  fileprivate final class Box: Sendable {
    let collector = Mutex<FakeCollector?>(nil)
  }
}

private final class CollectorHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart

  private let box: FakeCollector.Box
  private var request: FakeCollector.Request?

  init(_ box: FakeCollector.Box) { self.box = box }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): request = FakeCollector.Request(head: head, body: [])
    case .body(let bytes): request?.body.append(contentsOf: bytes.readableBytesView)
    case .end:
      guard let request, let collector = box.collector.withLock({ $0 }) else { return }
      answer(collector.mood(for: request), context)
    }
  }

  private func answer(_ mood: FakeCollector.Mood, _ context: ChannelHandlerContext) {
    switch mood {
    case .takes: write(200, nil, [], context)
    case .says(let status, let retryAfter): write(status, retryAfter, [], context)
    // partial_success { rejected_spans: n }, of one byte.
    case .rejects(let spans): write(200, nil, [0x0A, 0x02, 0x08, UInt8(spans)], context)
    case .sleeps: break
    case .hangsUp: context.close(promise: nil)
    }
  }

  private func write(
    _ status: Int, _ retryAfter: Int?, _ body: [UInt8], _ context: ChannelHandlerContext
  ) {
    var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status))
    head.headers = ["Content-Length": "\(body.count)", "Content-Type": "application/x-protobuf"]
    if let retryAfter { head.headers.add(name: "Retry-After", value: "\(retryAfter)") }
    context.channel.write(HTTPServerResponsePart.head(head), promise: nil)
    context.channel.write(
      HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil)
    context.channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
  }
}
