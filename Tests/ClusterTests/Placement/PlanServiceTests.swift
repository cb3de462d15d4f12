import Cluster
import Model
import NIOCore
import Testing

@Suite(.serialized)
struct PlanServiceTests {
  private let keys = ClusterKeys(cluster: ClusterName("test") ?? { preconditionFailure() }())

  private struct Node: Sendable {
    let redis: RedisClient
    let plans: PlanService
    let subscription: RedisSubscription

    init(_ server: RedisServer, _ keys: ClusterKeys) {
      let loop = anyLoop
      redis = RedisClient(address: server.address, on: loop, logger: quiet)
      plans = PlanService(
        redis: redis, keys: keys, reloadInterval: .hours(1), on: loop, logger: quiet)
      subscription = RedisSubscription(
        address: server.address, on: loop,
        listeners: [keys.planChannel: plans.subscriptionListener], logger: quiet)
    }

    var services: [@Sendable () async throws -> Void] {
      [{ try await redis.run() }, { try await subscription.run() }, { try await plans.run() }]
    }
  }

  private func plan(_ version: UInt64, _ shard: UInt32 = 1) throws -> PlacementPlan {
    try PlacementPlan(
      version: version, shards: [ShardID(shard)],
      assignments: [RegionID(rawValue: 1): ShardID(shard)])
  }

  @Test func onlyNewerPlansAreStoredAndAllHearThem() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    let b = Node(server, keys)
    let heard = Recorder<UInt64>()
    b.plans.observe { heard.append($0.version) }
    try await running(a.services + b.services) {
      await eventually { a.redis.isConnected && b.redis.isConnected }
      let first = try await a.plans.publish(try plan(1))
      #expect(first)
      await eventually { b.plans.current?.version == 1 }
      let same = try await b.plans.publish(try plan(1, 2))
      #expect(!same)
      let next = try await b.plans.publish(try plan(9))
      let later = try await a.plans.publish(try plan(10))
      let older = try await b.plans.publish(try plan(9, 3))
      #expect(next && later && !older)
      await eventually { b.plans.current?.version == 10 && a.plans.current?.version == 10 }
    }
    #expect(heard.elements == heard.elements.sorted())
    #expect(heard.elements.last == 10)
  }

  @Test func anEmptyRedisGetsThePlanBack() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    try await running(a.services) {
      await eventually { a.redis.isConnected }
      try await a.plans.publish(try plan(5))
      server.kill()
      try await server.restart()
      let late = Node(server, keys)
      try await running(late.services) {
        await eventually { late.plans.current?.version == 5 }
      }
    }
  }

  @Test func nonsenseInRedisIsNoPlan() async throws {
    let server = try await RedisServer()
    let a = Node(server, keys)
    try await running(a.services) {
      await eventually { a.redis.isConnected }
      _ = try await a.redis.send(["SET", keys.plan, "00000000000000000003 nonsense"])
      _ = try await a.redis.send(["PUBLISH", keys.planChannel, "3"])
      let stored = try await a.plans.publish(try plan(4))
      #expect(stored)
      #expect(a.plans.current?.version == 4)
    }
  }
}
