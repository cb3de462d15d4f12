import Model
import Security
import Wire

/// The conversation with one client, whatever carries it: greeting, log-in, join, play.
///
/// Pure: past-tense inputs, one action each. Its shell is `ClientHandler`.
struct ClientConnection: ~Copyable {
  enum Phase: Hashable, Sendable {
    /// Before `hello`.
    case greeting
    /// Before a log-in.
    case greeted
    case loggingIn
    /// Before `join`.
    case loggedIn(CharacterID)
    case joining(CharacterID)
    case joined(CharacterID)
    case over
  }

  /// Small in memory: nearly all are inputs and probes.
  enum Action: Equatable {
    case none
    case send(ServerMessage)
    case logIn(LoginRequest)
    case join(CharacterID)
    case input(PlayerInput)
    indirect case say(Say)
    indirect case request(ValueRequest)
    /// To be answered by the region.
    case probe(nonce: UInt64)
    /// The player leaves: no grace period, and the connection closes.
    case leave
    /// Send the error, then close.
    case fail(ClientError)
  }

  private(set) var phase = Phase.greeting
  private let settings: Settings
  private var rates: Rates
  private var faults = 0
  private var phaseSince: BootTime
  private var heardAt: BootTime

  init(settings: Settings, now: BootTime) {
    self.settings = settings
    rates = Rates(settings.limits, now: now)
    phaseSince = now
    heardAt = now
  }

  /// Bytes arrived, of whatever kind: they count against the rate and show that the client lives.
  mutating func received(bytes: Int, now: BootTime) -> Action {
    guard phase != .over else { return .none }
    heardAt = now
    return rates.bytes.take(bytes, now: now) ? .none : flooded("bytes")
  }

  mutating func received(_ message: ClientMessage, now: BootTime) -> Action {
    guard phase != .over else { return .none }
    guard rates.messages.take(now: now) else { return flooded("messages") }
    switch message {
    case .hello(let version, _): return receivedHello(version, now)
    case .bye:
      phase = .over
      return .leave
    case .probe(let nonce): return receivedProbe(nonce, now)
    case .guestLogin(let name):
      return receivedLogin(now) {
        () throws(ClientError) in try LoginRequest(guest: name)
      }
    case .resumeLogin(let token):
      return receivedLogin(now) {
        () throws(ClientError) in try LoginRequest(token: token)
      }
    case .join(let character): return receivedJoin(character, now)
    case .input(let input): return receivedInput(input, now)
    case .say(let say): return receivedSay(say)
    case .request(let request): return receivedRequest(request)
    case .ticketLogin(let ticket):
      return receivedLogin(now) {
        () throws(ClientError) in try LoginRequest(ticket: ticket)
      }
    }
  }

  /// A message that is no `ClientFrame`.
  mutating func receivedMalformed(_ reason: String, now: BootTime) -> Action {
    guard phase != .over else { return .none }
    guard rates.messages.take(now: now) else { return flooded("messages") }
    return fault(.malformed, reason)
  }

  /// A message longer than the limit; nothing after it can be read.
  mutating func receivedOversize() -> Action {
    fail(
      ClientError(
        .oversize, "A message has at most \(settings.limits.frameBytesMax) bytes.", isFatal: true))
  }

  mutating func loginSucceeded(_ answer: LoggedIn, now: BootTime) -> Action {
    guard phase == .loggingIn else { return .none }
    enter(.loggedIn(answer.character), now)
    return .send(.loggedIn(answer))
  }

  mutating func loginFailed(_ error: ClientError, now: BootTime) -> Action {
    guard phase == .loggingIn else { return .none }
    enter(.greeted, now)
    return error.isFatal ? fail(error) : .send(.error(error))
  }

  /// The character is in the world, or on another map than before.
  mutating func joinSucceeded(_ answer: Joined, now: BootTime) -> Action {
    switch phase {
    case .joining(answer.character): enter(.joined(answer.character), now)
    case .joined(answer.character): break
    default: return .none
    }
    return .send(.joined(answer))
  }

  /// An input whose sequence number does not follow.
  mutating func refusedInput(_ reason: String) -> Action {
    guard phase != .over else { return .none }
    return fault(.badInput, reason)
  }

  /// Something outside ends the connection: a take-over, the shutdown, a slow reader.
  mutating func ended(_ error: ClientError) -> Action { fail(error) }

