import Cluster
import Dispatch
import Model
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Wire

@testable import Gateway
@testable import Storage

/// Log-ins that overtake each other while the older session is on a loop that is busy.
@Suite("Overtaken log-ins") struct OvertakenTests {
  /// Which event loop greeted last, and one that is held up.
  private final class Loops: Sendable {
    static let held: UInt64 = 999
    private let greeted = Mutex<(any EventLoop)?>(nil)
    private let arrived = DispatchSemaphore(value: 0)
    private let released = DispatchSemaphore(value: 0)

    /// Others look at the clock too, from other threads.
    func greets() {
      if let loop = MultiThreadedEventLoopGroup.currentEventLoop { greeted.withLock { $0 = loop } }
    }

    var last: (any EventLoop)? { greeted.withLock { $0 } }

    func hold() {
      arrived.signal()
      released.wait()
    }

    func release() { released.signal() }

    func isHeld() async {
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async { [arrived] in
          arrived.wait()
          continuation.resume()
        }
      }
    }
  }

  @Test("one that waits for an older session is told when a newer log-in comes")
  func told() async throws {
    let loops = Loops()
    try await TestGateway.run(loops: 2) {
      $0.wallClock = {
        loops.greets()
        return 1_700_000_000_000
      }
    } linking: { links in
      links.sendBatch = { [send = links.sendBatch] batch, node in
        let isHeld = (try? ClusterCodec.decode(frame: batch.bytes))?.contains { message in
          if case .probe(let probe) = message { probe.nonce == Loops.held } else { false }
        }
        if isHeld == true { loops.hold() }
        return send(batch, node)
      }
    } _: { gateway in
      let greeted = try await TestPlayer(.tcp, gateway)
      var players: [(player: TestPlayer, loop: any EventLoop)] = []
      for _ in 0..<4 {
        var player = try await TestPlayer(.tcp, gateway)
        player.send(.hello(version: 1, client: ""))
        guard case .welcome? = try await player.nextMessage(), let loop = loops.last else {
          throw TestGateway.Unexpected()
        }
        players.append((player, loop))
      }
      greeted.socket.close()
      var (old, login) = try await gateway.playing(.tcp)
      let home = try #require(loops.last)
      var others = players.filter { $0.loop !== home }.map(\.player)
      try #require(others.count == 2)
      let character = login.character
      let store = try #require(gateway.store as? SQLiteStore)
      old.send(.probe(nonce: Loops.held))
      await loops.isHeld()
      for index in others.indices {
        others[index].send(.resumeLogin(token: login.resumeToken))
        let generation = SessionGeneration(UInt64(index) + 2)
        try await gateway.settled {
          try await store.write(.schema) { (transaction) throws(StorageError) in
            try transaction.generation(of: character)
          } >= generation
        }
      }
      let loggedIn = try await others[1].nextMessage()
      others[0].send(.probe(nonce: 1))
      let told = try await others[0].nextMessage()
      loops.release()
      guard case .loggedIn? = loggedIn, case .error(let error)? = told else {
        throw TestGateway.Unexpected()
      }
      #expect(error.code == .takenOver)
      #expect(try await old.nextError()?.code == .takenOver)
    }
  }
}
