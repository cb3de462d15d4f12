import CoreMetrics
import Logging
import Model
import NIOCore
import NIOPosix
import Synchronization
import Wire

/// The links that others dialled to this node: lets them in and hands on what they bring.
final class MeshAcceptor: Sendable {
  typealias Handler = @Sendable ([ClusterMessage], NodeID) -> Void

  private struct Inbound {
    let channel: any Channel
    let incarnation: Incarnation
  }

  private let own: MeshHello
  private let options: MeshOptions
  private let logger: Logger
  private let throttle: LogThrottle
  private let figures: MeshFigures
  private let handler: Handler
  private let inbound = Mutex<[NodeID: Inbound]>([:])
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  init(
    own: MeshHello, options: MeshOptions, figures: MeshFigures, clock: any Clock, logger: Logger,
    handler: @escaping Handler
  ) {
    self.own = own
    self.options = options
    self.figures = figures
    self.logger = logger
    self.throttle = LogThrottle(clock: clock)
    self.handler = handler
  }

  /// Starts to listen.
  func bind(on group: any EventLoopGroup) async throws -> any Channel {
    try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 4)
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 16384, maximum: 1 << 18)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try self.accepted(channel) }
      }
      .bind(host: options.host, port: options.port).get()
  }

  /// Closes every link, and waits until they are closed.
  func closeAll() async {
    for channel in channels.withLock({ Array($0.values) }) {
      try? await channel.close().get()
    }
  }

  /// Closes what an earlier run of this node dialled.
  func closeLinks(from node: NodeID, before incarnation: Incarnation) {
    let old = inbound.withLock { inbound in
      inbound[node].map { $0.incarnation < incarnation } ?? false
        ? inbound.removeValue(forKey: node) : nil
    }
    old?.channel.close(promise: nil)
  }

  private func accepted(_ channel: any Channel) throws {
    let count = channels.withLock { channels in
      channels[ObjectIdentifier(channel)] = channel
      return channels.count
    }
    guard count <= ClusterLimits.meshInboundLinksMax else {
      forget(channel)
      figures.refusedLinks.increment()
      throw MeshLinkError.tooManyLinks
    }
    let machine = AcceptedLinkBox(own: own)
    try channel.pipeline.syncOperations.addHandlers(
      IdleStateHandler(readTimeout: options.silenceMax),
      MeshFrameHandler { channel, event in self.happened(event, machine, on: channel) })
  }

  private func happened(
    _ event: MeshFrameHandler.Event, _ machine: AcceptedLinkBox, on channel: any Channel
  ) {
    switch event {
    case .writable: break
    case .ended(let error): ended(channel, error)
    case .frame(let frame):
      let hello = machine.link.isGreeting ? MeshFrameHandler.hello(in: frame) : nil
      let isEmpty = frame.readableBytes == 0
      switch machine.link.received(hello: hello, isEmpty: isEmpty) {
      case .none: break
      case .welcome(let hello, let node, let incarnation):
        welcome(node, incarnation, hello, on: channel, machine)
      case .answerKeepalive:
        channel.writeAndFlush(
          MeshFrameHandler.frame(nil, allocator: channel.allocator), promise: nil)
      case .deliver(let node): deliver(frame, from: node, on: channel)
      case .close(let error): refuse(channel, error)
      }
    }
  }

  private func welcome(
    _ node: NodeID, _ incarnation: Incarnation, _ hello: MeshHello, on channel: any Channel,
    _ machine: AcceptedLinkBox
  ) {
    let (isStale, old) = inbound.withLock { inbound -> (Bool, Inbound?) in
      if let known = inbound[node], known.incarnation > incarnation { return (true, nil) }
      return (
        false,
        inbound.updateValue(Inbound(channel: channel, incarnation: incarnation), forKey: node)
      )
    }
    if isStale { return refuse(channel, .staleIncarnation) }
    old?.channel.close(promise: nil)
    channel.writeAndFlush(
      MeshFrameHandler.frame(.hello(hello), allocator: channel.allocator), promise: nil)
  }

  private func deliver(_ frame: ByteBuffer, from node: NodeID, on channel: any Channel) {
    guard channel.isActive else { return }
    var messages: [ClusterMessage] = []
    do {
      let unknown = try ClusterCodec.decode(frame: frame) { message throws(WireError) in
        messages.append(message)
      }
      if unknown > 0 { figures.unknownMessages.increment(by: unknown) }
    } catch {
      logger.debug("a frame cannot be read", metadata: ["from": "\(node)", "why": "\(error)"])
      return refuse(channel, .malformedFrame)
    }
    figures.receivedMessages.increment(by: messages.count)
    figures.receivedBytes.increment(by: frame.readableBytes)
    if !messages.isEmpty { handler(messages, node) }
  }

  private func refuse(_ channel: any Channel, _ error: MeshLinkError) {
    ended(channel, error)
    channel.close(promise: nil)
  }

  private func ended(_ channel: any Channel, _ error: MeshLinkError) {
    guard forget(channel) else { return }
    switch error {
    case .connectionLost, .closed: return
    case .malformedFrame: figures.refusedFrames.increment()
    default: figures.refusedLinks.increment()
    }
    guard let heldBack = throttle.admit() else { return }
    logger.warning(
      "closed a link that was dialled to this node",
      metadata: [
        "from": "\(channel.remoteAddress?.description ?? "?")", "why": "\(error)",
        "held_back": "\(heldBack)",
      ])
  }

  @discardableResult
  private func forget(_ channel: any Channel) -> Bool {
    inbound.withLock { inbound in
      for (node, link) in inbound where link.channel === channel { inbound[node] = nil }
    }
    return channels.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) != nil }
  }
}

/// Lets one machine be reached from the events of its channel, all on one loop.
private final class AcceptedLinkBox {
  var link: AcceptedLink

  init(own: MeshHello) { link = AcceptedLink(own: own) }
}
