import Cluster
import DequeModule
import Model
import NIOCore
import Security
import Wire

/// One event loop's share of the gateway: its clients and their sessions.
///
/// Everything of it stays on that loop. Others reach it through `DeskAddress`: a mailbox and one
/// wake per batch.
final class SessionDesk {
  let gateway: Gateway
  let number: Int
  let loop: any EventLoop
  let directory: LinkedDirectory
  /// By the numbers that they got here. Weak references would make every later use of a client
  /// dearer; who waits for a client that may go keeps its number.
  private var clients: [UInt64: ClientHandler] = [:]
  private var clientsSoFar: UInt64 = 0
  private(set) var sessions: [CharacterID: Session] = [:]
  /// Clients that were written to since the last flush. First those who were told something: answers
  /// do not wait until everybody's updates have gone out.
  private var answered: [ClientHandler] = []
  private var written: Deque<ClientHandler> = []
  /// Whether it goes on flushing before long, by itself.
  private var isResting = false
  /// When it began with the orders that it carries out now.
  private var turnBegan: BootTime?
  /// What goes to shards at the end of the turn, and whether there is one.
  private var outgoing = ShardBatches()
  private var collects = false
  private var queue: LoginQueue<Waiting>
  /// Log-ins that wait for the desk of an older session to say what it knows.
  private var arriving: [CharacterID: Arrival] = [:]
  private var pulse: RepeatedTask?
  var traces: DeskTraces
  /// How often storage was asked who is muted.
  var questions = 0
  private var pulses = 0
  /// Every connection of this loop, HTTP included.
  private var channels: [ObjectIdentifier: any Channel] = [:]

  /// A log-in in line.
  private struct Waiting {
    let request: LoginRequest
    let client: UInt64
  }

  /// A granted log-in, and whom it is for.
  private struct Arrival {
    let login: SessionLogin
    let client: UInt64
  }

  init(gateway: Gateway, number: Int, loop: any EventLoop) {
    self.gateway = gateway
    self.number = number
    self.loop = loop
    directory = LinkedDirectory(links: gateway.links)
    let limits = gateway.settings.limits
    traces = DeskTraces(gateway.tracing, limits: limits, now: loop.bootTime)
    queue = LoginQueue(
      perSecond: max(1, limits.loginsPerSecondMax / gateway.deskCount),
      waitingMax: max(1, limits.loginsWaitingMax / gateway.deskCount), now: loop.bootTime)
  }

  /// The time, as of when the loop began what it is doing if that is a batch.
  var now: BootTime { turnBegan ?? loop.bootTime }
  /// When a session ends whose client is gone now.
  var graceEnd: BootTime { now + .seconds(Int64(gateway.settings.limits.graceSeconds)) }

  /// Begins to look at the time.
  func start() {
    let this = NIOLoopBound(self, eventLoop: loop)
    let period = TimeAmount.milliseconds(SessionDesk.pulseMilliseconds)
    pulse = loop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
      this.value.check()
    }
  }

  /// Tells every client to come back later, spread over `spread` milliseconds.
  func drain(spread: UInt32) {
    pulse?.cancel()
    for session in sessions.values { session.end(.shuttingDown(spread: spread)) }
    for client in clients.values { client.end(.shuttingDown(spread: spread)) }
    for session in sessions.values { release(session) }
    sessions = [:]
  }
}

// MARK: Clients

extension SessionDesk {
  func opened(_ channel: any Channel) {
    let this = NIOLoopBound(self, eventLoop: loop)
    let id = ObjectIdentifier(channel)
    channels[id] = channel
    channel.closeFuture.whenComplete { _ in this.value.channels[id] = nil }
  }

  /// Closes what is still open, without a word.
  func closeAll() {
    for channel in channels.values { channel.close(promise: nil) }
  }

  /// A number for a client to come; none gets it again.
  func numberClient() -> UInt64 {
    clientsSoFar += 1
    return clientsSoFar
  }

  func connected(_ client: ClientHandler) { clients[client.number] = client }

  func disconnected(_ client: ClientHandler) { clients[client.number] = nil }

