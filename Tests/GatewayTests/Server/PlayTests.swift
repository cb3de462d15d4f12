import Model
import Testing
import Wire

@testable import Gateway

@Suite("Playing through a gateway")
struct PlayTests {
  private func input(_ n: UInt64) -> ClientMessage {
    .input(PlayerInput(sequence: InputSequence(n), motion: .heading(dx: 1, dy: 0)))
  }

  @Test("log in, join, inputs, probe, bye", arguments: TestPlayer.Transport.allCases)
  func whole(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { gateway in
      var player = try await TestPlayer(transport, gateway)
      player.send(.hello(version: 1, client: "test"))
      guard case .welcome(let welcome) = try await player.nextMessage() else {
        throw TestGateway.Unexpected()
      }
      #expect(welcome.server == "gateway-1")
      player.send(.guestLogin(name: "Ada Lovelace"))
      guard case .loggedIn(let login) = try await player.nextMessage() else {
        throw TestGateway.Unexpected()
      }
      #expect(login.name == "Ada Lovelace" && !login.resumed && login.lastInput == .none)
      #expect(login.resumeToken.count == 32)
      player.send(.join(login.character))
      let joined = try await player.nextMessage()
      #expect(
        joined
          == .joined(
            Joined(character: login.character, grid: TestGateway.grid, mapName: "Vale")))
      for n in 1...5 { player.send(input(UInt64(n))) }
      var acknowledged = InputSequence.none
      while acknowledged < InputSequence(5), let snapshot = try await player.nextSnapshot() {
        acknowledged = snapshot.own?.counters.lastInput ?? acknowledged
      }
      let applied = gateway.region.with { $0.present[login.character]?.inputs }
      #expect(applied == (1...5).map { InputSequence($0) })
      player.send(.probe(nonce: 77))
      guard case .probeReply(let nonce, let tick, let region) = try await player.nextMessage()
      else { throw TestGateway.Unexpected() }
      #expect(nonce == 77 && tick > Tick(100) && region == TestGateway.region)
      #expect(gateway.server.status == GatewayStatus(sessions: 1, connections: 1))
      player.send(.bye(reason: "done"))
      let bye = try await player.nextMessage()
      #expect(bye == .bye(reason: "goodbye"))
      let code = try await player.drain()
      #expect(code == (transport == .webSocket ? 1000 : nil))
      await gateway.region.heard { if case .leave = $0 { true } else { false } }
      try await gateway.settled { try await gateway.character(login.character) == nil }
    }
  }

  @Test("a guest without a wish gets a name")
  func given() async throws {
    try await TestGateway.run { gateway in
      let (player, login) = try await gateway.guest(.tcp)
      #expect(CharacterName(login.name) != nil)
      player.socket.close()
    }
  }

  @Test("a lost connection comes back in place", arguments: TestPlayer.Transport.allCases)
  func resume(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run { gateway in
      var (first, login) = try await gateway.playing(transport)
      first.send(input(1))
      while try await first.nextSnapshot()?.own?.counters.lastInput != InputSequence(1) {}
      first.socket.close()
      var (second, again) = try await gateway.logIn(
        transport, .resumeLogin(token: login.resumeToken))
      #expect(again.resumed && again.character == login.character && again.name == login.name)
      #expect(again.lastInput == InputSequence(1))
      #expect(again.resumeToken != login.resumeToken)
      second.send(.join(again.character))
      guard case .joined = try await second.nextMessage() else { throw TestGateway.Unexpected() }
      second.send(input(2))
      while try await second.nextSnapshot()?.own?.counters.lastInput != InputSequence(2) {}
      let character = gateway.region.with { $0.present[login.character] }
      #expect(character?.inputs == [InputSequence(1), InputSequence(2)])
      #expect(character?.generation == SessionGeneration(2))
      let leaves = gateway.region.with {
        $0.heard.contains { if case .leave = $0 { true } else { false } }
      }
      #expect(!leaves, "the character stayed in the world")
    }
  }

  @Test("the older token works until the new session is used, then no more")
  func oldToken() async throws {
    try await TestGateway.run { gateway in
      let (lost, login) = try await gateway.playing(.tcp)
      lost.socket.close()
      // The answer of this log-in never arrives: it is not used.
      let (unused, _) = try await gateway.logIn(
        .tcp, .resumeLogin(token: login.resumeToken))
      unused.socket.close()
      var (used, again) = try await gateway.logIn(
        .tcp, .resumeLogin(token: login.resumeToken))
      used.send(.join(again.character))
      guard case .joined = try await used.nextMessage() else { throw TestGateway.Unexpected() }
      try await gateway.settled {
        var late = try await TestPlayer(.tcp, gateway)
        late.send(.hello(version: 1, client: ""))
        late.send(.resumeLogin(token: login.resumeToken))
        guard case .error(let error) = try await late.nextMessages(2).last else { return false }
        late.socket.close()
        return error.code == .badToken && !error.isFatal
      }
    }
  }

  @Test("a second log-in takes over", arguments: [1, 2, 3])
  func takeover(loops: Int) async throws {
    try await TestGateway.run(loops: loops) { gateway in
      var (first, login) = try await gateway.playing(.webSocket)
      for _ in 0..<4 {
        var (second, again) = try await gateway.logIn(
          .webSocket, .resumeLogin(token: login.resumeToken))
        let error = try await first.nextError()
        #expect(error?.code == .takenOver && error?.isFatal == true)
        #expect(try await first.drain() == 1008)
        second.send(.join(again.character))
        guard case .joined = try await second.nextMessage() else {
          throw TestGateway.Unexpected()
        }
        first = second
        login = again
      }
      #expect(gateway.server.status.sessions == 1)
    }
  }

  @Test("after the grace period a guest leaves and is gone")
  func grace() async throws {
    try await TestGateway.run {
      $0.limits.graceSeconds = 0
    } _: { gateway in
      let (player, login) = try await gateway.playing(.tcp)
      player.socket.close()
      await gateway.region.heard { if case .leave = $0 { true } else { false } }
      try await gateway.settled { try await gateway.character(login.character) == nil }
      try await gateway.settled { gateway.server.status.sessions == 0 }
    }
  }

  @Test("a guest that never joined is gone after the grace period, without a region")
  func neverJoined() async throws {
    try await TestGateway.run {
      $0.limits.graceSeconds = 0
    } _: { gateway in
      let (player, login) = try await gateway.guest(.tcp)
      player.socket.close()
      try await gateway.settled { try await gateway.character(login.character) == nil }
      let heard = gateway.region.with { $0.heard.count }
      #expect(heard == 0)
    }
  }

  @Test("a newer log-in at another gateway takes over here")
  func elsewhere() async throws {
    try await TestGateway.run { gateway in
      var (player, login) = try await gateway.playing(.tcp)
      // The other gateway's attach raises the generation at the region.
      gateway.region.with {
        $0.present[login.character]?.generation = SessionGeneration(9)
      }
      gateway.region.send(
        .detached(
          Detached(
            character: login.character, generation: SessionGeneration(1),
            sequence: HandoffSequence(2), region: TestGateway.region)))
      let error = try await player.nextError()
      #expect(error?.code == .takenOver)
      #expect(try await player.drain() == nil)
      #expect(try await gateway.character(login.character) != nil)
    }
  }

  @Test("a full region tells the player once, and lets it in later")
  func fullRegion() async throws {
    try await TestGateway.run { gateway in
      gateway.region.with { $0.refusal = .full }
      var (player, login) = try await gateway.guest(.tcp)
      player.send(.join(login.character))
      let error = try await player.nextError()
      #expect(error?.code == .full && error?.isFatal == false)
      gateway.region.with { $0.refusal = nil }
      guard case .joined = try await player.nextMessage() else { throw TestGateway.Unexpected() }
    }
  }

  @Test("who waits in line is told the place, whenever it changes, and then comes in")
  func inLine() async throws {
    try await TestGateway.run { gateway in
      gateway.region.with { ($0.refusal, $0.place) = (.full, 2) }
      var (player, login) = try await gateway.guest(.webSocket)
      player.send(.join(login.character))
      for place in [2, 1] as [UInt32] {
        #expect(try await player.nextMessage() == .notice(.inLine(place)))
        gateway.region.with { $0.place = 1 }
      }
      gateway.region.with { $0.refusal = nil }
      guard case .joined = try await player.nextMessage() else { throw TestGateway.Unexpected() }
      let attaches = gateway.region.with { state in
        state.heard.compactMap { message -> Bool? in
          guard case .attach(let attach) = message else { return nil }
          return attach.isReturning
        }
      }
      #expect(attaches.count >= 3 && !attaches.contains(true))
      #expect(Notice.inLine(3).text == "This part of the world is full: you are 3rd in line.")
      for (place, word) in [(1, "1st"), (2, "2nd"), (11, "11th"), (12, "12th"), (21, "21st")] {
        #expect(Notice.aheadInLine(UInt32(place)).text.hasSuffix("you are \(word) in line."))
      }
    }
  }

  @Test("inputs out of order are refused and do not reach the region")
  func order() async throws {
    try await TestGateway.run { gateway in
      var (player, login) = try await gateway.playing(.webSocket)
      player.send(input(1))
      player.send(input(3))
      let error = try await player.nextError()
      #expect(error?.code == .badInput && error?.isFatal == false)
      player.send(input(2))
      player.send(input(2))
      player.send(input(3))
      while try await player.nextSnapshot()?.own?.counters.lastInput != InputSequence(3) {}
      let applied = gateway.region.with { $0.present[login.character]?.inputs }
      #expect(applied == (1...3).map { InputSequence($0) })
    }
  }

  @Test("at shutdown every client is told when to come back, and keeps its character")
  func shutdown() async throws {
    try await TestGateway.run { gateway in
      var (player, login) = try await gateway.playing(.webSocket)
      var (idle, _) = try await gateway.guest(.tcp)
      async let drained: Void = gateway.server.drain(gateway.listener)
      let error = try await player.nextError()
      #expect(error?.code == .shuttingDown && error?.isFatal == true)
      #expect((error?.retryAfterMilliseconds ?? 0) >= 500)
      #expect(try await player.drain() == 1001)
      #expect(try await idle.nextError()?.code == .shuttingDown)
      await drained
      #expect(gateway.server.status == GatewayStatus(sessions: 0, connections: 0))
      #expect(try await gateway.character(login.character) != nil)
    }
  }
}

extension TestGateway {
  /// Ends when `condition` holds.
  func settled(_ condition: () async throws -> Bool) async throws {
    while !(try await condition()) { try await Task.sleep(for: .milliseconds(10)) }
  }
}

extension TestPlayer {
  mutating func nextMessages(_ count: Int) async throws -> [ServerMessage] {
    var messages: [ServerMessage] = []
    while messages.count < count, let message = try await nextMessage() {
      messages.append(message)
    }
    return messages
  }
}
