import Model
import NIOCore
import Testing

@testable import Cluster

/// What holds when the server of Redis changes underneath: leases count on one server only, and
/// what a failover forgot comes back from who knows it.
@Suite(.serialized)
struct RedisFailoverTests {
  private let terms = LeaseTerms(timeToLive: .seconds(2))
  private let keys = ClusterKeys(cluster: ClusterName("test") ?? { preconditionFailure() }())
  private let region = RegionID(rawValue: 1)

  /// The part of a shard that knows Redis.
  private struct Shard: Sendable {
    let owner: RegionOwnership.Owner
    let redis: RedisClient
    let registry: NodeRegistry
    let directory: DirectoryService
    let subscription: RedisSubscription

    /// Without the connection: without it the others are as good as dead.
    var services: [@Sendable () async throws -> Void] {
      let (registry, directory, subscription) = (registry, directory, subscription)
      return [
        { try await subscription.run() }, { try await registry.run() },
        { try await directory.run() },
      ]
    }
  }

  private func shard(_ number: UInt32, _ address: RedisAddress) -> Shard {
    let loop = anyLoop
    let redis = RedisClient(address: address, slot: keys.slot, on: loop, logger: quiet)
    let directory = DirectoryService(
      redis: redis, keys: keys, reloadInterval: .milliseconds(500), on: loop, logger: quiet)
    return Shard(
      owner: .init(shard: ShardID(number), incarnation: Incarnation(1)), redis: redis,
      registry: NodeRegistry(
        redis: redis, keys: keys,
        record: NodeRecord(
          node: .shard(ShardID(number)), incarnation: Incarnation(1),
          mesh: NodeAddress(host: "127.0.0.1", port: 1000)),
        predecessorExited: false, terms: terms, on: loop, logger: quiet),
      directory: directory,
      subscription: RedisSubscription(
        address: address, slot: keys.slot, on: loop,
        listeners: [keys.directoryChannel: directory.subscriptionListener], logger: quiet))
  }

  /// Looks for as long as `isOver` says no, as a shard does that the plan gives the region of
  /// another one; returns what it knew when it claimed, and when that was.
  private func watch(
    _ shard: Shard, until isOver: (NodeView) async -> Bool = { _ in false },
    regionOf owner: RegionOwnership.Owner
  ) async throws -> (view: NodeView, now: BootTime)? {
    var claimer = RegionClaimer(own: shard.owner, predecessorExited: false)
    let plan = try PlacementPlan(
      version: 1, shards: [shard.owner.shard], assignments: [region: shard.owner.shard])
    while true {
      let view = shard.registry.view
      let now = SystemClock().now
      let decision = claimer.decide(
        .init(
          plan: plan, rows: [region: RegionOwnership(epoch: Epoch(1), owner: owner)],
          leases: view.shards, absenceCounts: view.absenceCounts(at: now)))
      if !decision.claim.isEmpty { return (view, now) }
      if await isOver(view) { return nil }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test func afterAFailoverNobodysRegionsAreTakenBeforeTwoLives() async throws {
    let group = try await SentinelGroup()
    let a = shard(1, group.address)
    let b = shard(2, group.address)
    let dying = Task { try await b.redis.run() }
    let orphans = b.services.map { service in Task { try await service() } }
    try await running([{ try await a.redis.run() }] + a.services) {
      await eventually {
        let view = a.registry.view
        return view.shards.contains(b.owner) && view.absenceCounts(at: SystemClock().now)
      }
      let before = a.registry.view.instance
      await group.killMaster()
      let killed = SystemClock().now
      dying.cancel()  // it cannot renew any more
      let claim = try await watch(a, regionOf: b.owner)
      let view = try #require(claim?.view)
      let since = try #require(view.contactSince)
      #expect(view.instance != before)
      #expect(since > killed)
      #expect(try #require(claim?.now) - since >= terms.contactMin)
    }
    for task in orphans + [dying] {
      task.cancel()
      _ = await task.result
    }
  }

  @Test func aLivingOwnerKeepsItsRegionsWhileTheSlotMoves() async throws {
    let nodes = try await RedisClusterNodes(slot: keys.slot)
    let a = shard(1, nodes.address)
    let b = shard(2, nodes.address)
    try await running(
      [{ try await a.redis.run() }, { try await b.redis.run() }] + a.services + b.services
    ) {
      await eventually {
        let view = a.registry.view
        return view.shards.contains(b.owner) && view.absenceCounts(at: SystemClock().now)
      }
      let before = a.registry.view.instance
      let target = nodes.masters[(nodes.first + 1) % 3]
      async let moved: Void = nodes.move(from: nodes.owner, to: target)
      let claim = try await watch(
        a,
        until: { view in
          view.instance != nil && view.instance != before && view.absenceCountsUntil != nil
            && view.shards.contains(b.owner)
        }, regionOf: b.owner)
      await moved
      #expect(claim == nil)
      #expect(a.registry.view.contactSince != nil)
      #expect(a.registry.view.instance?.generation == before?.generation, "the data moved along")
    }
  }

  /// An acknowledged write may vanish: the new master never got it. The owner says it again.
  @Test func ownersRefillWhatAFailoverForgot() async throws {
    let group = try await SentinelGroup()
    let a = shard(1, group.address)
    let b = shard(2, group.address)
    let entry = DirectoryEntry(
      shard: a.owner.shard, incarnation: a.owner.incarnation, epoch: Epoch(5))
    let field = "\(region.rawValue)"
    try await running(
      [{ try await a.redis.run() }, { try await b.redis.run() }] + a.services + b.services
    ) {
      await eventually { a.redis.isConnected && b.redis.isConnected }
      await a.directory.register([region: entry])
      await eventually { b.directory.lookup(region) == entry }
      await group.killMaster()
      let heir = group.servers[1]
      await eventually { await heir.ask("ROLE")?.array?.first?.string == "master" }
      await heir.ask("DEL", keys.directory)
      await heir.ask("SET", keys.directoryVersion, "0")
      // Somebody who is behind is first.
      let old = DirectoryEntry(
        shard: b.owner.shard, incarnation: b.owner.incarnation, epoch: Epoch(4))
      await heir.ask("HSET", keys.directory, field, DirectoryText.encode(.owned(old)))
      await eventually {
        await heir.ask("HGET", keys.directory, field)?.string
          == DirectoryText.encode(.owned(entry))
      }
      #expect(b.directory.lookup(region) == entry)
      // News after the failover are heard, though the version counts from low again.
      let next = DirectoryEntry(
        shard: a.owner.shard, incarnation: a.owner.incarnation, epoch: Epoch(6))
      await a.directory.register([region: next])
      await eventually { b.directory.lookup(region) == next }
    }
  }
}
