import Model
import Security
import Testing
import Wire

@testable import Gateway

@Suite("Connection machine")
struct ClientConnectionTests {
  private let t0 = BootTime(microseconds: 1_000_000)
  private let character = CharacterID(7)

  private func settings(_ change: (inout GatewayLimits) -> Void = { _ in })
    -> ClientConnection.Settings
  {
    var settings = ClientConnection.Settings()
    change(&settings.limits)
    settings.server = "gateway-1"
    settings.contentVersion = "1.2.3"
    settings.wallClock = { 1_700_000_000_000 }
    return settings
  }

  private var loggedIn: LoggedIn {
    LoggedIn(
      account: AccountID(1), character: character, name: "Ada", resumeToken: [1],
      lastInput: .none, resumed: false)
  }

  private var joined: Joined {
    Joined(
      character: character,
      grid: RegionGrid(map: MapID(0), columns: 1, rows: 1, edgeUnits: 10, viewRadiusUnits: 5),
      mapName: "Map")
  }

  private func playing(
    _ settings: ClientConnection.Settings
  ) -> ClientConnection {
    var connection = ClientConnection(settings: settings, now: t0)
    _ = connection.received(.hello(version: 1, client: "test"), now: t0)
    _ = connection.received(.guestLogin(name: "Ada"), now: t0)
    _ = connection.loginSucceeded(loggedIn, now: t0)
    _ = connection.received(.join(character), now: t0)
    _ = connection.joinSucceeded(joined, now: t0)
    return connection
  }

  private func code(_ action: ClientConnection.Action) -> ClientError.Code? {
    switch action {
    case .send(.error(let error)): error.isFatal ? nil : error.code
    case .fail(let error): error.isFatal ? error.code : nil
    default: nil
    }
  }

  private func isFatal(_ action: ClientConnection.Action) -> Bool {
    if case .fail = action { true } else { false }
  }

  @Test("a ticket's text logs in; what is none is a mistake")
  func ticket() throws {
    var connection = ClientConnection(settings: settings(), now: t0)
    _ = connection.received(.hello(version: 1, client: "test"), now: t0)
    for bytes in [[], [1, 2, 3], [UInt8](repeating: 0xFF, count: 43), Array("AAAA".utf8)] {
      let action = connection.received(.ticketLogin(ticket: bytes), now: t0)
      #expect(code(action) == .badToken && !isFatal(action))
    }
    let ticket = try ResumeToken.generate()
    let raw = connection.received(.ticketLogin(ticket: ticket.bytes), now: t0)
    #expect(code(raw) == .badToken)
    let action = connection.received(.ticketLogin(ticket: Array(ticket.text.utf8)), now: t0)
    #expect(action == .logIn(.ticket(ticket)))
    let again = connection.received(.ticketLogin(ticket: Array(ticket.text.utf8)), now: t0)
    #expect(code(again) == .outOfOrder)
  }

  @Test("the whole way in")
  func wholeWay() {
    var connection = ClientConnection(settings: settings(), now: t0)
    let hello = connection.received(.hello(version: 1, client: "test"), now: t0)
    guard case .send(.welcome(let welcome)) = hello else {
      Issue.record("no welcome")
      return
    }
    #expect(welcome.server == "gateway-1" && welcome.contentVersion == "1.2.3")
    #expect(welcome.serverTimeMilliseconds == 1_700_000_000_000)
    #expect(welcome.tickHz == 20 && welcome.graceSeconds == 30)
    #expect(welcome.frameBytesMax == 4_096 && welcome.inputsPerSecondMax == 20)
    let login = connection.received(.guestLogin(name: "Ada"), now: t0)
    #expect(login == .logIn(.guest(CharacterName("Ada"))))
    let answer = connection.loginSucceeded(loggedIn, now: t0)
    #expect(answer == .send(.loggedIn(loggedIn)))
    let join = connection.received(.join(character), now: t0)
    #expect(join == .join(character))
    let joining = connection.joinSucceeded(joined, now: t0)
    #expect(joining == .send(.joined(joined)))
    let input = PlayerInput(sequence: InputSequence(1), motion: .stand)
    let played = connection.received(.input(input), now: t0)
    #expect(played == .input(input))
    let probe = connection.received(.probe(nonce: 3), now: t0)
    #expect(probe == .probe(nonce: 3))
    let bye = connection.received(.bye(reason: ""), now: t0)
    #expect(bye == .leave)
    let after = connection.received(.probe(nonce: 3), now: t0)
    #expect(after == .none)
  }

