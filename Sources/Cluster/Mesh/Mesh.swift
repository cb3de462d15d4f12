import CoreMetrics
import Logging
import Model
import NIOCore
import ServiceLifecycle
import Synchronization
import Wire

/// The transport between the processes of a cluster: one link in each direction between every two.
///
/// Messages to one node arrive in order or not at all. What a broken link loses is counted and told,
/// never sent again: the protocols above expect loss and repeat what matters.
public final class Mesh: Service {
  /// Called once per received frame on the link's loop; it must return at once.
  public typealias Handler = @Sendable ([ClusterMessage], NodeID) -> Void

  private let own: MeshHello
  private let options: MeshOptions
  private let group: any EventLoopGroup
  private let clock: any Clock
  private let logger: Logger
  private let throttle: LogThrottle
  private let figures = MeshFigures()
  private let acceptor: MeshAcceptor
  private let peers: Mutex<PeerTable<MeshLink>>
  private let listeners = MeshListeners()
  private let server = Mutex<(any Channel)?>(nil)
  private let links: AsyncStream<MeshLink>
  private let newLinks: AsyncStream<MeshLink>.Continuation

  /// - Parameter handler: gets the messages of all links.
  public init(
    node: NodeID, incarnation: Incarnation, cluster: ClusterName, options: MeshOptions,
    group: any EventLoopGroup, clock: any Clock = SystemClock(), logger: Logger,
    handler: @escaping Handler
  ) {
    own = MeshHello(node: node, incarnation: incarnation, cluster: cluster.rawValue)
    self.options = options
    self.group = group
    self.clock = clock
    self.logger = logger
    throttle = LogThrottle(clock: clock)
    acceptor = MeshAcceptor(
      own: own, options: options, figures: figures, clock: clock, logger: logger, handler: handler)
    peers = Mutex(PeerTable(own: node))
    (links, newLinks) = AsyncStream.makeStream()
  }

  // MARK: Life

  /// Starts to listen and returns the port, so that it can be registered before the mesh runs.
  public func listen() async throws -> Int {
    let channel = try await acceptor.bind(on: group)
    server.withLock { $0 = channel }
    return channel.localAddress?.port ?? options.port
  }

  /// Dials every known node until the task is cancelled or the service shut down.
  public func run() async throws {
    await withDiscardingTaskGroup { group in
      await withGracefulShutdownHandler {
        for await link in links { group.addTask { await self.run(link) } }
      } onGracefulShutdown: {
        self.newLinks.finish()
      }
      for link in peers.withLock({ $0.links }) { link.want(.never) }
    }
    try? await server.withLock { $0.take() }?.close().get()
    await acceptor.closeAll()
  }

  private func run(_ link: MeshLink) async {
    var isWanted = true
    while isWanted {
      await link.run()
      isWanted = peers.withLock { table in
        if link.isWanted, !Task.isCancelled { return true }
        table.ended(link.peer)
        return false
      }
    }
  }

  // MARK: Who is there

  /// Takes the list of all nodes that live. A later run of a node replaces the link to the earlier
  /// one at once; a node that is missing is not dialled again once its link breaks.
  public func update(peers list: [MeshPeer]) {
    var made: [MeshLink] = []
    let added = peers.withLock { table in
      let change = table.update(list) { peer in
        let link = makeLink(to: peer)
        made.append(link)
        return link
      }
      for link in change.replaced { link.want(.never) }
      for link in change.unlisted { link.want(.whileConnected) }
      for link in change.wanted { link.want(.always) }
      return change.added
    }
    for peer in added { acceptor.closeLinks(from: peer.node, before: peer.incarnation) }
    for link in made { newLinks.yield(link) }
  }

  /// Takes the nodes of a registry, now and whenever they change. The registry keeps the mesh: once
  /// anybody held it weakly, each use of it from then on would be dearer.
  public func follow(_ registry: NodeRegistry) {
    registry.observe { [self] event in
      if case .nodes(let records) = event { update(peers: records.map { MeshPeer($0) }) }
    }
    update(peers: registry.view.nodes.values.map { MeshPeer($0) })
  }

  /// Adds a listener for links that come up and go down, called on the link's loop.
  public func observe(_ listener: @escaping @Sendable (MeshLinkChange) -> Void) {
    listeners.add(listener)
  }

  /// Whether messages to this node are taken at the moment; from any thread.
  public func isLinked(_ node: NodeID) -> Bool {
    peers.withLock { $0.link(to: node) }?.isUp ?? false
  }

  private func makeLink(to peer: MeshPeer) -> MeshLink {
    MeshLink(
      to: peer, from: own, options: options, on: group.next(), clock: clock, figures: figures,
      logger: logger
    ) { [listeners] change in listeners.tell(change) }
  }

  // MARK: Sending

  /// Queues one message; from any thread, never blocks. The link's loop is woken once per batch.
  @discardableResult
  public func send(_ message: ClusterMessage, to node: NodeID) -> MeshSendOutcome {
    guard let link = peers.withLock({ $0.link(to: node) }) else {
      return refused(.unknownNode, messages: 1, to: node)
    }
    let outcome = link.send(message)
    return outcome == .queued ? outcome : refused(outcome, messages: 1, to: node)
  }

  /// Queues messages that are encoded already, one after the other as `ClusterCodec.append` writes
  /// them; from any thread, never blocks. All of them are taken, or none.
  @discardableResult
  public func send(
    encoded: ByteBuffer, messages: Int, isPatient: Bool = false, to node: NodeID
  ) -> MeshSendOutcome {
    guard let link = peers.withLock({ $0.link(to: node) }) else {
      return refused(.unknownNode, messages: messages, to: node)
    }
    let outcome = link.send(encoded: encoded, messages: messages, isPatient: isPatient)
    return outcome == .queued ? outcome : refused(outcome, messages: messages, to: node)
  }

  /// Queues a batch; from any thread, never blocks. All of it is taken, or nothing.
  @discardableResult
  public func send(_ batch: MeshBatch, to node: NodeID) -> MeshSendOutcome {
    send(encoded: batch.bytes, messages: batch.messages, isPatient: batch.isPatient, to: node)
  }

  private func refused(
    _ outcome: MeshSendOutcome, messages: Int, to node: NodeID
  ) -> MeshSendOutcome {
    figures.droppedMessages.increment(by: messages)
    if outcome != .notLinked, let heldBack = throttle.admit() {
      logger.warning(
        "dropped messages",
        metadata: ["node": "\(node)", "why": "\(outcome)", "held_back": "\(heldBack)"])
    }
    return outcome
  }
}
