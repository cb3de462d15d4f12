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
      // Far more than the kernel's buffers, the watermark and the limit hold together.
      gateway.region.update(
        login.character, region: TestGateway.region, count: 400, padding: 50_000)
      gateway.region.update(own.character, region: TestGateway.region, count: 20)
      for _ in 0..<20 { _ = try #require(try await good.nextSnapshot()) }
      try await gateway.settled { gateway.server.status.connections == 1 }
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
      gateway.region.update(
        login.character, region: TestGateway.region, count: 400, padding: 50_000)
      try await gateway.settled { gateway.server.status.connections == 0 }
      slow.socket.close()
    }
  }
}
