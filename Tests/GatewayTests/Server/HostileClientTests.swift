import Model
import NIOCore
import Testing
import Wire

@testable import Gateway

@Suite("Clients that do wrong")
struct HostileClientTests {
  @Test(
    "WebSocket violations close with their code, over a real socket",
    arguments: [
      ([ClientFrame(2, [1], mask: nil)], 1002), ([ClientFrame(2, [1], reserved: 4)], 1002),
      ([.text("hi")], 1003), ([ClientFrame(1, [0xFF])], 1007), ([.close(1005)], 1002),
      ([.close(1000)], 1000), ([.close(3000, Array("x".utf8))], 3000), ([ClientFrame(8)], nil),
      ([.continuation([1])], 1002), ([.binary([UInt8](repeating: 0, count: 5_000))], 1009),
    ] as [([ClientFrame], UInt16?)])
  func violations(frames: [ClientFrame], code: UInt16?) async throws {
    try await TestGateway.run { gateway in
      var player = try await TestPlayer(.webSocket, gateway)
      player.socket.write(frames.bytes)
      #expect(try await player.drain() == code)
    }
  }

  @Test("a message cut into fragments, with pings between, byte by byte")
  func fragments() async throws {
    try await TestGateway.run { gateway in
      var player = try await TestPlayer(.webSocket, gateway)
      var hello = ByteBuffer()
      ClientCodec.encode(ClientMessage.hello(version: 1, client: "slow"), to: &hello)
      let body = Array(hello.readableBytesView)
      let frames: [ClientFrame] = [
        .binary(Array(body.prefix(2)), isFinal: false), .ping("one"),
        .continuation(Array(body.dropFirst(2).prefix(3)), isFinal: false), .ping("two"),
        .continuation(Array(body.dropFirst(5))),
      ]
      for byte in frames.bytes { player.socket.write([byte]) }
      let events = [
        try await player.next(), try await player.next(), try await player.next(),
      ]
      #expect(events.prefix(2) == [.pong(Array("one".utf8)), .pong(Array("two".utf8))])
      guard case .message(.welcome) = events[2] else { throw TestGateway.Unexpected() }
    }
  }

  @Test("frames that come with the handshake are not lost")
  func early() async throws {
    try await TestGateway.run { gateway in
      let socket = try await TestSocket.connect(port: gateway.listener.httpPort)
      socket.write(Array(TestPlayer.handshake.utf8) + ClientFrame.close(1000).bytes)
      let answer = await socket.readToEnd()
      #expect(Array(answer.readableBytesView.suffix(4)) == [0x88, 2, 0x03, 0xE8])
    }
  }

  @Test("messages that come with the handshake are answered, though nothing else comes")
  func earlyMessages() async throws {
    try await TestGateway.run {
      // Without an answer it ends some time.
      $0.limits.loginMillisecondsMax = 20_000
    } _: { gateway in
      var hello = ByteBuffer()
      ClientCodec.encode(ClientMessage.hello(version: 1, client: "eager"), to: &hello)
      let frames = [ClientFrame.binary(Array(hello.readableBytesView)), .ping("early")]
      var player = try await TestPlayer(
        .webSocket, on: try await TestSocket.connect(port: gateway.listener.httpPort),
        early: frames.bytes)
      guard case .message(.welcome) = try await player.next() else {
        throw TestGateway.Unexpected()
      }
      #expect(try await player.next() == .pong(Array("early".utf8)))
      player.send(.guestLogin(name: ""))
      guard case .loggedIn? = try await player.nextMessage() else {
        throw TestGateway.Unexpected()
      }
    }
  }

  @Test(
    "messages that are no ClientFrame get typed errors", arguments: TestPlayer.Transport.allCases)
  func garbage(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run {
      $0.limits.faultsMax = 3
    } _: { gateway in
      var player = try await TestPlayer(transport, gateway)
      for (bytes, isFatal) in [
        ([], false), ([0xFF, 0xFF, 0xFF], false), ([0x0A, 0x7F], false), ([0x08, 0x01], true),
      ] as [([UInt8], Bool)] {
        player.send(raw: bytes)
        let error = try await player.nextError()
        #expect(error?.code == .malformed && error?.isFatal == isFatal)
      }
      #expect(try await player.drain() == (transport == .webSocket ? 1008 : nil))
    }
  }

  @Test("garbage on the TCP port: the length is refused, and the server goes on")
  func tcpGarbage() async throws {
    try await TestGateway.run { gateway in
      for bytes in [Array("GET / HTTP/1.1\r\n\r\n".utf8), [0xFF, 0xFF, 0xFF, 0xFF]] {
        var player = try await TestPlayer(.tcp, gateway)
        player.socket.write(bytes)
        let error = try await player.nextError()
        #expect(error?.code == .oversize && error?.isFatal == true)
        #expect(try await player.drain() == nil)
      }
      let (player, _) = try await gateway.playing(.tcp)
      player.socket.close()
    }
  }