  @Test("another version is refused")
  func version() {
    var connection = ClientConnection(settings: settings(), now: t0)
    let action = connection.received(.hello(version: 2, client: ""), now: t0)
    #expect(code(action) == .badVersion && isFatal(action))
  }

  @Test("each message out of its turn is an error, and the connection goes on")
  func order() {
    let input = PlayerInput(sequence: InputSequence(1), motion: .stand)
    let early: [ClientMessage] = [
      .guestLogin(name: ""), .resumeLogin(token: [UInt8](repeating: 0, count: 32)),
      .join(character), .input(input), .probe(nonce: 1),
    ]
    var connection = ClientConnection(settings: settings(), now: t0)
    for message in early {
      let action = connection.received(message, now: t0)
      #expect(code(action) == .outOfOrder && !isFatal(action), "\(message)")
    }
    _ = connection.received(.hello(version: 1, client: ""), now: t0)
    for message in [ClientMessage.hello(version: 1, client: ""), .join(character), .input(input)] {
      let action = connection.received(message, now: t0)
      #expect(code(action) == .outOfOrder && !isFatal(action), "\(message)")
    }
    var player = playing(settings())
    for message in [
      ClientMessage.hello(version: 1, client: ""), .guestLogin(name: ""), .join(character),
    ] {
      let action = player.received(message, now: t0)
      #expect(code(action) == .outOfOrder && !isFatal(action), "\(message)")
    }
  }

  @Test("a probe before join is answered by the gateway")
  func earlyProbe() {
    var connection = ClientConnection(settings: settings(), now: t0)
    _ = connection.received(.hello(version: 1, client: ""), now: t0)
    let action = connection.received(.probe(nonce: 9), now: t0)
    #expect(action == .send(.probeReply(nonce: 9, tick: Tick(0), region: nil)))
  }

  @Test("bad names, tokens and characters may be tried again")
  func badValues() {
    var connection = ClientConnection(settings: settings(), now: t0)
    _ = connection.received(.hello(version: 1, client: ""), now: t0)
    let name = connection.received(.guestLogin(name: "!"), now: t0)
    #expect(code(name) == .badName && !isFatal(name))
    let token = connection.received(.resumeLogin(token: [1, 2]), now: t0)
    #expect(code(token) == .badToken && !isFatal(token))
    let unnamed = connection.received(.guestLogin(name: ""), now: t0)
    #expect(unnamed == .logIn(.guest(nil)))
    _ = connection.loginSucceeded(loggedIn, now: t0)
    let other = connection.received(.join(CharacterID(8)), now: t0)
    #expect(code(other) == .unknownCharacter && !isFatal(other))
    let own = connection.received(.join(character), now: t0)
    #expect(own == .join(character))
  }

  @Test("a failed log-in may be tried again")
  func failedLogin() {
    var connection = ClientConnection(settings: settings(), now: t0)
    _ = connection.received(.hello(version: 1, client: ""), now: t0)
    _ = connection.received(.guestLogin(name: ""), now: t0)
    let busy = connection.received(.guestLogin(name: ""), now: t0)
    #expect(code(busy) == .outOfOrder)
    let failed = connection.loginFailed(.noRoom, now: t0)
    #expect(code(failed) == .full && !isFatal(failed))
    let again = connection.received(.guestLogin(name: ""), now: t0)
    #expect(again == .logIn(.guest(nil)))
  }

  @Test("mistakes are forgiven up to the limit")
  func faults() {
    var connection = ClientConnection(settings: settings { $0.faultsMax = 3 }, now: t0)
    for _ in 0..<3 {
      let action = connection.receivedMalformed("no", now: t0)
      #expect(code(action) == .malformed && !isFatal(action))
    }
    let last = connection.receivedMalformed("no", now: t0)
    #expect(code(last) == .malformed && isFatal(last))
    #expect(connection.phase == .over)
  }

