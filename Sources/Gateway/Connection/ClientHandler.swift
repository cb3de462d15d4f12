import Model
import NIOCore
import Wire

/// One connected client on its event loop: the shell of `ClientTransport` and `ClientConnection`.
///
/// Everything for the client is collected and goes out with one write per batch. Nothing here
/// waits, so no client holds up another.
final class ClientHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let address: AddressKey
  /// Its number among the clients of its desk.
  let number: UInt64
  private let desk: SessionDesk
  private var transport: ClientTransport
  private var connection: ClientConnection
  private var context: ChannelHandlerContext?

  /// The session that this client plays, from its log-in on.
  private(set) var session: Session?
  /// Framed messages that the connection has not taken.
  private var output = ByteBuffer()
  private var outputMessages = 0
  /// Whether the connection takes more.
  private var isWritable = true
  /// Since when the connection has taken nothing.
  private var stalledSince: BootTime?
  private var updates = UpdateGate()
  private var isClosing = false
  /// Whether the desk flushes it before long, and whether it is among the first.
  private var isInLine = false
  private var isFirst = false

  init(desk: SessionDesk, transport: consuming ClientTransport, address: AddressKey) {
    self.desk = desk
    self.transport = transport
    self.address = address
    number = desk.numberClient()
    connection = ClientConnection(settings: desk.gateway.settings, now: desk.now)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    isWritable = context.channel.isWritable
    desk.connected(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) { left() }

  func channelInactive(context: ChannelHandlerContext) {
    left()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    let bytes = unwrapInboundIn(data)
    let now = desk.now
    perform(connection.received(bytes: bytes.readableBytes, now: now))
    transport.receive(bytes)
    var messages = 0
    desk.together {
      while !isClosing, let event = transport.next() {
        if case .message = event { messages += 1 }
        answerPings()
        received(event, now: now)
      }
    }
    desk.gateway.metrics.received(messages: messages, bytes: bytes.readableBytes)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    readEnded()
    context.fireChannelReadComplete()
  }

  /// What was read is dealt with: answers go out.
  func readEnded() {
    guard !isClosing else { return }
    answerPings()
    if output.readableBytes > 0 { flush() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    isWritable = context.channel.isWritable
    if !isClosing {
      answerPings()
      flush()
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

// MARK: What the session says

extension ClientHandler {
  /// The log-in is done.
  func loggedIn(_ answer: LoggedIn, session: Session) {
    guard !isClosing else { return }
    self.session = session
    session.found(self)
    perform(connection.loginSucceeded(answer, now: desk.now))
    flush()
  }

  func loginFailed(_ error: ClientError) {
    perform(connection.loginFailed(error, now: desk.now))
    flush()
  }

  /// The character is in the world. Flushed by the desk with what follows.
  func joined(_ answer: Joined) {
    perform(connection.joinSucceeded(answer, now: desk.now))
    flushSoon()
  }

  /// An encoded `ServerFrame` of the region. Flushed by the desk, once per batch. False when the
  /// client does not get it: an update for one that is behind.
  @discardableResult
  func relay(_ frame: ByteBuffer) -> Bool {
    guard !isClosing, admits(frame) else { return false }
    outputMessages += 1
    transport.write(frame, into: &output)
    wrote()
    flushSoon()
    return true
  }

  /// Something that the player should know now: at the end of what the desk is doing.
  func tell(_ message: ServerMessage) {
    guard !isClosing else { return }
    send(message)
    if desk.isBusy { flushSoon(isUrgent: true) } else { flush() }
  }

  /// The connection ends for a reason that is not the client's.
  func end(_ error: ClientError) { perform(connection.ended(error)) }

  private func flushSoon(isUrgent: Bool = false) {
    guard isUrgent ? !isFirst : !isInLine else { return }
    isInLine = true
    if isUrgent { isFirst = true }
    desk.wrote(self, isUrgent: isUrgent)
  }

  /// Hands everything written to the connection, if that takes it.
  func flush() {
    isInLine = false
    isFirst = false
    guard !isClosing, let context else { return }
    guard isWritable else {
      if stalledSince == nil { stalledSince = desk.now }
      return
    }
    stalledSince = nil
    writeOut(context)
    if updates.isBehind { askForView() }
  }

  /// Looks at the time-outs.
  func check(now: BootTime) {
    perform(connection.checked(now: now))
    if updates.isBehind { askForView() }
    let limits = desk.gateway.settings.limits
    if let since = stalledSince, since + .milliseconds(limits.stallMillisecondsMax) < now {
      tooSlow()
    }
  }
}

// MARK: Updates

extension ClientHandler {
  /// Whether the client gets a message of its region: everything but updates while it is behind.
  private func admits(_ frame: ByteBuffer) -> Bool {
    let limit = desk.gateway.settings.limits.updatesWaitingBytesMax
    // A long batch goes out in parts, as far as the connection takes it.
    if output.readableBytes >= limit { flush() }
    let isCrowded = output.readableBytes >= limit
    guard isCrowded || updates.isBehind, SnapshotScan.isSnapshot(frame) else { return true }
    let wasBehind = updates.isBehind
    let passes = updates.passes(
      isCrowded: isCrowded, beginsView: SnapshotScan.beginsView(frame))
    if !passes { desk.gateway.metrics.dropped(.staleUpdate) }
    if updates.isBehind != wasBehind { desk.gateway.countBehind(updates.isBehind ? 1 : -1) }
    return passes
  }

  /// The client is behind; when it takes again, it is to be shown everything anew.
  private func askForView() {
    let pause = desk.gateway.settings.limits.viewMilliseconds
    guard !isClosing, context != nil, isWritable,
      updates.asksForView(now: desk.now, pause: .milliseconds(pause))
    else { return }
    session?.missedUpdates()
  }
}

// MARK: What the client says

extension ClientHandler {
  private func received(_ event: TransportEvent, now: BootTime) {
    switch event {
    case .message(let frame):
      do throws(WireError) {
        let (message, trace) = try ClientCodec.decodeTracedClient(frame)
        perform(connection.received(message, now: now), trace)
      } catch {
        perform(connection.receivedMalformed(error.sentence, now: now))
      }
    case .oversize:
      perform(connection.receivedOversize())
    case .violation(let violation):
      desk.gateway.metrics.violated(violation)
      connection.disconnected()
      close(violation.closeCode, reason: violation.reason)
    case .closed(let code):
      // In good order, yet the player may come back: only `bye` ends a session.
      connection.disconnected()
      close(code, reason: "")
    }
  }

  /// In the order of what came, before the answer to a later message. A client that does not read
  /// gets fewer.
  private func answerPings() {
    guard transport.owesReplies, context != nil, isWritable else { return }
    desk.gateway.metrics.dropped(.ping, count: transport.writeReplies(into: &output))
  }

  /// - Parameter trace: what the client says the message belongs to.
  private func perform(_ action: ClientConnection.Action, _ trace: TraceContext? = nil) {
    switch action {
    case .none: break
    case .send(let message):
      send(message)
    case .logIn(let request):
      desk.logIn(request, for: self)
    case .join:
      session?.join()
    case .input(let input):
      if let reason = session?.received(input, said: trace) {
        perform(connection.refusedInput(reason))
      }
    case .probe(let nonce):
      session?.probe(nonce)
    case .say(let say):
      session?.say(say)
    case .request(let request):
      session?.request(request)
    case .leave:
      session?.leave()
      send(.bye(reason: "goodbye"))
      close(.normal, reason: "")
    case .fail(let error):
      send(.error(error))
      close(error.closeCode, reason: error.message)
    }
  }

  private func send(_ message: ServerMessage) {
    if case .error(let error) = message { desk.gateway.metrics.refused(error.code) }
    outputMessages += 1
    transport.write(message, into: &output)
    wrote()
  }

  private func wrote() {
    if output.readableBytes > desk.gateway.settings.limits.outboundBytesMax { tooSlow() }
  }

  /// What waits is whole messages: dropped, and the reason said instead.
  private func tooSlow() {
    guard !isClosing else { return }
    desk.gateway.metrics.dropped(.slowReader, count: output.readableBytes)
    output.clear()
    outputMessages = 0
    end(ClientError(.slowReader, "This connection takes too little.", isFatal: true))
  }

  private func writeOut(_ context: ChannelHandlerContext) {
    guard output.readableBytes > 0 else { return }
    // Taken out first: while it is written, the channel may call back that it takes more.
    let bytes = output
    output = ByteBuffer()
    desk.gateway.metrics.sent(messages: outputMessages, bytes: bytes.readableBytes)
    outputMessages = 0
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    // The kernel mostly has it all by now: then the memory serves again.
    if output.readableBytes == 0, output.capacity == 0 {
      output = bytes
      output.clear()
    }
  }

  private func close(_ code: WebSocketCloseCode?, reason: String) {
    guard !isClosing, let context else { return }
    transport.writeClose(code, reason: reason, into: &output)
    isClosing = true
    writeOut(context)
    LingeringClose.begin(context, limits: desk.gateway.settings.limits)
    left()
  }

  /// The connection is over, or soon will be: the session goes on without it.
  private func left() {
    guard context != nil else { return }
    isClosing = true
    connection.disconnected()
    context = nil
    if updates.isBehind { desk.gateway.countBehind(-1) }
    desk.disconnected(self)
    session?.lostClient(self)
    session = nil
  }
}
