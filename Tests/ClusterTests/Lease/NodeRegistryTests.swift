import Cluster
import Model
import NIOCore
import Testing

@Suite(.serialized)
struct NodeRegistryTests {
  private let terms = LeaseTerms(timeToLive: .milliseconds(600))

  private func record(_ name: String, _ incarnation: UInt64) -> NodeRecord {
    NodeRecord(
      node: NodeID(name) ?? .shard(ShardID(1)), incarnation: Incarnation(incarnation),
      mesh: NodeAddress(host: "127.0.0.1", port: 1000))
  }

  /// A registry with a connection of its own.
  private func node(
    _ server: RedisServer, _ record: NodeRecord, predecessorExited: Bool = false,
    terms: LeaseTerms? = nil
  ) -> (NodeRegistry, RedisClient) {
    var options = RedisClient.Options()
    options.silenceMax = .milliseconds(500)
    options.connectTimeout = .milliseconds(200)
    let client = RedisClient(address: server.address, on: anyLoop, options: options, logger: quiet)
    let keys = ClusterKeys(cluster: ClusterName("test") ?? { preconditionFailure() }())
    let registry = NodeRegistry(
      redis: client, keys: keys, record: record, predecessorExited: predecessorExited,
      terms: terms ?? self.terms, on: anyLoop, logger: quiet)
    return (registry, client)
  }

  @Test func nodesSeeEachOtherComeAndGo() async throws {
    let server = try await RedisServer()
    let (a, redisA) = node(server, record("shard-1", 1))
    let (b, redisB) = node(server, record("gateway-1", 2))
    let events = Recorder<NodeEvent>()
    a.observe { events.append($0) }
    try await running([{ try await redisA.run() }, { try await a.run() }]) {
      await eventually { a.view.nodes.count == 1 && a.view.leaseHeldUntil != nil }
      try await running([{ try await redisB.run() }, { try await b.run() }]) {
        await eventually { a.view.nodes.count == 2 && b.view.nodes.count == 2 }
        #expect(a.view.nodes == b.view.nodes)
        await b.update(info: ["state": "draining"])
        await eventually {
          a.view.nodes[.gateway(GatewayID(1))]?.info == ["state": "draining"]
        }
      }
      // It gave its lease back, so nobody has to wait for the end of it.
      await eventually { a.view.nodes.count == 1 }
    }
    #expect(!events.elements.contains(.superseded))
    #expect(events.elements.first == .nodes([record("shard-1", 1)]))
  }

  @Test func aKilledNodesLeaseRunsOut() async throws {
    let server = try await RedisServer()
    let (a, redisA) = node(server, record("shard-1", 1))
    let (b, redisB) = node(server, record("shard-2", 2))
    try await running([{ try await redisA.run() }, { try await a.run() }]) {
      let dying = Task { try await b.run() }
      try await running([{ try await redisB.run() }]) {
        await eventually { a.view.nodes.count == 2 }
        #expect(a.view.shards.contains(.init(shard: ShardID(2), incarnation: Incarnation(2))))
      }  // its connection is gone, it cannot renew nor give back
      await eventually { a.view.nodes.count == 1 }
      await eventually { a.view.absenceCounts(at: SystemClock().now) }
      dying.cancel()
      _ = await dying.result
    }
  }

  @Test func aLaterRunWaitsForTheLeaseOrTakesIt() async throws {
    let server = try await RedisServer()
    let long = LeaseTerms(timeToLive: .seconds(6))  // it does not run out by itself meanwhile
    let (old, redisOld) = node(server, record("shard-1", 1), terms: long)
    let events = Recorder<NodeEvent>()
    old.observe { events.append($0) }
    try await running([{ try await redisOld.run() }, { try await old.run() }]) {
      await eventually { old.view.leaseHeldUntil != nil }
      let (polite, redisPolite) = node(server, record("shard-1", 2))
      try await running([{ try await redisPolite.run() }, { try await polite.run() }]) {
        await eventually { polite.view.nodes.count == 1 }
        #expect(polite.view.leaseHeldUntil == nil)
        #expect(polite.view.nodes.values.first?.incarnation == Incarnation(1))
      }
      let (sure, redisSure) = node(server, record("shard-1", 3), predecessorExited: true)
      try await running([{ try await redisSure.run() }, { try await sure.run() }]) {
        await eventually { sure.view.leaseHeldUntil != nil }
        await eventually { old.view.isSuperseded }
        #expect(sure.view.nodes.values.first?.incarnation == Incarnation(3))
      }
    }
    #expect(events.elements.filter { $0 == .superseded }.count == 1)
  }

  /// Waits until an absent lease counts again, and checks that contact since `start` lasted.
  private func countsAgain(_ registry: NodeRegistry, since start: BootTime) async {
    await eventually {
      let view = registry.view
      return view.absenceCountsUntil != nil && (view.contactSince ?? start) > start
    }
    let view = registry.view
    guard let until = view.absenceCountsUntil, let since = view.contactSince else { return }
    #expect(since > start)
    #expect(until - since >= terms.contactMin)
  }

  @Test func aRestartedRedisFreesNobodysRegions() async throws {
    let server = try await RedisServer()
    let (a, redisA) = node(server, record("shard-1", 1))
    let events = Recorder<NodeEvent>()
    a.observe { events.append($0) }
    try await running([{ try await redisA.run() }, { try await a.run() }]) {
      await countsAgain(a, since: BootTime(microseconds: 0))
      let first = a.view.instance
      server.kill()
      await eventually { events.elements.contains(.leaseLapsed) }
      #expect(a.view.absenceCountsUntil == nil)
      let restart = SystemClock().now
      try await server.restart()
      await countsAgain(a, since: restart)
      let second = a.view.instance
      #expect(second?.runID != first?.runID)
      // Emptied while it runs: the same run, another data set.
      let flush = SystemClock().now
      _ = try await redisA.send(["FLUSHALL"])
      await countsAgain(a, since: flush)
      #expect(a.view.instance?.runID == second?.runID)
      #expect(a.view.instance?.generation != second?.generation)
    }
  }

  @Test func aHangingRedisBreaksContact() async throws {
    let server = try await RedisServer()
    let (a, redisA) = node(server, record("shard-1", 1))
    try await running([{ try await redisA.run() }, { try await a.run() }]) {
      await countsAgain(a, since: BootTime(microseconds: 0))
      server.pause()
      await eventually { !a.view.isLeaseHeld(at: SystemClock().now) }
      #expect(!a.view.absenceCounts(at: SystemClock().now))
      let resume = SystemClock().now
      server.resume()
      await countsAgain(a, since: resume)
    }
  }

  @Test func foreignRecordsAreLeftOut() async throws {
    let server = try await RedisServer()
    let (a, redisA) = node(server, record("shard-1", 1))
    try await running([{ try await redisA.run() }]) {
      await eventually { redisA.isConnected }
      _ = try await redisA.send(["SADD", "{pangea:test}:nodes", "shard-9"])
      _ = try await redisA.send(["SET", "{pangea:test}:node:shard-9", "nonsense"])
      try await running([{ try await a.run() }]) {
        await eventually { a.view.nodes.count == 1 }
      }
    }
  }
}
