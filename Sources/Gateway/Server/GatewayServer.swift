import Cluster
import Logging
import Metrics
import Model
import NIOCore
import NIOPosix
import Security
import ServiceLifecycle
import Storage
import Wire

/// The gateway as a service: listens, serves players until it is told to stop, and then sends them
/// away in good order.
public final class GatewayServer: Service {
  private let configuration: GatewayConfiguration
  private let group: any EventLoopGroup
  private let gateway: Gateway
  private let accounts: Accounts
  private let operations: OperationReceiver
  private let logger: Logger

  /// The loops of `group` each get their share of the players; they stop after this service.
  public init(
    _ configuration: GatewayConfiguration, group: any EventLoopGroup, store: any Store,
    links: GatewayLinks, logger: Logger
  ) throws(GatewayError) {
    if let flaw = configuration.flaw { throw flaw }
    self.configuration = configuration
    self.group = group
    self.logger = logger
    let settings = ClientConnection.Settings(
      limits: configuration.limits, server: configuration.id.description,
      contentVersion: configuration.contentVersion, wallClock: configuration.wallClock)
    gateway = Gateway(
      id: configuration.id, settings: settings, maps: configuration.maps, links: links,
      logins: LoginRegistry(
        store: store, maps: configuration.maps, starts: configuration.starts,
        wallClock: configuration.wallClock, logger: logger),
      tracing: configuration.tracing, deskCount: Array(group.makeIterator()).count)
    operations = OperationReceiver(
      node: .gateway(configuration.id), incarnation: configuration.incarnation,
      wallClock: configuration.wallClock,
      send: { _ = links.send(.operationReceipt($0), .admin($1)) },
      process: configuration.processOrders,
      work: { [gateway] order, done in gateway.operate(order, done: done) })
    do throws(SecurityError) {
      accounts = try Accounts(
        Accounts.Settings(
          limits: configuration.limits.accounts, starts: configuration.starts,
          tokenKey: configuration.tokenKey, wallClock: configuration.wallClock),
        store: store, clock: SystemClock(), logger: logger)
    } catch {
      throw .configuration("\(error)")
    }
  }

  /// How many are served now.
  public var status: GatewayStatus {
    GatewayStatus(
      sessions: gateway.sessions.count, connections: gateway.addresses.connections,
      clientsBehind: gateway.clientsBehind)
  }

  /// Takes a batch of messages that came over one link of the mesh from any other process, in
  /// order. Returns at once; from any thread.
  public func receive(_ messages: [ClusterMessage], from node: NodeID) {
    switch node {
    case .shard(let shard): gateway.receive(messages, from: shard)
    case .gateway(let other):
      for message in messages { gateway.receivedChat(message, from: other) }
    case .admin:
      for message in messages { receiveFromAdmin(message) }
    }
  }

  private func receiveFromAdmin(_ message: ClusterMessage) {
    switch message {
    case .operationOrder(let order): operations.receive(order)
    case .playersRequest(let request):
      gateway.players(request) { [links = gateway.links] reply in
        _ = links.send(.playersReply(reply), .admin(request.admin))
      }
    case .traceRequest(let request):
      Task { [gateway] in
        let reply = gateway.tracing.recorder.answer(request)
        _ = gateway.links.send(.traceReply(reply), .admin(request.admin))
      }
    default: break
    }
  }

  /// Binds both ports. Players are served from then on, also before `run`.
  public func listen() async throws(GatewayError) -> GatewayListener {
    let content = try await load(configuration.contentDirectory)
    let web = try await load(configuration.webDirectory)
    let security = try await TransportSecurity.load(configuration.certificate)
    let desks = try await makeDesks()
    gateway.install(desks)
    let front = PublicFront(
      gateway: gateway, desks: desks, content: content, web: web, regions: regionsPage,
      accounts: accounts, origins: configuration.origins)
    let http = try await bind(configuration.http) {
      try security.secure($0)
      try front.acceptHTTP($0)
    }
    do throws(GatewayError) {
      let tcp = try await bind(configuration.tcp) {
        try security.secure($0)
        try front.acceptTCP($0)
      }
      return GatewayListener(http: http, tcp: tcp)
    } catch {
      try? await http.close()
      throw error
    }
  }

