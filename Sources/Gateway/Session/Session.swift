import Cluster
import Model
import NIOCore
import Wire

/// One log-in of a character: the shell of its `SessionRoute`. It outlives the client's connection
/// by the grace period, and stays on the event loop where it began.
final class Session {
  private enum Phase {
    /// Logged in, not joined: no region knows of it.
    case idle
    case playing
    /// The region was asked to let the character go, until the given time.
    case leaving(until: BootTime)
    case over
  }

  let login: SessionLogin
  let desk: SessionDesk
  private(set) var route: SessionRoute
  private var phase = Phase.idle
  private(set) var client: ClientHandler?
  /// When the character leaves, while no client is there.
  private var graceEnds: BootTime?
  private var told: SessionRoute.Waiting?
  private var inputs = InputOrder()
  /// The map that the client was told of.
  private(set) var joinedMap: MapID?
  var chat: ChatConduct
  var requests: TokenBucket
  var traces = SessionTraces()
  /// Milliseconds since 1970.
  private let since: UInt64

  /// Begins without a client, waiting for one.
  init(_ login: SessionLogin, desk: SessionDesk) {
    self.login = login
    self.desk = desk
    graceEnds = desk.graceEnd
    since = desk.gateway.settings.wallClock()
    chat = ChatConduct(limits: desk.gateway.settings.limits, now: desk.now)
    requests = TokenBucket(
      perSecond: desk.gateway.settings.limits.requestsPerSecondMax,
      burst: desk.gateway.settings.limits.requestsBurstMax, now: desk.now)
    route = SessionRoute(
      session: SessionAddress(
        character: login.character, generation: login.generation, gateway: desk.gateway.id),
      region: login.place.region, sequence: login.place.sequence,
      acknowledged: login.place.acknowledged, hasPlayed: login.place.hasPlayed)
  }

  /// What this session knows of its character's place.
  var place: SessionPlace {
    SessionPlace(
      region: route.region, sequence: route.sequence, acknowledged: route.acknowledged,
      hasPlayed: route.hasPlayed)
  }

  /// As operators see it.
  var player: OnlinePlayer {
    OnlinePlayer(
      character: login.character, account: login.account, name: login.name,
      region: route.region, since: since, isConnected: client != nil,
      silencedMilliseconds: chat.silencedMilliseconds(now: desk.now))
  }

  /// Whether the client has joined, and not left.
  var isPlaying: Bool { if case .playing = phase { true } else { false } }

  // MARK: The client

  func found(_ client: ClientHandler) {
    self.client = client
    graceEnds = nil
    desk.gateway.names.add(login.name, login.character)
  }

  func join() {
    guard case .idle = phase else { return }
    phase = .playing
    desk.confirm(login)
    perform(route.started(now: desk.now, directory: desk.directory))
  }

  /// Takes an input; a sentence when its number does not follow.
  ///
  /// - Parameter said: the trace that the client says it belongs to.
  func received(_ input: PlayerInput, said: TraceContext? = nil) -> String? {
    guard case .playing = phase else { return nil }
    switch inputs.received(input.sequence) {
    case .gap(let expected):
      return "The next input is \(expected.rawValue), not \(input.sequence.rawValue)."
    case .ignored:
      desk.gateway.metrics.dropped(.inputRefused)
      return nil
    case .inOrder: break
    }
    let begun = desk.traces.begin(login, in: route.region, said: said, now: desk.now)
    let (verdict, actions) = route.inputReceived(
      input, now: desk.now, directory: desk.directory)
    switch verdict {
    case .accepted: break
    case .duplicate: desk.gateway.metrics.dropped(.inputDuplicate)
    case .invalid: return "Input \(input.sequence.rawValue) is too far ahead."
    case .refused:
      desk.gateway.metrics.dropped(.inputRefused)
      if inputs.refused(input.sequence) { tellToResend() }
    }
    if let begun, verdict == .accepted {
      relay(actions, of: input, begun)
    } else {
      perform(actions)
    }
    return nil
  }

  /// The client was not shown every update: it needs a new view.
  func missedUpdates() {
    guard isPlaying else { return }
    perform(route.updatesMissed(now: desk.now, directory: desk.directory))
  }

  /// Asks the region of the character for a sign of life, past its queue.
  func probe(_ nonce: UInt64) {
    let probe = SessionProbe(
      character: login.character, region: route.region, nonce: nonce, gateway: desk.gateway.id)
    if let owner = desk.directory.owner(of: route.region) {
      desk.send(.probe(probe), to: owner.shard)
    }
  }

  func tell(_ message: ServerMessage) { client?.tell(message) }

  /// Hands an encoded message to a client whose character is in the world; false when none took it.
  func show(_ frame: ByteBuffer) -> Bool {
    guard let client, joinedMap != nil else { return false }
    client.relay(frame)
    return self.client === client
  }

  /// An operator sends the player away: its character leaves at once.
  func kick(_ error: ClientError) {
    let old = dropClient()
    old?.end(error)
    beginLeaving()
  }

  /// The player leaves of its own will.
  func leave() {
    dropClient()
    beginLeaving()
  }

