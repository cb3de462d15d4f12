import CoreMetrics
import Logging
import Model
import NIOCore
import NIOPosix
import Synchronization
import Wire

/// One link that this node dials: a bounded buffer that any thread fills, and a connection that is
/// opened again whenever it breaks.
actor MeshLink {
  typealias ChangeHandler = @Sendable (MeshLinkChange) -> Void

  private nonisolated let loop: any EventLoop
  nonisolated let unownedExecutor: UnownedSerialExecutor
  nonisolated let peer: MeshPeer
  private let own: MeshHello
  private let options: MeshOptions
  private let clock: any Clock
  private let logger: Logger
  private let figures: MeshFigures
  private let onChange: ChangeHandler
  private let pulse: Pulse
  private let outbox: Mutex<Outbox>
  /// Kept current from any thread: how much longer this link is wanted.
  private let wanted = Mutex(Wanted.always)
  private var machine: DialledLink
  private var channel: (any Channel)?
  private var connections: UInt64 = 0
  private var ended: MeshLinkError?

  enum Wanted {
    case always
    /// The registry no longer lists the node: until the connection breaks.
    case whileConnected
    /// Another link took its place, or the mesh shuts down.
    case never
  }

  init(
    to peer: MeshPeer, from own: MeshHello, options: MeshOptions, on loop: any EventLoop,
    clock: any Clock, figures: MeshFigures, logger: Logger, onChange: @escaping ChangeHandler
  ) {
    self.peer = peer
    self.own = own
    self.options = options
    self.loop = loop
    self.unownedExecutor = loop.executor.asUnownedSerialExecutor()
    self.clock = clock
    self.figures = figures
    self.logger = logger
    self.onChange = onChange
    self.pulse = Pulse(on: loop)
    self.outbox = Mutex(Outbox(pendingBytesMax: options.pendingBytesMax))
    self.machine = DialledLink(
      own: own, peer: peer, silenceMax: BootTime.Span(options.silenceMax))
  }

  // MARK: Any thread

  nonisolated var isUp: Bool { outbox.withLock { $0.isOpen } }

  nonisolated func send(_ message: ClusterMessage) -> MeshSendOutcome {
    let isPatient = if case .input = message { true } else { false }
    return append(isPatient: isPatient) { $0.append(message) }
  }

  nonisolated func send(
    encoded: ByteBuffer, messages: Int, isPatient: Bool
  ) -> MeshSendOutcome {
    append(isPatient: isPatient) { $0.append(encoded: encoded, messages: messages) }
  }

  /// Whether it is to be dialled again when it breaks.
  nonisolated var isWanted: Bool { wanted.withLock { $0 == .always } }

  nonisolated func want(_ newValue: Wanted) {
    wanted.withLock { if $0 != .never { $0 = newValue } }
    if newValue == .never { pulse.nudge() }
  }

  private nonisolated func append(
    isPatient: Bool, _ body: (inout sending Outbox) -> MeshSendOutcome
  ) -> MeshSendOutcome {
    let (outcome, wake) = outbox.withLock { outbox in
      let outcome = body(&outbox)
      return (outcome, outcome == .queued ? outbox.wake(isPatient: isPatient) : nil)
    }
    switch wake {
    case .now: loop.execute { self.assumeIsolated { $0.flush() } }
    case .later:
      loop.scheduleTask(in: options.patience) { self.assumeIsolated { $0.patienceEnded() } }
    case nil: break
    }
    return outcome
  }

  // MARK: On the loop

  /// Keeps the link open for as long as it is wanted.
  func run() async {
    var backoff = Backoff(
      first: BootTime.Span(options.backoffFirst), longest: BootTime.Span(options.backoffLongest),
      seed: UInt64(bitPattern: clock.now.microseconds) ^ peer.incarnation.rawValue)
    while isWanted, !Task.isCancelled {
      let error = await connectAndServe { backoff.reset() }
      logger.debug("no link", metadata: ["node": "\(peer.node)", "why": "\(error)"])
      guard isWanted, !Task.isCancelled else { return }
      await pulse.wait(for: TimeAmount(backoff.next()))
    }
  }

  private func connectAndServe(onUp: () -> Void) async -> MeshLinkError {
    machine = DialledLink(own: own, peer: peer, silenceMax: BootTime.Span(options.silenceMax))
    ended = nil
    connections += 1
    let number = connections
    guard let channel = await connect(number) else { return .notConnected }
    guard channel.isActive else { return .connectionLost }
    self.channel = channel
    perform(machine.connected(at: clock.now))
    while ended == nil {
      await pulse.wait(for: options.keepaliveInterval)
      if outbox.withLock({ $0.isOpen }) { onUp() }
      if Task.isCancelled || wanted.withLock({ $0 == .never }) {
        await drain()
        end(.closed)
      } else {
        perform(machine.ticked(at: clock.now))
      }
    }
    return ended ?? .connectionLost
  }

  private func connect(_ number: UInt64) async -> (any Channel)? {
    let bootstrap = ClientBootstrap(group: loop)
      .connectTimeout(options.connectTimeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(
        .writeBufferWaterMark,
        value: .init(low: Outbox.frameBytesTarget, high: 4 * Outbox.frameBytesTarget)
      )
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            MeshFrameHandler { _, event in
              self.assumeIsolated { $0.happened(event, on: number) }
            })
        }
      }
    return try? await bootstrap.connect(host: peer.address.host, port: peer.address.port).get()
  }

  private func happened(_ event: MeshFrameHandler.Event, on number: UInt64) {
    guard number == connections, channel != nil else { return }
    switch event {
    case .frame(let frame):
      perform(machine.received(Self.classify(frame), at: clock.now))
    case .writable:
      flush()
    case .ended(let error):
      end(error)
    }
  }

  private static func classify(_ frame: ByteBuffer) -> DialledLink.Frame {
    if frame.readableBytes == 0 { return .empty }
    return MeshFrameHandler.hello(in: frame).map { .hello($0) } ?? .other
  }

  private func perform(_ action: DialledLink.Action) {
    guard let channel else { return }
    switch action {
    case .none:
      break
    case .sendHello(let hello):
      channel.writeAndFlush(
        MeshFrameHandler.frame(.hello(hello), allocator: channel.allocator), promise: nil)
    case .sendKeepalive:
      channel.writeAndFlush(
        MeshFrameHandler.frame(nil, allocator: channel.allocator), promise: nil)
    case .linkUp:
      outbox.withLock { $0.open() }
      figures.linkUps.increment()
      logger.info("link up", metadata: ["node": "\(peer.node)"])
      tell(isUp: true, dropped: 0)
    case .close(let error):
      end(error)
    }
  }

  private func patienceEnded() {
    outbox.withLock { $0.patienceEnded() }
    flush()
  }

  /// Writes what waits, unless the kernel does not take it: then it waits on, bounded.
  private func flush() {
    guard let channel, channel.isWritable, let batch = outbox.withLock({ $0.take() }) else {
      return
    }
    figures.sentMessages.increment(by: batch.messages)
    let (bytes, messages, number) = (batch.frames.readableBytes, batch.messages, connections)
    figures.sentBytes.increment(by: bytes)
    channel.writeAndFlush(batch.frames).assumeIsolated().whenSuccess {
      self.assumeIsolated { $0.written(bytes: bytes, messages: messages, on: number) }
    }
  }

  private func written(bytes: Int, messages: Int, on number: UInt64) {
    guard number == connections, channel != nil else { return }
    outbox.withLock { $0.written(bytes: bytes, messages: messages) }
  }

  /// Waits until the kernel has taken what waits, but not for long.
  private func drain() async {
    guard let channel else { return }
    flush()
    let deadline = loop.scheduleTask(in: options.keepaliveInterval) { channel.close(promise: nil) }
    _ = try? await channel.writeAndFlush(
      MeshFrameHandler.frame(nil, allocator: channel.allocator)
    ).get()
    deadline.cancel()
  }

  private func end(_ error: MeshLinkError) {
    guard ended == nil, let channel else { return }
    ended = error
    self.channel = nil
    let (wasUp, dropped) = outbox.withLock { ($0.isOpen, $0.close()) }
    channel.close(promise: nil)
    if wasUp {
      figures.linkDowns.increment()
      figures.droppedMessages.increment(by: dropped)
      logger.info(
        "link down",
        metadata: ["node": "\(peer.node)", "why": "\(error)", "dropped": "\(dropped)"])
      tell(isUp: false, dropped: dropped)
    }
    pulse.nudge()
  }

  private func tell(isUp: Bool, dropped: Int) {
    onChange(
      MeshLinkChange(
        node: peer.node, incarnation: peer.incarnation, isUp: isUp, dropped: dropped))
  }
}