  /// Listens and serves until the service is told to stop, then drains.
  public func run() async throws {
    try await serve(try await listen())
  }

  /// Serves on ports that `listen` has bound, until the service is told to stop; then drains.
  public func serve(_ listener: GatewayListener) async throws {
    logger.info(
      "Players may come",
      metadata: ["http": "\(listener.httpPort)", "tcp": "\(listener.tcpPort)"])
    let gauges = Task { [gateway] in
      while !Task.isCancelled {
        gateway.record()
        try? await Task.sleep(for: .seconds(1))
      }
    }
    let sweep = GuestSweep(
      store: accounts.store, guestSeconds: configuration.limits.accounts.guestSeconds,
      wallClock: configuration.wallClock, logger: logger)
    let sweeping = Task { await sweep.run() }
    defer {
      gauges.cancel()
      sweeping.cancel()
    }
    try? await gracefulShutdown()
    await drain(listener)
  }

  /// Stops accepting, tells every client when to come back, and waits for their goodbyes.
  public func drain(_ listener: GatewayListener) async {
    gateway.beginDraining()
    await listener.close()
    for desk in gateway.desks {
      desk.loop.execute {
        desk.desk.value.drain(spread: self.configuration.drainSpreadMilliseconds)
      }
    }
    let patience = configuration.limits.lingerMillisecondsMax / 20 + 5
    for _ in 0..<patience where gateway.addresses.connections > 0 {
      try? await Task.sleep(for: .milliseconds(20))
    }
    for desk in gateway.desks {
      try? await desk.loop.submit { desk.desk.value.closeAll() }.get()
    }
    logger.info("The gateway has stopped")
  }
}

extension GatewayServer {
  /// Of the map where players begin.
  private var regionsPage: RegionsPage {
    let map = configuration.starts.first.flatMap { configuration.maps[$0.map] }
    let speaks = ["accounts", "chat"] + (configuration.hasSkills ? ["skills"] : [])
    return RegionsPage(grid: map?.grid, links: gateway.links, speaks: speaks) { [gateway] in
      gateway.sessions.count
    }
  }

  private func load(_ directory: String?) async throws(GatewayError) -> ContentFiles {
    guard let directory else { return .none }
    let loaded = await withCheckedContinuation { continuation in
      NIOThreadPool.singleton.submit { _ in
        continuation.resume(
          returning: Result { () throws(ContentFiles.LoadError) in
            try ContentFiles(directory: directory)
          })
      }
    }
    do throws(ContentFiles.LoadError) {
      return try loaded.get()
    } catch {
      throw .content(error)
    }
  }

  private func makeDesks() async throws(GatewayError) -> [DeskAddress] {
    var desks: [DeskAddress] = []
    for (number, loop) in group.makeIterator().enumerated() {
      do {
        desks.append(try await makeDesk(number, on: loop).get())
      } catch {
        throw .configuration("its event loops do not run")
      }
    }
    return desks
  }

  private func makeDesk(_ number: Int, on loop: any EventLoop) -> EventLoopFuture<DeskAddress> {
    let gateway = gateway
    return loop.submit {
      let desk = SessionDesk(gateway: gateway, number: number, loop: loop)
      desk.start()
      return DeskAddress(
        desk: NIOLoopBound(desk, eventLoop: loop), loop: loop,
        mailbox: Mailbox(limit: gateway.settings.limits.mailboxMax) { $0.messageCount })
    }
  }

  private func bind(
    _ address: GatewayConfiguration.Address,
    _ accept: @escaping @Sendable (any Channel) throws -> Void
  ) async throws(GatewayError) -> any Channel {
    let limits = configuration.limits
    do {
      return try await ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 4_096)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .childChannelOption(.socketOption(.so_sndbuf), value: limits.sendBufferBytes)
        .childChannelOption(
          .writeBufferWaterMark,
          value: .init(
            low: limits.writeWatermarkBytes / 2, high: limits.writeWatermarkBytes)
        )
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try accept(channel) }
        }
        .bind(host: address.host, port: address.port).get()
    } catch {
      throw .bind(address.description, reason: "\(error)")
    }
  }
}