  /// The connection is gone: the character waits for it.
  func lostClient(_ lost: ClientHandler) {
    guard client === lost else { return }
    dropClient()
    graceEnds = desk.graceEnd
  }

  /// A newer log-in plays the character.
  func superseded() {
    phase = .over
    let old = dropClient()
    old?.end(.takenOver)
  }

  /// The gateway stops: the client is told when to come back, and the region keeps the character.
  func end(_ error: ClientError) {
    phase = .over
    let old = dropClient()
    old?.end(error)
  }

  @discardableResult
  private func dropClient() -> ClientHandler? {
    defer { client = nil }
    desk.gateway.names.remove(login.name, login.character)
    return client
  }

  // MARK: The region

  func received(_ message: ClusterMessage, from shard: ShardID) {
    let now = desk.now
    switch message {
    case .probeReply(let reply):
      client?.tell(
        .probeReply(nonce: reply.nonce, tick: reply.tick, region: reply.region))
    case .output(let output)
    where route.takesInPassing(output, now: now, directory: desk.directory):
      deliver(output.frame)
    default:
      let before = route.region
      let actions = route.received(message, from: shard, now: now, directory: desk.directory)
      if route.region != before { routeChanged() }
      perform(actions)
    }
  }

  /// Output for this session was lost inside the gateway: only a fresh start mends the client.
  func lostOutput() {
    client?.end(
      ClientError(
        .unavailable, "The gateway is overloaded; come back.",
        retryAfterMilliseconds: UInt32.random(in: 200...2_000), isFatal: true))
  }

  // MARK: Time

  func check(now: BootTime) {
    if traces.isOpen { expireTraces() }
    switch phase {
    case .idle, .playing:
      if case .playing = phase { perform(route.expired(now: now, directory: desk.directory)) }
      if let ends = graceEnds, ends < now { beginLeaving() }
    case .leaving(let until):
      perform(route.expired(now: now, directory: desk.directory))
      if until < now { finish() }
    case .over: break
    }
  }

  private func beginLeaving() {
    graceEnds = nil
    switch phase {
    case .idle: finish()
    case .playing:
      let patience = desk.gateway.settings.limits.leaveMillisecondsMax
      phase = .leaving(until: desk.now + .milliseconds(patience))
      perform(route.leave(now: desk.now, directory: desk.directory))
    case .leaving, .over: break
    }
  }

  /// Nobody plays the character any more.
  private func finish() {
    if case .over = phase { return }
    phase = .over
    desk.finished(self)
  }
}

extension Session {
  private func perform(_ actions: [SessionRoute.Action]) {
    for action in actions { perform(action) }
  }

  func perform(_ action: SessionRoute.Action) {
    switch action {
    case .send(.attach(var attach), let shard):
      attach.trace = currentTrace
      desk.send(.attach(attach), to: shard)
    case .send(let message, let shard): desk.send(message, to: shard)
    case .deliver(let frame): deliver(frame)
    case .attached(let region): attached(to: region)
    case .waiting(let reason): wait(reason)
    case .failed(let failure): fail(failure)
    case .left: finish()
    case .heardEpoch(let region, let epoch): desk.gateway.links.heardEpoch(region, epoch)
    }
  }

  private func deliver(_ frame: ByteBuffer) {
    if let client {
      if traces.isOpen { return deliverTraced { client.relay(frame) } }
      client.relay(frame)
    } else {
      desk.gateway.metrics.dropped(.outputWithoutClient)
    }
  }

  /// The character is simulated. Its player is told at first, and when the map is another one.
  private func attached(to region: RegionID) {
    if told == .regionAway {
      client?.tell(
        .notice(
          Notice(
            .serverRestarted,
            "This part of the world was restarted: you may stand a little further back.")))
    }
    told = nil
    routeSettled(in: region)
    guard joinedMap != region.map, let map = desk.gateway.maps[region.map] else { return }
    joinedMap = region.map
    client?.joined(Joined(character: login.character, grid: map.grid, mapName: map.name))
  }

  /// Tells the player once why the character stands still.
  private func wait(_ reason: SessionRoute.Waiting) {
    guard told != reason else { return }
    told = reason
    let message: ServerMessage =
      switch reason {
      case .full: .error(ClientError(.full, "This region is full; you wait.", isFatal: false))
      case .inLine(let place): .notice(.inLine(place))
      case .storageAway:
        .error(ClientError(.unavailable, "The server's memory is away; you wait.", isFatal: false))
      case .regionAway:
        .error(ClientError(.unavailable, "This region is on its way up; you wait.", isFatal: false))
      }
    client?.tell(message)
  }

  private func fail(_ failure: SessionRoute.Failure) {
    switch failure {
    case .takenOver:
      superseded()
      desk.forget(self)
    case .unknownCharacter:
      let old = dropClient()
      old?.end(
        ClientError(.unknownCharacter, "This character does not exist any more.", isFatal: true))
      finish()
    }
  }

  private func tellToResend() {
    client?.tell(
      .error(
        ClientError(
          .rateLimited, "Too many inputs wait for an answer; send them again, in order.",
          retryAfterMilliseconds: 1_000, isFatal: false)))
  }
}