  @Test("random bytes on both ports never stop the gateway")
  func noise() async throws {
    try await TestGateway.run { gateway in
      var generator = SeededGenerator(seed: 7)
      for round in 0..<60 {
        let isTCP = round.isMultiple(of: 2)
        let socket = try await TestSocket.connect(
          port: isTCP ? gateway.listener.tcpPort : gateway.listener.httpPort)
        if round % 4 == 1 { socket.write(TestPlayer.handshake) }
        if isTCP { socket.write([0, 0, 0, UInt8(generator.below(64))]) }
        socket.write((0..<200).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
        socket.close()
      }
      let (player, _) = try await gateway.playing(.webSocket)
      player.socket.close()
    }
  }

  @Test("a client that says nothing is closed", arguments: TestPlayer.Transport.allCases)
  func silent(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run {
      $0.limits.helloMillisecondsMax = 100
    } _: { gateway in
      var player = try await TestPlayer(transport, gateway)
      #expect(try await player.nextError()?.code == .idle)
      #expect(try await player.drain() == (transport == .webSocket ? 1008 : nil))
    }
  }

  @Test("a flood of inputs is closed; its character waits and the client may come back")
  func flood() async throws {
    try await TestGateway.run {
      $0.limits.inputsBurstMax = 10
    } _: { gateway in
      var (player, login) = try await gateway.playing(.tcp)
      for n in 1...50 {
        player.send(
          .input(PlayerInput(sequence: InputSequence(UInt64(n)), motion: .stand)))
      }
      let error = try await player.nextError()
      #expect(error?.code == .rateLimited && error?.isFatal == true)
      #expect(try await player.drain() == nil)
      let (again, second) = try await gateway.logIn(
        .tcp, .resumeLogin(token: login.resumeToken))
      #expect(second.resumed && second.lastInput >= InputSequence(10))
      again.socket.close()
    }
  }

  @Test("a flood of pings is closed by its bytes, and answered with few pongs")
  func pings() async throws {
    try await TestGateway.run {
      $0.limits.bytesBurstMax = 20_000
    } _: { gateway in
      var player = try await TestPlayer(.webSocket, gateway)
      player.socket.write((0..<40_000).flatMap { _ in ClientFrame.ping("x").bytes })
      #expect(try await player.nextError()?.code == .rateLimited)
      #expect(try await player.drain() == 1008)
    }
  }

  @Test("connections beyond the limit of an address or of the gateway are refused")
  func connectionLimits() async throws {
    for (perAddress, code, status) in [
      (1, ClientError.Code.rateLimited, "429"), (100, .full, "503"),
    ] {
      try await TestGateway.run {
        $0.limits.connectionsPerAddressMax = perAddress
        $0.limits.connectionsMax = 1
        if perAddress == 1 { $0.limits.connectionsMax = 100 }
      } _: { gateway in
        let (first, _) = try await gateway.guest(.tcp)
        var second = try await TestPlayer(.tcp, gateway)
        let error = try await second.nextError()
        #expect(error?.code == code && error?.isFatal == true)
        #expect(try await second.drain() == nil)
        let http = try await TestSocket.connect(port: gateway.listener.httpPort)
        let answer = String(buffer: await http.readToEnd())
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
        first.socket.close()
        try await gateway.settled { gateway.server.status.connections == 0 }
        let (third, _) = try await gateway.guest(.tcp)
        third.socket.close()
      }
    }
  }

  @Test("log-ins beyond the rate of an address are refused, and may be tried again")
  func loginRate() async throws {
    try await TestGateway.run {
      $0.limits.loginsPerAddressBurstMax = 1
      $0.limits.loginsPerAddressPerSecondMax = 0
    } _: { gateway in
      let (first, _) = try await gateway.guest(.tcp)
      var second = try await TestPlayer(.tcp, gateway)
      second.send(.hello(version: 1, client: ""))
      for _ in 0..<2 {
        second.send(.guestLogin(name: ""))
        let error = try await second.nextError()
        #expect(error?.code == .rateLimited && error?.isFatal == false)
        #expect((error?.retryAfterMilliseconds ?? 0) > 0)
      }
      first.socket.close()
    }
  }

  @Test("a crowd that logs in at once gets in at the bounded rate")
  func crowd() async throws {
    try await TestGateway.run {
      $0.limits.loginsPerSecondMax = 80
    } _: { gateway in
      try await withThrowingTaskGroup(of: CharacterID.self) { group in
        for _ in 0..<60 {
          group.addTask {
            let (player, login) = try await gateway.playing(.webSocket)
            player.socket.close()
            return login.character
          }
        }
        var characters: Set<CharacterID> = []
        for try await character in group { characters.insert(character) }
        #expect(characters.count == 60)
      }
    }
  }
}