  /// The client is gone.
  mutating func disconnected() { phase = .over }

  /// Looks at the time-outs; called now and then.
  mutating func checked(now: BootTime) -> Action {
    let limits = settings.limits
    let late: Bool
    switch phase {
    case .greeting:
      late = phaseSince + .milliseconds(limits.helloMillisecondsMax) < now
    case .greeted, .loggedIn:
      late = phaseSince + .milliseconds(limits.loginMillisecondsMax) < now
    case .loggingIn, .joining, .joined:
      late = heardAt + .milliseconds(limits.idleMillisecondsMax) < now
    case .over:
      return .none
    }
    guard late else { return .none }
    return fail(ClientError(.idle, "Nothing came in time.", isFatal: true))
  }
}

extension ClientConnection {
  private mutating func receivedHello(_ version: UInt32, _ now: BootTime) -> Action {
    guard phase == .greeting else { return outOfOrder("hello comes once.") }
    guard version == Self.version else {
      return fail(
        ClientError(
          .badVersion, "This server speaks version \(Self.version) of the protocol.",
          isFatal: true))
    }
    enter(.greeted, now)
    return .send(.welcome(settings.welcome))
  }

  private mutating func receivedProbe(_ nonce: UInt64, _ now: BootTime) -> Action {
    guard rates.probes.take(now: now) else { return flooded("probes") }
    switch phase {
    case .greeting: return outOfOrder("hello comes first.")
    case .joined: return .probe(nonce: nonce)
    default: return .send(.probeReply(nonce: nonce, tick: Tick(0), region: nil))
    }
  }

  private mutating func receivedLogin(
    _ now: BootTime, _ request: () throws(ClientError) -> LoginRequest
  ) -> Action {
    guard phase == .greeted else {
      return outOfOrder(phase == .greeting ? "hello comes first." : "Already logged in.")
    }
    do {
      let request = try request()
      enter(.loggingIn, now)
      return .logIn(request)
    } catch {
      return fault(error.code, error.message)
    }
  }

  private mutating func receivedJoin(_ character: CharacterID, _ now: BootTime) -> Action {
    guard case .loggedIn(let own) = phase else {
      return outOfOrder("join comes once, after the log-in.")
    }
    guard character == own else {
      return fault(.unknownCharacter, "Join with the character of your log-in.")
    }
    enter(.joining(character), now)
    return .join(character)
  }

  private mutating func receivedInput(_ input: PlayerInput, _ now: BootTime) -> Action {
    guard rates.inputs.take(now: now) else { return flooded("inputs") }
    guard case .joined = phase else { return outOfOrder("Inputs come after joined.") }
    guard input.sequence > .none else { return fault(.badInput, "Sequences begin at 1.") }
    return .input(input)
  }

  private mutating func receivedSay(_ say: Say) -> Action {
    guard case .joined = phase else { return outOfOrder("Chat comes after joined.") }
    guard let text = ChatText(say.text) else {
      return fault(
        .badInput, "A line has 1 to \(ChatText.bytesMax) bytes, without control characters.")
    }
    guard say.channel != .whisper || !say.to.isEmpty else {
      return fault(.badInput, "A whisper needs the name of the one who is to hear it.")
    }
    return .say(Say(channel: say.channel, text: text.text, to: say.to))
  }

  private mutating func receivedRequest(_ request: ValueRequest) -> Action {
    guard case .joined = phase else { return outOfOrder("Requests come after joined.") }
    return .request(request)
  }

  private mutating func enter(_ next: Phase, _ now: BootTime) {
    phase = next
    phaseSince = now
  }

  private mutating func outOfOrder(_ message: String) -> Action { fault(.outOfOrder, message) }

  private mutating func flooded(_ what: String) -> Action {
    fail(
      ClientError(
        .rateLimited, "Too many \(what) in a short time.", retryAfterMilliseconds: 1_000,
        isFatal: true))
  }

  /// A mistake: answered and forgiven, up to a limit.
  private mutating func fault(_ code: ClientError.Code, _ message: String) -> Action {
    faults += 1
    let error = ClientError(code, message, isFatal: faults > settings.limits.faultsMax)
    return error.isFatal ? fail(error) : .send(.error(error))
  }

  private mutating func fail(_ error: ClientError) -> Action {
    guard phase != .over else { return .none }
    phase = .over
    return .fail(error)
  }
}
