import Logging
import Model
import NIOCore
import NIOPosix
import Wire

/// A player's client without a screen: it logs in as a guest, joins, sends inputs, and comes back
/// to its character when the connection is lost, sending again what nobody acknowledged.
///
/// Everything happens on one event loop: make it there, call it there, and it calls back there.
public final class BotClient {
  public enum Event {
    case welcomed(Welcome)
    /// The character is in the world; `isResumed` when it was before.
    case joined(Joined, isResumed: Bool)
    /// One tick of what the character sees, and how many of its inputs were acknowledged by it.
    case snapshot(SnapshotScan, frame: ByteBuffer, acknowledged: Int)
    case probeReply(nonce: UInt64, tick: Tick)
    /// To a request.
    case answer(ValueAnswer)
    case announcement(Announcement)
    case belongings(OwnedBelongings)
    case refused(ClientError)
    /// The connection is gone; the client connects again by itself.
    case disconnected(reason: String, wasPlaying: Bool)
    /// The bytes were no message.
    case malformed(String)
    /// The character could not be resumed; this many inputs were never acknowledged.
    case characterLost(pending: Int)
    /// The session is over: by `leave`, or because another log-in took over.
    case ended
  }

  /// Bytes of the transport, with its framing.
  public struct Traffic: Hashable, Sendable {
    public var received: UInt64 = 0
    public var sent: UInt64 = 0
  }

  private let addresses: [BotAddress]
  private let loop: any EventLoop
  private let logger: Logger
  private let handle: (Event) -> Void
  private var session: ClientSession
  private var known = KnownSlots()
  private var random: SeededGenerator
  private var connection: BotConnection?
  private var attempts = 0
  private var isEnded = false
  public internal(set) var traffic = Traffic()

  /// - Parameters:
  ///   - addresses: gateways; the next one is tried when one is away.
  ///   - name: the wished name; empty: the server gives one.
  ///   - seed: for frame masks and the spread of attempts.
  public init(
    addresses: [BotAddress], name: String = "", seed: UInt64, on loop: any EventLoop,
    logger: Logger, handle: @escaping (Event) -> Void
  ) {
    precondition(!addresses.isEmpty, "a client needs a place to connect to")
    loop.preconditionInEventLoop()
    self.addresses = addresses
    self.loop = loop
    self.logger = logger
    self.handle = handle
    session = ClientSession(name: name)
    random = SeededGenerator(seed: seed)
  }

  public var isPlaying: Bool { session.phase == .playing }

  /// Inputs that no update has acknowledged.
  public var pendingCount: Int { session.pendingCount }

  public var loggedIn: LoggedIn? { session.loggedIn }

  /// Starts to connect, and goes on until `leave`.
  public func connect() {
    loop.preconditionInEventLoop()
    guard !isEnded, connection == nil else { return }
    let address = addresses[attempts % addresses.count]
    attempts += 1
    let seed = random.next()
    let this = NIOLoopBound(self, eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
      .connectTimeout(.seconds(5))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = BotConnection(client: this.value, address: address, seed: seed)
          this.value.connection = connection
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }
      .connect(host: address.host, port: address.port)
      .whenFailure { this.value.failed($0) }
  }

  /// Sends an input; nil when not in the world, or when too many wait for an acknowledgement.
  @discardableResult
  public func send(_ motion: WireMotion?, _ deed: WireDeed? = nil) -> InputSequence? {
    loop.preconditionInEventLoop()
    guard let input = session.input(motion, deed) else { return nil }
    connection?.send(CollectionOfOne(.input(input)))
    return input.sequence
  }

  /// Asks for an answer at once: `Event.probeReply`.
  public func probe(nonce: UInt64) {
    guard isPlaying else { return }
    connection?.send(CollectionOfOne(.probe(nonce: nonce)))
  }

  /// Sends a request; who asks sends it again until it is answered.
  public func send(_ request: ValueRequest) {
    guard isPlaying else { return }
    connection?.send(CollectionOfOne(.request(request)))
  }

  /// Says a line of chat.
  public func say(_ line: Say) {
    guard isPlaying else { return }
    connection?.send(CollectionOfOne(.say(line)))
  }

  /// Says goodbye and stays away.
  public func leave(reason: String = "") {
    loop.preconditionInEventLoop()
    guard !isEnded else { return }
    isEnded = true
    connection?.send(CollectionOfOne(.bye(reason: reason)))
    session.left()
    connection?.close()
    connection = nil
    handle(.ended)
  }

