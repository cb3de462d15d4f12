import Model
import NIOCore
import Wire

@testable import Bots

/// One client of a `FakeGateway`.
final class FakeConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let town: FakeTown
  private let transport: BotAddress.Transport
  private var stream = ByteBuffer()
  private var isUpgraded = false
  private var character: FakeCharacter?
  private var timer: RepeatedTask?

  init(town: FakeTown, transport: BotAddress.Transport) {
    self.town = town
    self.transport = transport
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var bytes = unwrapInboundIn(data)
    stream.writeBuffer(&bytes)
    if transport == .webSocket, !isUpgraded {
      guard FakeWebSocket.takeRequest(from: &stream) else { return }
      isUpgraded = true
      context.writeAndFlush(wrapOutboundOut(FakeWebSocket.answer), promise: nil)
    }
    while let frame = nextFrame(context) {
      guard let message = try? ClientCodec.decodeClient(frame) else {
        return context.close(promise: nil)
      }
      received(message, context)
    }
  }

  private func nextFrame(_ context: ChannelHandlerContext) -> ByteBuffer? {
    guard transport == .webSocket else {
      var framing = LengthPrefixedFrame(bytesMax: 4096)
      return try? framing.next(from: &stream)
    }
    while let (opcode, payload) = FakeWebSocket.takeFrame(from: &stream) {
      if opcode == 2 { return payload }
      if opcode == 8 { context.close(promise: nil) }
    }
    return nil
  }

  private func received(_ message: ClientMessage, _ context: ChannelHandlerContext) {
    switch message {
    case .hello: send(.welcome(Welcome()), context)
    case .guestLogin: logIn(nil, context)
    case .resumeLogin(let token): logIn(token, context)
    case .join(let id):
      guard let character else { return }
      character.joined()
      send(.joined(Joined(character: id, grid: FakeCharacter.grid, mapName: "town")), context)
      startTicking(context)
    case .input(let input): character?.apply(input)
    case .probe(let nonce): send(.probeReply(nonce: nonce, tick: Tick(1), region: nil), context)
    case .ticketLogin, .say, .request:
      send(.error(ClientError(.malformed, "No.", isFatal: true)), context)
    case .bye: context.close(promise: nil)
    }
  }

  private func logIn(_ token: [UInt8]?, _ context: ChannelHandlerContext) {
    if town.refusalsLeft > 0 {
      town.refusalsLeft -= 1
      let error = ClientError(.full, "No room.", retryAfterMilliseconds: 50, isFatal: false)
      return send(.error(error), context)
    }
    guard let character = token.map(town.resume) ?? town.create() else {
      return send(.error(ClientError(.badToken, "Unknown token.", isFatal: false)), context)
    }
    self.character = character
    send(
      .loggedIn(
        LoggedIn(
          account: AccountID(1), character: character.id, name: "Bot", resumeToken: character.token,
          lastInput: character.counters.lastInput, resumed: token != nil)), context)
  }

  private func startTicking(_ context: ChannelHandlerContext) {
    let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleRepeatedTask(
      initialDelay: .zero, delay: .milliseconds(50)
    ) { _ in
      let (connection, context) = this.value
      connection.tick(context)
    }
  }

  private func tick(_ context: ChannelHandlerContext) {
    guard let character, context.channel.isActive else { return }
    send(.snapshot(character.tick()), context)
    if character.sendsGarbage { write(ByteBuffer(bytes: [0x22, 0x7F, 1]), context) }
    guard character.breaksConnection else { return }
    if town.fault == .forgetsCharacter { town.forget(character) }
    context.close(promise: nil)
  }

  private func send(_ message: ServerMessage, _ context: ChannelHandlerContext) {
    var frame = ByteBuffer()
    ClientCodec.encode(message, to: &frame)
    write(frame, context)
  }

  private func write(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
    var bytes = ByteBuffer()
    switch transport {
    case .tcp: LengthPrefixedFrame.write(to: &bytes) { $0.writeImmutableBuffer(frame) }
    case .webSocket: FakeWebSocket.write(frame, to: &bytes)
    }
    context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { timer?.cancel() }
}
