import Cluster
import Model
import NIOCore
import Testing

@Suite(.serialized)
struct DirectoryServiceTests {
  private let keys = ClusterKeys(cluster: ClusterName("test") ?? { preconditionFailure() }())

  /// One process: its connection, its directory and its subscription.
  private struct Node: Sendable {
    let redis: RedisClient
    let directory: DirectoryService
    let subscription: RedisSubscription

    init(_ server: RedisServer, _ keys: ClusterKeys, reload: TimeAmount = .hours(1)) {
      let loop = anyLoop
      redis = RedisClient(address: server.address, on: loop, logger: quiet)
      directory = DirectoryService(
        redis: redis, keys: keys, reloadInterval: reload, on: loop, logger: quiet)
      subscription = RedisSubscription(
        address: server.address, on: loop,
        listeners: [keys.directoryChannel: directory.subscriptionListener], logger: quiet)
    }

    var services: [@Sendable () async throws -> Void] {
      [
        { try await redis.run() }, { try await subscription.run() },
        { try await directory.run() },
      ]
    }
  }

  private func entry(_ shard: UInt32, _ epoch: UInt64) -> DirectoryEntry {
    DirectoryEntry(shard: ShardID(shard), incarnation: Incarnation(1), epoch: Epoch(epoch))
  }

  private func region(_ number: UInt32) -> RegionID { RegionID(rawValue: number) }

