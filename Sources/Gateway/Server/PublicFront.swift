import Model
import NIOCore
import NIOHTTP1
import Wire

/// Puts the right handlers on every connection that comes in.
struct PublicFront: Sendable {
  private let gateway: Gateway
  private let desks: [ObjectIdentifier: DeskAddress]
  private let routes: PublicRoutes

  init(
    gateway: Gateway, desks: [DeskAddress], content: ContentFiles, web: ContentFiles,
    regions: RegionsPage, accounts: Accounts, origins: OriginPolicy
  ) {
    self.gateway = gateway
    self.desks = Dictionary(uniqueKeysWithValues: desks.map { (ObjectIdentifier($0.loop), $0) })
    routes = PublicRoutes(
      server: gateway.settings.server, origins: origins, content: content,
      web: WebPages(web), regions: regions,
      accounts: AccountRoutes(
        accounts: accounts, origins: origins, isReady: { [gateway] in !gateway.isDraining }),
      isReady: { [gateway] in !gateway.isDraining })
  }

  /// A connection of the public port; on its event loop.
  func acceptHTTP(_ channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    guard let (desk, key) = try admit(channel, refused: Self.httpRefusal) else { return }
    let limits = gateway.settings.limits
    var heads = NIOHTTPDecoderLimitConfiguration()
    heads.maxHeaderFieldSize = limits.http.headerFieldBytesMax
    heads.maxHeaderListSize = limits.http.headerBytesMax
    heads.maxHeaderFieldCount = limits.http.headerCountMax
    let decoder = ByteToMessageHandler(
      HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: heads))
    let encoder = HTTPResponseEncoder()
    let http = HTTPHandler(
      routes: routes, address: key, limits: limits, metrics: gateway.metrics
    ) { context in
      let transport = WebSocketTransport(
        messageBytesMax: limits.frameBytesMax, pongsMax: limits.pongsPerReadMax)
      let client = ClientHandler(
        desk: desk, transport: ClientTransport(webSocket: transport), address: key)
      let pipeline = context.pipeline.syncOperations
      do {
        try pipeline.addHandler(client)
        pipeline.removeHandler(context: context, promise: nil)
        pipeline.removeHandler(encoder, promise: nil)
        // Last, for it hands on what the client already sent, and that is not followed by the end
        // of a read.
        let isGone = context.eventLoop.makePromise(of: Void.self)
        isGone.futureResult.assumeIsolated().whenComplete { _ in client.readEnded() }
        pipeline.removeHandler(decoder, promise: isGone)
      } catch {
        context.close(promise: nil)
      }
    }
    try pipeline.addHandlers([decoder, encoder, http])
  }

  /// A connection of the TCP port; on its event loop.
  func acceptTCP(_ channel: any Channel) throws {
    guard let (desk, key) = try admit(channel, refused: Self.tcpRefusal) else { return }
    let transport = TCPTransport(messageBytesMax: gateway.settings.limits.frameBytesMax)
    try channel.pipeline.syncOperations.addHandler(
      ClientHandler(desk: desk, transport: ClientTransport(tcp: transport), address: key))
  }

  /// Counts a connection in, or gives it a refusal and nil.
  private func admit(
    _ channel: any Channel, refused bytes: (AddressBook.Refusal) -> ByteBuffer
  ) throws -> (SessionDesk, AddressKey)? {
    guard let desk = desks[ObjectIdentifier(channel.eventLoop)]?.desk.value else {
      throw ChannelError.operationUnsupported
    }
    let key = AddressKey(channel.remoteAddress)
    desk.opened(channel)
    if let refusal = gateway.addresses.connected(key, now: desk.now) {
      gateway.metrics.dropped(refusal == .full ? .connectionFull : .connectionAddress)
      try channel.pipeline.syncOperations.addHandler(
        RefusalHandler(bytes(refusal), limits: gateway.settings.limits))
      return nil
    }
    let loop = channel.eventLoop
    channel.closeFuture.whenComplete { [gateway] _ in
      gateway.addresses.disconnected(key, now: loop.bootTime)
    }
    return (desk, key)
  }

  private static func httpRefusal(_ refusal: AddressBook.Refusal) -> ByteBuffer {
    let status =
      refusal == .full ? "503 Service Unavailable" : "429 Too Many Requests"
    return ByteBuffer(
      string: """
        HTTP/1.1 \(status)\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n
        """)
  }

  private static func tcpRefusal(_ refusal: AddressBook.Refusal) -> ByteBuffer {
    let error =
      refusal == .full
      ? ClientError(.full, "This server is full.", retryAfterMilliseconds: 5_000, isFatal: true)
      : ClientError(
        .rateLimited, "Too many connections from this address.", retryAfterMilliseconds: 5_000,
        isFatal: true)
    var bytes = ByteBuffer()
    LengthPrefixedFrame.write(to: &bytes) {
      ClientCodec.encode(ServerMessage.error(error), to: &$0)
    }
    return bytes
  }
}

/// Says no to a connection that may not stay.
private final class RefusalHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let bytes: ByteBuffer
  private let limits: GatewayLimits

  init(_ bytes: ByteBuffer, limits: GatewayLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    LingeringClose.begin(context, limits: limits)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
