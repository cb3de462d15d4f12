import Model
import Testing
import Wire

@testable import Gateway

@Suite("Crowds on one loop")
struct CrowdTests {
  /// More than are flushed before the loop looks at what has come.
  private static let players = 3 * SessionDesk.flushedAtOnce + 7
  private static let half = 20

  @Test("everybody gets every tick, in order, and an answer comes meanwhile")
  func ticks() async throws {
    try await TestGateway.run(loops: 1) {
      $0.limits.loginsPerSecondMax = 10_000
    } _: { gateway in
      var crowd: [(player: TestPlayer, login: LoggedIn)] = []
      for _ in 0..<Self.players { crowd.append(try await gateway.playing(.tcp)) }
      let told = Dictionary(uniqueKeysWithValues: crowd.map { ($0.login.character, 0) })
      let region = gateway.region
      for _ in 0..<Self.half { region.step(told, region: TestGateway.region) }
      crowd[0].player.send(.probe(nonce: 5))
      for _ in 0..<Self.half { region.step(told, region: TestGateway.region) }
      let last = Tick(region.with { $0.tick })
      for index in crowd.indices {
        var heard: [Tick] = []
        var awaitsReply = index == 0
        while heard.last != last || awaitsReply,
          case .message(let message) = try await crowd[index].player.next()
        {
          switch message {
          case .snapshot(let snapshot): heard.append(snapshot.tick)
          case .probeReply(5, _, _): awaitsReply = false
          default: throw TestGateway.Unexpected()
          }
        }
        #expect(!awaitsReply)
        let ticks = heard.suffix(2 * Self.half).map(\.rawValue)
        #expect(ticks == Array((last.rawValue + 1 - UInt64(2 * Self.half))...last.rawValue))
      }
    }
  }
}