  @Test func changesReachTheOthers() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    let b = Node(server, keys)
    let heard = Recorder<DirectoryTable.Update>()
    b.directory.observe { heard.append(contentsOf: $0) }
    try await running(a.services + b.services) {
      await eventually {
        a.directory.table.generation != nil && b.directory.table.generation != nil
      }
      let refused = await a.directory.register([region(1): entry(1, 1), region(2): entry(1, 1)])
      #expect(refused.isEmpty)
      #expect(a.directory.lookup(region(1)) == entry(1, 1))
      await eventually { b.directory.lookup(region(2)) == entry(1, 1) }
      await b.directory.register([region(1): entry(2, 2)])
      await eventually { a.directory.lookup(region(1)) == entry(2, 2) }
      await a.directory.release(region(2), epoch: Epoch(1))
      await eventually { b.directory.lookup(region(2)) == nil }
      #expect(b.directory.table.epoch(of: region(2)) == Epoch(1))
    }
    #expect(heard.elements.last == DirectoryTable.Update(region: region(2), entry: nil))
  }

  @Test func aLowerEpochIsRefusedAndLearnt() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    let b = Node(server, keys)
    try await running(a.services + b.services) {
      await eventually { a.redis.isConnected && b.redis.isConnected }
      await a.directory.register([region(1): entry(1, 5)])
      let refused = await b.directory.register([region(1): entry(2, 4)])
      #expect(refused == [region(1): .owned(entry(1, 5))])
      #expect(b.directory.lookup(region(1)) == entry(1, 5))
      #expect(a.directory.lookup(region(1)) == entry(1, 5))
    }
  }

  @Test func anEmptyRedisIsFilledAgainByTheOwners() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    let b = Node(server, keys)
    try await running(a.services + b.services) {
      await eventually {
        a.directory.table.generation != nil && b.directory.table.generation != nil
      }
      await a.directory.register([region(1): entry(1, 1), region(2): entry(1, 3)])
      await b.directory.register([region(3): entry(2, 1)])
      await eventually { a.directory.table.owned.count == 3 && b.directory.table.owned.count == 3 }
      let before = a.directory.table.generation
      server.kill()
      // Redis away: the cached directory goes on answering, and what changes is kept.
      #expect(b.directory.lookup(region(2)) == entry(1, 3))
      await a.directory.release(region(2), epoch: Epoch(3))
      await b.directory.register([region(4): entry(2, 8)])
      #expect(b.directory.lookup(region(4)) == entry(2, 8))
      try await server.restart()
      await eventually { b.directory.lookup(region(2)) == nil }
      await eventually { a.directory.lookup(region(4)) == entry(2, 8) }
      let late = Node(server, keys)
      try await running(late.services) {
        await eventually { late.directory.table.owned.count == 3 }
        #expect(late.directory.lookup(region(1)) == entry(1, 1))
        #expect(late.directory.lookup(region(3)) == entry(2, 1))
        #expect(late.directory.table.generation != before)
      }
    }
  }

  @Test func aFlushedRedisIsFilledAgain() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys, reload: .milliseconds(50))
    try await running(a.services) {
      await eventually { a.redis.isConnected }
      await a.directory.register([region(1): entry(1, 1)])
      _ = try await a.redis.send(["FLUSHALL"])
      try await eventually { try await a.redis.send(["HLEN", keys.directory]) == .integer(1) }
    }
  }

  @Test func aGapLoadsTheWholeTable() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    try await running(a.services) {
      await eventually { a.directory.table.generation != nil }
      await a.directory.register([region(1): entry(1, 1)])
      let generation = a.directory.table.generation ?? ""
      // Two changes happened; only the second is heard.
      let hidden = "00000000000000000009 shard 7 1"
      _ = try await a.redis.send(["HSET", keys.directory, "2", hidden])
      _ = try await a.redis.send(["HSET", keys.directory, "3", hidden])
      _ = try await a.redis.send(["INCRBY", keys.directoryVersion, "2"])
      _ = try await a.redis.send([
        "PUBLISH", keys.directoryChannel, "\(generation) 3 3 \(hidden)",
      ])
      await eventually { a.directory.lookup(region(2))?.shard == ShardID(7) }
      #expect(a.directory.lookup(region(3))?.shard == ShardID(7))
      await eventually { a.directory.table.version == 3 }
    }
  }

  /// In a large cluster the table is much, and everybody has it already.
  @Test func aTableThatStandsIsLookedAtAndNotLoaded() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys, reload: .milliseconds(5))
    try await running(a.services) {
      await eventually { a.directory.table.generation != nil }
      await a.directory.register([region(1): entry(1, 1)])
      @Sendable func calls(_ command: String) async throws -> Int {
        let text = try await a.redis.send(["INFO", "commandstats"]).string ?? ""
        let line = text.split(separator: "\r\n").first { $0.hasPrefix("cmdstat_\(command):") }
        return line.flatMap { $0.split(separator: ",").first?.split(separator: "=").last }
          .flatMap { Int($0) } ?? 0
      }
      let (looked, loaded) = (try await calls("evalsha"), try await calls("hgetall"))
      try await eventually { try await calls("evalsha") >= looked + 48 }
      let looks = try await calls("evalsha") - looked
      #expect(try await calls("hgetall") - loaded <= looks / 12 + 2)
      // What this process declared is missed, whatever the version says.
      _ = try await a.redis.send(["HDEL", keys.directory, "1"])
      try await eventually { try await a.redis.send(["HLEN", keys.directory]) == .integer(1) }
    }
  }

  @Test func whatIsNotAChangeLoadsTheWholeTable() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    try await running(a.services) {
      await eventually { a.directory.table.generation != nil }
      _ = try await a.redis.send([
        "HSET", keys.directory, "2", "00000000000000000009 shard 7 1",
      ])
      _ = try await a.redis.send(["PUBLISH", keys.directoryChannel, "nonsense"])
      await eventually { a.directory.lookup(region(2))?.epoch == Epoch(9) }
    }
  }

  @Test func manyRegionsGoInBatches() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    let count = ClusterLimits.registrationBatchMax * 2 + 1
    try await running(a.services) {
      await eventually { a.redis.isConnected }
      let many = Dictionary(
        uniqueKeysWithValues: (0..<count).map { (region(UInt32($0)), entry(1, 1)) })
      let refused = await a.directory.register(many)
      #expect(refused.isEmpty)
      check(try await a.redis.send(["HLEN", keys.directory]).integer, Int64(count))
      check(try await a.redis.send(["GET", keys.directoryVersion]).string, "\(count)")
    }
  }

  @Test func storageMayOfferWhatIsNotOurs() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    try await running(a.services) {
      await eventually { a.redis.isConnected }
      await a.directory.register([region(1): entry(1, 5)])
      try await a.directory.offer([region(1): entry(9, 4), region(2): entry(9, 4)])
      await eventually { a.directory.lookup(region(2)) == entry(9, 4) }
      #expect(a.directory.lookup(region(1)) == entry(1, 5))
    }
  }
}
