import Testing

@testable import Cluster

/// A master, its replica and three sentinels, all real.
final class SentinelGroup: Sendable {
  static let name = "world"

  /// So long nobody is given up, however slow the machine is: ten minutes.
  private static let calm = 600_000

  /// The first is the master to begin with.
  let servers: [RedisServer]
  let sentinels: [RedisServer]

  init() async throws {
    let master = try await RedisServer()
    let replica = try await RedisServer(.server, ["--replicaof", "127.0.0.1", "\(master.port)"])
    var sentinels: [RedisServer] = []
    for _ in 0..<3 {
      sentinels.append(
        try await RedisServer(
          .sentinel([
            "sentinel monitor \(Self.name) 127.0.0.1 \(master.port) 2",
            "sentinel down-after-milliseconds \(Self.name) \(Self.calm)",
            "sentinel failover-timeout \(Self.name) 3000",
          ])))
    }
    (servers, self.sentinels) = ([master, replica], sentinels)
    await untilWhole()
  }

  var address: RedisAddress {
    RedisAddress(.sentinel(.init(master: Self.name)), endpoints: sentinels.map(\.endpoint))
  }

  /// Ends the first server without a word; the sentinels notice it soon.
  func killMaster() async {
    await patience(milliseconds: 1000)
    servers[0].kill()
  }

  /// Starts the first server again, and waits until it follows the other one.
  func restartFirst() async throws {
    await patience(milliseconds: Self.calm)
    try await servers[0].restart()
    await eventually { await self.servers[0].ask("ROLE")?.array?.first?.string == "slave" }
  }

  private func patience(milliseconds: Int) async {
    for sentinel in sentinels {
      await sentinel.ask(
        "SENTINEL", "SET", Self.name, "down-after-milliseconds", "\(milliseconds)")
    }
  }

  /// Waits until the replica follows, and every sentinel knows it and the other sentinels.
  private func untilWhole() async {
    for server in servers.dropFirst() {
      await eventually {
        await server.ask("ROLE")?.array?.dropFirst(3).first?.string == "connected"
      }
    }
    for sentinel in sentinels {
      for (list, count) in [("sentinels", 2), ("replicas", 1)] {
        await eventually {
          await sentinel.ask("SENTINEL", list, Self.name)?.array?.count == count
        }
      }
    }
  }
}