  /// Whether it flushes before long: what is written now goes out with what else the same clients get.
  var isBusy: Bool { turnBegan != nil }

  /// Notes that a client has something to flush.
  func wrote(_ client: ClientHandler, isUrgent: Bool = false) {
    if isUrgent { answered.append(client) } else { written.append(client) }
  }

  /// Flushes what this turn has written: one write per client.
  ///
  /// A write takes about 10 us, and a region's tick is for hundreds: after some of them the loop
  /// looks at what has come meanwhile, so that an answer to one does not wait for updates to all.
  private func flush() {
    for client in answered { client.flush() }
    answered.removeAll(keepingCapacity: true)
    guard !isResting else { return }
    var left = Self.flushedAtOnce
    while left > 0, let client = written.popFirst() {
      client.flush()
      left -= 1
    }
    guard !written.isEmpty else { return }
    isResting = true
    let this = NIOLoopBound(self, eventLoop: loop)
    // A task for now would run before the loop looks.
    _ = loop.scheduleTask(in: .microseconds(Self.restMicroseconds)) {
      this.value.isResting = false
      this.value.flush()
    }
  }

  private func check() {
    let now = now
    while let waiting = queue.next(now: now) {
      if let client = clients[waiting.client] { begin(waiting.request, for: client) }
    }
    pulses += 1
    if pulses.isMultiple(of: Self.pulsesEachClient) {
      for client in clients.values { client.check(now: now) }
    }
    if pulses.isMultiple(of: Self.pulsesEachSession) {
      together { for session in sessions.values { session.check(now: now) } }
    }
    if number == 0 { gateway.expireWhispers(now: now) }
    flush()
  }
}

// MARK: Log-in

extension SessionDesk {
  func logIn(_ request: LoginRequest, for client: ClientHandler) {
    guard gateway.addresses.mayLogIn(client.address, now: now) else {
      return client.loginFailed(.tooManyLogins)
    }
    guard gateway.sessions.count < gateway.settings.limits.sessionsMax else {
      return client.loginFailed(.noRoom)
    }
    switch queue.arrived(Waiting(request: request, client: client.number), now: now) {
    case .begin: begin(request, for: client)
    case .wait: break
    case .full: client.loginFailed(.noRoom)
    }
  }

  private func begin(_ request: LoginRequest, for client: ClientHandler) {
    let this = NIOLoopBound(self, eventLoop: loop)
    let bound = NIOLoopBound(client, eventLoop: loop)
    let began = now
    let registry = gateway.logins
    loop.makeFutureWithTask { () async -> Result<SessionLogin, ClientError> in
      do throws(ClientError) {
        return .success(try await registry.grant(request))
      } catch {
        return .failure(error)
      }
    }.whenSuccess { result in
      let desk = this.value
      desk.gateway.metrics.loginTook(desk.now - began)
      desk.granted(result, for: bound.value)
    }
  }

  private func granted(_ result: Result<SessionLogin, ClientError>, for client: ClientHandler) {
    switch result {
    case .failure(let error): client.loginFailed(error)
    case .success(let login):
      gateway.metrics.loggedIn(login.way)
      switch gateway.sessions.claim(login.character, login.generation, desk: number) {
      case .superseded: client.end(.takenOver)
      case .won: open(login, for: client)
      case .tookOver(let old):
        let arrival = Arrival(login: login, client: client.number)
        let overtaken = arriving.updateValue(arrival, forKey: login.character)
        overtaken.flatMap { clients[$0.client] }?.end(.takenOver)
        let order = DeskOrder.giveWay(login.character, to: number)
        if old.desk == number { perform(order) } else { gateway.post([order], to: old.desk) }
      }
    }
  }

  /// Begins a session. Without a client, which may be gone by now, it waits out its grace period.
  private func open(_ login: SessionLogin, for client: ClientHandler?) {
    let session = Session(login, desk: self)
    sessions[login.character] = session
    readMutes(of: session)
    client?.loggedIn(
      LoggedIn(
        account: login.account, character: login.character, name: login.name,
        resumeToken: login.token.bytes, lastInput: login.place.acknowledged,
        resumed: login.isResumed, login: login.generation.rawValue),
      session: session)
  }