  /// Cuts the connection without a word, as a broken line does; the client comes back by itself.
  public func cut() { connection?.end("cut", isMalformed: false) }
}

extension BotClient {
  func opened(_ connection: BotConnection) {
    guard connection === self.connection else { return }
    known = KnownSlots()
    connection.send(CollectionOfOne(session.opened()))
    let these = NIOLoopBound((self, connection), eventLoop: loop)
    loop.scheduleTask(in: .seconds(Limits.loginSecondsMax)) {
      let (client, connection) = these.value
      guard connection === client.connection, !client.isPlaying else { return }
      connection.end("the log-in takes too long", isMalformed: false)
    }
  }

  func received(_ frame: ByteBuffer, from connection: BotConnection) {
    guard connection === self.connection else { return }
    do {
      if SnapshotScan.isSnapshot(frame) {
        let scan = try SnapshotScan(frame, known: &known)
        let acknowledged = scan.own.map { session.acknowledged($0.counters.lastInput) } ?? 0
        handle(.snapshot(scan, frame: frame, acknowledged: acknowledged))
      } else {
        received(try ClientCodec.decodeServer(frame))
      }
    } catch {
      handle(.malformed("\(error)"))
      connection.end("\(error)", isMalformed: false)
    }
  }

  private func received(_ message: ServerMessage) {
    switch message {
    case .welcome(let welcome): handle(.welcomed(welcome))
    case .probeReply(let nonce, let tick, _): handle(.probeReply(nonce: nonce, tick: tick))
    case .answer(let answer): handle(.answer(answer))
    case .announcement(let told): handle(.announcement(told))
    case .belongings(let belongings): handle(.belongings(belongings))
    case .error(let error): handle(.refused(error))
    default: break
    }
    perform(session.received(message))
  }

  private func perform(_ action: ClientSession.Action) {
    switch action {
    case .none: break
    case .send(let message): connection?.send(CollectionOfOne(message))
    case .play(let joined, let inputs, let isResumed):
      attempts = 0
      handle(.joined(joined, isResumed: isResumed))
      connection?.send(inputs.lazy.map(ClientMessage.input))
    case .retry(let milliseconds):
      later(milliseconds) { client in
        if let login = client.session.loginAgain() { client.connection?.send([login]) }
      }
    case .resend(let milliseconds):
      later(milliseconds) { client in
        let inputs = client.session.resend()
        client.connection?.send(inputs.lazy.map(ClientMessage.input))
      }
    case .restart(let message, let lost):
      handle(.characterLost(pending: lost))
      if let message {
        connection?.send(CollectionOfOne(message))
      } else {
        connection?.end("the character is gone", isMalformed: false)
      }
    case .disconnect: connection?.end("the server refused", isMalformed: false)
    }
  }

  private func later(_ milliseconds: UInt32, _ body: @escaping @Sendable (BotClient) -> Void) {
    let this = NIOLoopBound(self, eventLoop: loop)
    loop.scheduleTask(in: .milliseconds(Int64(milliseconds))) { body(this.value) }
  }

  func closed(_ connection: BotConnection, reason: String, isMalformed: Bool) {
    guard connection === self.connection else { return }
    let wasPlaying = session.phase == .playing
    self.connection = nil
    session.closed()
    if isMalformed { handle(.malformed(reason)) }
    handle(.disconnected(reason: reason, wasPlaying: wasPlaying))
    if session.phase == .over {
      isEnded = true
      handle(.ended)
    }
    connectAgain()
  }

  private func failed(_ error: any Error) {
    guard !isEnded else { return }
    logger.debug("cannot connect", metadata: ["error": "\(error)"])
    guard let connection else {
      handle(.disconnected(reason: "\(error)", wasPlaying: false))
      return connectAgain()
    }
    connection.end("\(error)", isMalformed: false)
  }

  /// Waits longer after each failure, and each client for another time.
  private func connectAgain() {
    guard !isEnded else { return }
    let wait = min(0.1 * Double(1 << min(attempts, 10)), Limits.backoffSecondsMax)
    let spread = wait * (0.5 + Double(random.below(1000)) / 1000)
    let milliseconds = max(Int64(spread * 1000), Int64(session.retryAfterMilliseconds))
    let this = NIOLoopBound(self, eventLoop: loop)
    loop.scheduleTask(in: .milliseconds(milliseconds)) { this.value.connect() }
  }
}
