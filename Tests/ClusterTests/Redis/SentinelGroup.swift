import Testing

@testable import Cluster

/// A master, its replica and three sentinels, all real.
final class SentinelGroup: Sendable {
  static let name = "world"

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
            "sentinel down-after-milliseconds \(Self.name) 1000",
            "sentinel failover-timeout \(Self.name) 3000",
          ])))
    }
    (servers, self.sentinels) = ([master, replica], sentinels)
    await untilWhole()
  }

  var address: RedisAddress {
    RedisAddress(.sentinel(.init(master: Self.name)), endpoints: sentinels.map(\.endpoint))
  }

  /// Whom most sentinels call the master.
  func master() async -> RedisServer? {
    var votes: [Int] = []
    for sentinel in sentinels {
      let reply = await sentinel.ask("SENTINEL", "get-master-addr-by-name", Self.name)
      if let named = try? reply.flatMap({ try RedisTopology.master($0) }) {
        votes.append(named.port)
      }
    }
    return servers.first { server in votes.count { $0 == server.port } * 2 > sentinels.count }
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
