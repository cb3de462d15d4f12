import Model
import NIOCore
import Testing
import Wire

@testable import Gateway

@Suite("Slow readers")
struct SlowReaderTests {
  @Test(
    "one that takes nothing is closed, at nobody else's cost",
    arguments: TestPlayer.Transport.allCases)
  func overflow(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run(loops: 1) { gateway in
      var (good, own) = try await gateway.playing(.tcp)
      let (slow, login) = try await gateway.playing(transport)
      try await slow.socket.pause()
      let line = ServerMessage.chatLine(
        ChatLine(
          channel: .zone, character: own.character, name: "Bo",
          text: String(repeating: "x", count: 240)))
      // What may not be lost, until more of it waits than may: the kernel holds as much as it likes.
      try await repeating {
        gateway.server.status.connections == 1
      } act: {
        gateway.region.update(login.character, region: TestGateway.region, padding: 50_000)
        for _ in 0..<200 {
          gateway.region.tell(login.character, line, region: TestGateway.region)
        }
      }
      gateway.region.update(own.character, region: TestGateway.region, count: 20)
      for _ in 0..<20 { _ = try #require(try await good.nextSnapshot()) }
      #expect(gateway.server.status.sessions == 2, "the slow one may come back")
      let (again, second) = try await gateway.logIn(
        .tcp, .resumeLogin(token: login.resumeToken))
      #expect(second.resumed)
      again.socket.close()
    }
  }

  @Test("one that comes to itself in time gets everything, in order")
  func recovers() async throws {
    try await TestGateway.run(loops: 1) {
      $0.limits.updatesWaitingBytesMax = 64 << 20
      $0.limits.outboundBytesMax = 64 << 20
    } _: { gateway in
      var (slow, login) = try await gateway.playing(.webSocket)
      try await slow.socket.pause()
      gateway.region.update(
        login.character, region: TestGateway.region, count: 300, padding: 50_000)
      try await slow.socket.resume()
      var last = Tick(0)
      var count = 0
      while count < 301, let snapshot = try await slow.nextSnapshot() {
        #expect(snapshot.tick > last)
        last = snapshot.tick
        count += 1
      }
      #expect(count == 301)
    }
  }

  @Test(
    "one that takes too little misses updates, and then sees everything anew",
    arguments: TestPlayer.Transport.allCases)
  func fallsBehind(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run(loops: 1) {
      $0.limits.viewMilliseconds = 1
    } _: { gateway in
      let region = gateway.region
      region.with { $0.crowd = FakeCrowd(slots: 40, seed: 7) }
      var good = Onlooker(try await gateway.playing(.tcp))
      var slow = Onlooker(try await gateway.playing(transport))
      try await slow.player.socket.pause()
      var steps = 0
      while gateway.server.status.clientsBehind == 0 || steps < 50 {
        try #require(steps < 20_000, "nobody falls behind")
        let tick = region.step(
          [good.character: 0, slow.character: 2_000], region: TestGateway.region)
        try await good.watch(until: tick)
        steps += 1
      }
      #expect(good.crowd.places == region.with { $0.crowd.places })
      #expect(good.crowd.views == 1, "who reads is served as ever")

      // What is no update waits, and an input is applied, though no update can say so yet.
      region.tell(
        slow.character, .notice(Notice(.corrected, "kept")), region: TestGateway.region)
      slow.player.send(
        .input(PlayerInput(sequence: InputSequence(1), motion: .heading(dx: 1, dy: 0))))
      await region.heard { message in
        guard case .input(let input) = message else { return false }
        return input.inputs.map(\.sequence) == [InputSequence(1)]
      }
      try await slow.player.socket.resume()
      try await slow.watch { $0.crowd.views == 2 }
      #expect(slow.notices == ["kept"])
      #expect(slow.lastInput == InputSequence(1))
      #expect(slow.crowd.places == region.with { $0.crowd.places })
      #expect(gateway.server.status.clientsBehind == 0)
      for _ in 0..<20 {
        let tick = region.step(
          [good.character: 0, slow.character: 0], region: TestGateway.region)
        try await good.watch(until: tick)
        try await slow.watch(until: tick)
        #expect(slow.crowd.places == good.crowd.places)
      }
      #expect(slow.crowd.places == region.with { $0.crowd.places })
    }
  }

  @Test("a ping of one that takes nothing is answered as soon as it takes again")
  func answersLate() async throws {
    try await TestGateway.run(loops: 1) { gateway in
      let region = gateway.region
      var (slow, login) = try await gateway.playing(.webSocket)
      try await slow.socket.pause()
      try await repeating {
        gateway.server.status.clientsBehind == 1
      } act: {
        region.update(login.character, region: TestGateway.region, count: 20, padding: 50_000)
      }
      slow.socket.write(ClientFrame.ping("there?").bytes)
      slow.send(.input(PlayerInput(sequence: InputSequence(1), motion: .stand)))
      await region.heard { message in
        if case .input(let input) = message { !input.inputs.isEmpty } else { false }
      }
      try await slow.socket.resume()
      await region.heard { message in
        if case .input(let input) = message { input.wantsView } else { false }
      }
      // What the client gets of this was written after it took again.
      region.tell(
        login.character, .notice(Notice(.corrected, "later")), region: TestGateway.region)
      var pongs: [[UInt8]] = []
      reading: while true {
        switch try await slow.next() {
        case .pong(let payload): pongs.append(payload)
        case .message(.notice): break reading
        case .message: continue
        case .closeFrame, .end: throw TestGateway.Unexpected()
        }
      }
      #expect(pongs == [Array("there?".utf8)])
    }
  }

  @Test("one that is gone is not counted as behind")
  func leavesBehind() async throws {
    try await TestGateway.run(loops: 1) { gateway in
      let (slow, login) = try await gateway.playing(.tcp)
      try await slow.socket.pause()
      try await repeating {
        gateway.server.status.clientsBehind == 1
      } act: {
        gateway.region.update(
          login.character, region: TestGateway.region, count: 20, padding: 50_000)
      }
      slow.socket.close()
      try await gateway.settled { gateway.server.status.clientsBehind == 0 }
    }
  }

  @Test("messages beyond the watermark arrive once", arguments: TestPlayer.Transport.allCases)
  func watermark(transport: TestPlayer.Transport) async throws {
    try await TestGateway.run(loops: 1) {
      $0.limits.outboundBytesMax = 64 << 20
    } _: { gateway in
      var (player, login) = try await gateway.playing(transport)
      var last = Tick(0)
      for _ in 0..<20 {
        gateway.region.update(login.character, region: TestGateway.region, padding: 100_000)
        let snapshot = try #require(try await player.nextSnapshot())
        #expect(snapshot.tick > last)
        last = snapshot.tick
      }
    }
  }

  @Test("one that stalls with little to send is closed too")
  func stall() async throws {
    try await TestGateway.run(loops: 1) {
      $0.limits.stallMillisecondsMax = 100
      $0.limits.outboundBytesMax = 64 << 20
    } _: { gateway in
      let (slow, login) = try await gateway.playing(.tcp)
      try await slow.socket.pause()
      try await repeating {
        gateway.server.status.connections == 0
      } act: {
        gateway.region.update(
          login.character, region: TestGateway.region, count: 20, padding: 50_000)
      }
      slow.socket.close()
    }
  }
}

/// Does something until something else is so: how much the kernel takes in for a socket differs from
/// machine to machine and from moment to moment.
private func repeating(until isDone: () -> Bool, act: () -> Void) async throws {
  var times = 0
  while !isDone() {
    try #require(times < 20_000, "it never is")
    act()
    times += 1
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// A player that draws what it is told of a crowd.
private struct Onlooker {
  var player: TestPlayer
  let character: CharacterID
  private(set) var crowd = SeenCrowd()
  private(set) var tick = Tick(0)
  private(set) var lastInput = InputSequence.none
  private(set) var notices: [String] = []

  init(_ playing: (TestPlayer, LoggedIn)) {
    player = playing.0
    character = playing.1.character
  }

  mutating func watch(until tick: Tick) async throws { try await watch { $0.tick >= tick } }

  /// Takes what comes until something is seen.
  mutating func watch(_ isDone: (Onlooker) -> Bool) async throws {
    while !isDone(self) {
      guard case .message(let message) = try await player.next() else {
        throw TestGateway.Unexpected()
      }
      switch message {
      case .snapshot(let snapshot):
        #expect(snapshot.tick > tick)
        tick = snapshot.tick
        if let own = snapshot.own { lastInput = own.counters.lastInput }
        crowd.take(snapshot)
      case .notice(let notice): notices.append(notice.text)
      default: Issue.record("\(message)")
      }
    }
  }
}