  /// The first use of a session.
  func confirm(_ login: SessionLogin) {
    let registry = gateway.logins
    Task { await registry.confirm(login.character, login.generation) }
  }
}

// MARK: Sessions

extension SessionDesk {
  /// Sends to a shard: now, or with what else `together` sends.
  func send(_ message: ClusterMessage, to shard: ShardID) {
    outgoing.append(message, to: shard)
    if !collects || outgoing.isFull { sendCollected() }
  }

  /// Has everything that `body` sends to a shard go out together.
  func together(_ body: () -> Void) {
    guard !collects else { return body() }
    collects = true
    body()
    collects = false
    sendCollected()
  }

  private func sendCollected() {
    outgoing.flush { batch, shard in
      guard !gateway.links.sendBatch(batch, .shard(shard)) else { return }
      gateway.metrics.dropped(.meshRefused, count: batch.messages)
    }
  }

  /// A session ended by itself: storage forgets it, and a guest with it.
  func finished(_ session: Session) {
    forget(session)
    let registry = gateway.logins
    let login = session.login
    Task { await registry.end(login.account, login.character, login.generation) }
  }

  /// A session is not here any more.
  func forget(_ session: Session) {
    if sessions[session.login.character] === session {
      sessions[session.login.character] = nil
    }
    release(session)
  }

  private func release(_ session: Session) {
    gateway.sessions.release(session.login.character, session.login.generation)
  }

  /// Does what others left in the mailbox, and flushes once.
  func perform(_ orders: [DeskOrder]) {
    turnBegan = loop.bootTime
    together { for order in orders { perform(order) } }
    turnBegan = nil
    flush()
  }

  private func perform(_ order: DeskOrder) {
    switch order {
    case .receive(let messages, let shard):
      for message in messages { receive(message, from: shard) }
    case .lostOutput(let character):
      sessions[character]?.lostOutput()
    case .giveWay(let character, let desk):
      giveWay(character, to: desk)
    case .arrive(let character, let place):
      arrive(character, place)
    case .hear(let line, let map):
      for session in sessions.values { session.hear(line, on: map) }
    case .tell(let character, let message):
      sessions[character]?.tell(message)
    case .operate(let operation): perform(operation)
    }
  }

  private func receive(_ message: ClusterMessage, from shard: ShardID) {
    if let character = message.character {
      guard let session = sessions[character] else {
        return gateway.metrics.dropped(.unknownSession)
      }
      session.received(message, from: shard)
    } else if case .staleEpoch(let stale) = message {
      gateway.links.heardEpoch(stale.region, stale.epoch)
    }
  }

  private func giveWay(_ character: CharacterID, to desk: Int) {
    let old = sessions.removeValue(forKey: character)
    old?.superseded()
    // An arrival that a still newer one has overtaken.
    let overtaken = desk == number ? nil : arriving.removeValue(forKey: character)
    overtaken.flatMap { clients[$0.client] }?.end(.takenOver)
    let order = DeskOrder.arrive(character, old?.place ?? overtaken?.login.place)
    if desk == number { perform(order) } else { gateway.post([order], to: desk) }
  }

  private func arrive(_ character: CharacterID, _ place: SessionPlace?) {
    guard let arrival = arriving.removeValue(forKey: character) else { return }
    var login = arrival.login
    if let place { login.place.merge(place) }
    open(login, for: clients[arrival.client])
  }
}

extension SessionDesk {
  /// How often it looks at the time: at those who wait for a log-in.
  static let pulseMilliseconds: Int64 = 50
  /// Of so many one looks at the sessions: what they wait for takes hundreds of milliseconds.
  static let pulsesEachSession = 2
  /// Of so many one looks at the clients: their time-outs are seconds.
  static let pulsesEachClient = 5
  /// How many clients are flushed before it looks at what has come, and how long that rest is at
  /// least: a timer of the loop with a shorter one would be due before the loop looks.
  static let flushedAtOnce = 64
  static let restMicroseconds: Int64 = 100
}
