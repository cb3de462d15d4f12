import Model
import Wire

/// A player's log-in and inputs over any number of connections: what to send, and what to send
/// again. Pure; `BotClient` has the connection and the time.
struct ClientSession {
  enum Phase: Hashable {
    case disconnected, greeting, loggingIn, joining, playing
    /// Said goodbye, or another log-in took the character over, or an operator sent it away.
    case over
  }

  enum Action: Equatable {
    case none
    case send(ClientMessage)
    /// The character is in the world: send these inputs, which nobody acknowledged.
    case play(Joined, inputs: [PlayerInput], isResumed: Bool)
    /// Log in again after so many milliseconds.
    case retry(afterMilliseconds: UInt32)
    /// Send all that waits again after so many milliseconds: the server left something out.
    case resend(afterMilliseconds: UInt32)
    /// The character is gone with what was pending; go on as somebody new, over another connection
    /// when there is nothing to say on this one.
    case restart(ClientMessage?, lost: Int)
    case disconnect
  }

  private(set) var phase = Phase.disconnected
  /// The wished name.
  let name: String
  private(set) var loggedIn: LoggedIn?
  private var lastSequence = InputSequence.none
  private var unacknowledged: BoundedQueue<PlayerInput>
  /// The server asked not to come back before.
  private(set) var retryAfterMilliseconds: UInt32 = 0
  private var hasPlayed = false
  /// The server wants what waits again, before anything new.
  private var isHeld = false

  init(name: String) {
    self.name = name
    unacknowledged = BoundedQueue(limit: Limits.pendingInputsMax)
  }

  var pendingCount: Int { unacknowledged.count }

  mutating func opened() -> ClientMessage {
    phase = .greeting
    isHeld = false
    retryAfterMilliseconds = 0
    return .hello(version: 1, client: "pangea-bots")
  }

  mutating func closed() {
    if phase != .over { phase = .disconnected }
  }

  mutating func left() { phase = .over }

  /// The next numbered input; nil when too many wait for an acknowledgement, or not in the world.
  mutating func input(_ motion: WireMotion?, _ deed: WireDeed? = nil) -> PlayerInput? {
    guard phase == .playing, !isHeld, motion != nil || deed != nil else { return nil }
    let input = PlayerInput(sequence: lastSequence.next, motion: motion, deed: deed)
    guard unacknowledged.append(input) else { return nil }
    lastSequence = input.sequence
    return input
  }

  /// An update says that all inputs up to this one are dealt with. Returns how many were waiting.
  mutating func acknowledged(_ sequence: InputSequence) -> Int {
    var count = 0
    while let first = unacknowledged.first, first.sequence <= sequence {
      _ = unacknowledged.popFirst()
      count += 1
    }
    return count
  }

  /// The log-in once more; nil when it is no longer asked for.
  func loginAgain() -> ClientMessage? { phase == .loggingIn ? login : nil }

  /// Everything that waits, to be sent again; new inputs may follow.
  mutating func resend() -> [PlayerInput] {
    guard phase == .playing, isHeld else { return [] }
    isHeld = false
    return allUnacknowledged
  }

  private var login: ClientMessage {
    if let loggedIn { .resumeLogin(token: loggedIn.resumeToken) } else { .guestLogin(name: name) }
  }

  mutating func received(_ message: ServerMessage) -> Action {
    switch (message, phase) {
    case (.welcome, .greeting):
      phase = .loggingIn
      return .send(login)
    case (.loggedIn(let loggedIn), .loggingIn):
      return received(loggedIn)
    case (.joined(let joined), .joining):
      phase = .playing
      let isResumed = hasPlayed
      hasPlayed = true
      return .play(joined, inputs: allUnacknowledged, isResumed: isResumed)
    case (.error(let error), _):
      return received(error)
    default:
      return .none
    }
  }

  private var allUnacknowledged: [PlayerInput] {
    var copy = unacknowledged
    return copy.drain()
  }

  private mutating func received(_ loggedIn: LoggedIn) -> Action {
    if let old = self.loggedIn, old.character != loggedIn.character {
      let lost = forgetCharacter()
      self.loggedIn = loggedIn
      lastSequence = loggedIn.lastInput
      phase = .joining
      return .restart(.join(loggedIn.character), lost: lost)
    }
    self.loggedIn = loggedIn
    lastSequence = max(lastSequence, loggedIn.lastInput)
    phase = .joining
    return .send(.join(loggedIn.character))
  }

  private mutating func forgetCharacter() -> Int {
    let lost = unacknowledged.count
    loggedIn = nil
    lastSequence = .none
    hasPlayed = false
    _ = unacknowledged.drain()
    return lost
  }

  private mutating func received(_ error: ClientError) -> Action {
    retryAfterMilliseconds = max(retryAfterMilliseconds, error.retryAfterMilliseconds)
    switch error.code {
    case .badToken where phase == .loggingIn, .unknownCharacter:
      guard loggedIn != nil else { return .disconnect }
      let lost = forgetCharacter()
      guard phase == .loggingIn, !error.isFatal else { return .restart(nil, lost: lost) }
      return .restart(.guestLogin(name: name), lost: lost)
    case .takenOver, .kicked:
      phase = .over
      return .disconnect
    case _ where error.isFatal:
      return .disconnect
    case .full, .unavailable, .rateLimited:
      return wait(max(error.retryAfterMilliseconds, 250), isInput: error.code == .rateLimited)
    case .badInput where phase == .playing:
      return wait(250, isInput: true)
    default:
      return phase == .loggingIn ? .disconnect : .none
    }
  }

  /// While joining, the server goes on by itself and only says why it takes long.
  private mutating func wait(_ milliseconds: UInt32, isInput: Bool) -> Action {
    switch phase {
    case .loggingIn: return .retry(afterMilliseconds: milliseconds)
    case .playing where isInput && !isHeld:
      isHeld = true
      return .resend(afterMilliseconds: milliseconds)
    default: return .none
    }
  }
}