  @Test("an oversize message ends the connection")
  func oversize() {
    var connection = ClientConnection(settings: settings(), now: t0)
    let action = connection.receivedOversize()
    #expect(code(action) == .oversize && isFatal(action))
  }

  @Test("inputs at the allowed rate pass for ever; a flood is closed")
  func inputRate() {
    var connection = playing(settings { $0.inputsBurstMax = 5 })
    var now = t0
    var sequence = InputSequence.none
    for _ in 0..<1_000 {
      sequence = sequence.next
      now = now + .milliseconds(50)
      let action = connection.received(
        .input(PlayerInput(sequence: sequence, motion: .stand)), now: now)
      #expect(action == .input(PlayerInput(sequence: sequence, motion: .stand)))
    }
    var passed = 0
    var last = ClientConnection.Action.none
    for _ in 0..<20 where !isFatal(last) {
      sequence = sequence.next
      last = connection.received(
        .input(PlayerInput(sequence: sequence, motion: .stand)), now: now)
      if !isFatal(last) { passed += 1 }
    }
    // A full bucket holds five.
    #expect(passed <= 5)
    #expect(code(last) == .rateLimited && isFatal(last))
  }

  @Test("floods of probes, messages and bytes are closed")
  func floods() {
    var prober = playing(settings { $0.probesBurstMax = 2 })
    _ = prober.received(.probe(nonce: 1), now: t0)
    _ = prober.received(.probe(nonce: 2), now: t0)
    let probes = prober.received(.probe(nonce: 3), now: t0)
    #expect(code(probes) == .rateLimited && isFatal(probes))

    var talker = ClientConnection(settings: settings { $0.messagesBurstMax = 1 }, now: t0)
    _ = talker.receivedMalformed("no", now: t0)
    let messages = talker.receivedMalformed("no", now: t0)
    #expect(code(messages) == .rateLimited && isFatal(messages))

    var flooder = ClientConnection(settings: settings { $0.bytesBurstMax = 1_000 }, now: t0)
    let within = flooder.received(bytes: 1_000, now: t0)
    #expect(within == .none)
    let bytes = flooder.received(bytes: 1, now: t0)
    #expect(code(bytes) == .rateLimited && isFatal(bytes))
  }

  @Test("input 0 is refused")
  func inputZero() {
    var connection = playing(settings())
    let action = connection.received(
      .input(PlayerInput(sequence: .none, motion: .stand)), now: t0)
    #expect(code(action) == .badInput && !isFatal(action))
  }

  @Test("time-outs: hello, log-in, join, silence")
  func timeouts() {
    let limits = GatewayLimits()
    var silent = ClientConnection(settings: settings(), now: t0)
    let soon = silent.checked(now: t0 + .milliseconds(limits.helloMillisecondsMax))
    #expect(soon == .none)
    let late = silent.checked(now: t0 + .milliseconds(limits.helloMillisecondsMax + 1))
    #expect(code(late) == .idle && isFatal(late))

    // Bytes that make no message do not buy time before the log-in.
    var greeted = ClientConnection(settings: settings(), now: t0)
    _ = greeted.received(.hello(version: 1, client: ""), now: t0)
    let end = t0 + .milliseconds(limits.loginMillisecondsMax + 1)
    _ = greeted.received(bytes: 1, now: end)
    let tired = greeted.checked(now: end)
    #expect(code(tired) == .idle)

    var player = playing(settings())
    let busy = t0 + .milliseconds(limits.idleMillisecondsMax)
    _ = player.received(bytes: 1, now: busy)
    let awake = player.checked(now: busy + .milliseconds(limits.idleMillisecondsMax))
    #expect(awake == .none)
    let gone = player.checked(now: busy + .milliseconds(limits.idleMillisecondsMax + 1))
    #expect(code(gone) == .idle && isFatal(gone))
  }

  @Test("after the end nothing happens")
  func over() {
    var connection = playing(settings())
    let end = connection.ended(.takenOver)
    #expect(end == .fail(.takenOver))
    let again = connection.ended(.takenOver)
    let bytes = connection.received(bytes: 1_000_000, now: t0)
    let login = connection.loginSucceeded(loggedIn, now: t0)
    let check = connection.checked(now: t0 + .seconds(10_000))
    #expect(again == .none && bytes == .none && login == .none && check == .none)
  }
}
