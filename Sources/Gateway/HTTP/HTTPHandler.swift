import NIOCore
import NIOHTTP1

/// One HTTP connection of the public port, until it becomes a WebSocket.
///
/// Answers go out in the order of the requests and in pieces, each after the one before was taken,
/// so that a slow reader costs one piece of memory. Every wait has an end.
final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// A request that has arrived whole.
  private struct Request {
    let head: HTTPRequestHead
    let body: ByteBuffer
  }

  private let routes: PublicRoutes
  private let address: AddressKey
  private let limits: GatewayLimits
  private let metrics: GatewayMetrics
  /// Makes a WebSocket of the connection after the 101 answer is written.
  private let upgrade: (ChannelHandlerContext) -> Void

  /// The request that is arriving.
  private var head: HTTPRequestHead?
  private var bodyBytes = 0
  /// Its body, of those that have one; nil: it is dropped.
  private var body: ByteBuffer?
  private var waiting: [Request] = []
  /// Requests answered.
  private var requests = 0
  /// What of the current answer is not yet handed over; nil: no answer is on its way.
  private var unsent: ByteBuffer?
  /// The request that is being answered elsewhere.
  private var asking: Request?
  private var closesAfterAnswer = false
  private var isClosing = false
  private var deadline: Scheduled<Void>?

  init(
    routes: PublicRoutes, address: AddressKey, limits: GatewayLimits, metrics: GatewayMetrics,
    upgrade: @escaping (ChannelHandlerContext) -> Void
  ) {
    self.routes = routes
    self.address = address
    self.limits = limits
    self.metrics = metrics
    self.upgrade = upgrade
  }

  func handlerAdded(context: ChannelHandlerContext) {
    arm(context, limits.http.requestMillisecondsMax)
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    isClosing = true
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      bodyBytes = 0
      body = routes.takesBody(head) ? ByteBuffer() : nil
    case .body(var bytes):
      bodyBytes += bytes.readableBytes
      if bodyBytes > limits.http.bodyBytesMax {
        refuse(context, tooLarge)
      } else {
        body?.writeBuffer(&bytes)
      }
    case .end:
      guard let head else { return }
      self.head = nil
      received(context, Request(head: head, body: body ?? ByteBuffer()))
      body = nil
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError else {
      context.close(promise: nil)
      return
    }
    switch error {
    case .headerOverflow:
      refuse(
        context, HTTPReply(.requestHeaderFieldsTooLarge, "The request's head is too large."))
    case .invalidVersion:
      refuse(context, HTTPReply(.httpVersionNotSupported, "This server speaks HTTP/1.1."))
    default:
      refuse(context, HTTPReply(.badRequest, "This is not HTTP."))
    }
  }

  private var tooLarge: HTTPReply {
    guard body != nil else { return HTTPReply(.payloadTooLarge, "Requests here have no body.") }
    let message = "A body has at most \(limits.http.bodyBytesMax) bytes."
    return AccountRefusal(.tooLarge, message).reply()
  }

  private func received(_ context: ChannelHandlerContext, _ request: Request) {
    guard unsent != nil || asking != nil else { return answer(context, request) }
    guard waiting.count < limits.http.pipelinedMax else {
      metrics.dropped(.httpPipeline)
      return close(context)
    }
    waiting.append(request)
  }

  private func answer(_ context: ChannelHandlerContext, _ request: Request) {
    requests += 1
    switch routes.answer(to: request.head, body: request.body, from: address) {
    case .upgrade(let headers):
      let response = HTTPResponseHead(
        version: .http1_1, status: .switchingProtocols, headers: headers)
      context.write(wrapOutboundOut(.head(response)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      metrics.answered(.switchingProtocols)
      upgrade(context)
    case .reply(let reply):
      send(context, reply, to: request)
    case .later(let ask):
      asking = request
      arm(context, limits.http.answerMillisecondsMax)
      let number = requests
      let this = NIOLoopBound(self, eventLoop: context.eventLoop)
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.eventLoop.makeFutureWithTask(ask).whenSuccess { reply in
        this.value.asked(bound.value, number, reply)
      }
    }
  }

  /// What was asked for is here, maybe too late.
  private func asked(_ context: ChannelHandlerContext, _ number: Int, _ reply: HTTPReply) {
    guard !isClosing, number == requests, let request = asking else { return }
    asking = nil
    send(context, reply, to: request)
  }

  private func send(
    _ context: ChannelHandlerContext, _ reply: HTTPReply, to request: Request
  ) {
    var reply = reply
    // After an Upgrade header the parser reads no further request.
    reply.closes =
      reply.closes || !request.head.isKeepAlive || request.head.headers.contains(name: "Upgrade")
      || requests >= limits.http.requestsPerConnectionMax
    send(context, reply, to: request.head.method)
  }

  /// Answers something that is no good request, and ends the connection.
  private func refuse(_ context: ChannelHandlerContext, _ reply: HTTPReply) {
    guard !isClosing else { return }
    guard unsent == nil, asking == nil else { return close(context) }
    var reply = reply
    reply.closes = true
    send(context, reply, to: .GET)
  }
}

extension HTTPHandler {
  private func send(
    _ context: ChannelHandlerContext, _ reply: HTTPReply, to method: HTTPMethod
  ) {
    metrics.answered(reply.status)
    var headers = reply.headers
    if reply.status != .notModified {
      headers.replaceOrAdd(name: "Content-Length", value: String(reply.body.readableBytes))
    }
    if reply.closes, !headers.contains(name: "Connection") {
      headers.add(name: "Connection", value: "close")
    }
    closesAfterAnswer = reply.closes
    let head = HTTPResponseHead(version: .http1_1, status: reply.status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    unsent = method == .HEAD ? ByteBuffer() : reply.body
    sendMore(context)
  }

  /// Hands over the next piece of the answer, or ends it.
  private func sendMore(_ context: ChannelHandlerContext) {
    guard !isClosing, var bytes = unsent else { return }
    let piece = bytes.readSlice(length: min(limits.http.chunkBytes, bytes.readableBytes))
    unsent = bytes
    let isLast = bytes.readableBytes == 0
    arm(context, limits.http.stallMillisecondsMax)
    let loop = context.eventLoop
    let this = NIOLoopBound(self, eventLoop: loop)
    let bound = NIOLoopBound(context, eventLoop: loop)
    let taken = loop.makePromise(of: Void.self)
    // A later turn of the loop: a long answer to a fast reader would nest one call per piece.
    taken.futureResult.whenSuccess {
      loop.execute { isLast ? this.value.sent(bound.value) : this.value.sendMore(bound.value) }
    }
    let body = HTTPServerResponsePart.body(.byteBuffer(piece ?? ByteBuffer()))
    if isLast {
      context.write(wrapOutboundOut(body), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: taken)
    } else {
      context.writeAndFlush(wrapOutboundOut(body), promise: taken)
    }
  }

  private func sent(_ context: ChannelHandlerContext) {
    unsent = nil
    guard !isClosing else { return }
    guard !closesAfterAnswer else { return close(context) }
    if waiting.isEmpty {
      arm(context, limits.http.keepAliveMillisecondsMax)
    } else {
      answer(context, waiting.removeFirst())
    }
  }

  private func close(_ context: ChannelHandlerContext) {
    guard !isClosing else { return }
    isClosing = true
    deadline?.cancel()
    LingeringClose.begin(context, limits: limits)
  }

  private func arm(_ context: ChannelHandlerContext, _ milliseconds: Int64) {
    deadline?.cancel()
    let this = NIOLoopBound(self, eventLoop: context.eventLoop)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(in: .milliseconds(milliseconds)) {
      this.value.expired(bound.value)
    }
  }

  private func expired(_ context: ChannelHandlerContext) {
    guard !isClosing else { return }
    metrics.dropped(.httpTimeout)
    if unsent != nil {
      // The peer takes nothing: there is nobody to say goodbye to.
      isClosing = true
      context.close(promise: nil)
    } else if asking != nil {
      asking = nil
      refuse(context, AccountRefusal.unavailable.reply())
    } else if requests == 0 || head != nil {
      refuse(context, HTTPReply(.requestTimeout, "The request did not come in time."))
    } else {
      close(context)
    }
  }
}
