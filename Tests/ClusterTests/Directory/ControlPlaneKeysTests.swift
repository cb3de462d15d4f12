import Model
import NIOCore
import Testing

@testable import Cluster

/// The whole control plane on a Redis Cluster: every key and every script has to stay in one slot,
/// where a single Redis would take anything.
@Suite(.serialized)
struct ControlPlaneKeysTests {
  private let name = ClusterName("test") ?? { preconditionFailure() }()
  private var keys: ClusterKeys { ClusterKeys(cluster: name) }

  private func plane(_ nodes: RedisClusterNodes, _ number: UInt32) -> ControlPlane {
    ControlPlane(
      redis: nodes.address, cluster: name,
      record: NodeRecord(
        node: .shard(ShardID(number)), incarnation: Incarnation(1),
        mesh: NodeAddress(host: "127.0.0.1", port: 1000)),
      predecessorExited: true, on: anyLoop, logger: quiet)
  }

  private func services(_ plane: ControlPlane) -> [@Sendable () async throws -> Void] {
    [
      { try await plane.redis.run() }, { try await plane.subscription.run() },
      { try await plane.nodes.run() }, { try await plane.directory.run() },
      { try await plane.plans.run() },
    ]
  }

  private func names(at node: RedisServer) async -> [String] {
    (await node.ask("KEYS", "*")?.array ?? []).compactMap(\.string).sorted()
  }

  @Test func everyKeyAndScriptStaysInOneSlot() async throws {
    let nodes = try await RedisClusterNodes(slot: keys.slot)
    let (a, b) = (plane(nodes, 1), plane(nodes, 2))
    let region = RegionID(rawValue: 1)
    let plan = try PlacementPlan(
      version: 1, shards: [ShardID(1)], assignments: [region: ShardID(1)])
    let planner = PlannerService(
      own: .init(shard: ShardID(1), incarnation: Incarnation(1)), plane: a, cluster: name,
      archive: .init(load: { plan }, store: { _ in true }), grids: [],
      loads: { RegionLoads([region: 7]) }, on: anyLoop, logger: quiet)
    try await running(services(a) + services(b) + [{ try await planner.run() }]) {
      await eventually { a.nodes.view.nodes.count == 2 && b.nodes.view.nodes.count == 2 }
      let entry = DirectoryEntry(shard: ShardID(1), incarnation: Incarnation(1), epoch: Epoch(1))
      await a.directory.register([region: entry])
      await eventually { b.directory.lookup(region) == entry }
      await a.directory.release(region, epoch: Epoch(1))
      await eventually { b.directory.lookup(region) == nil }
      try await b.directory.offer([region: entry])
      try await a.plans.publish(plan)
      await eventually { b.plans.current == plan }
      let expected = [
        keys.directory, keys.directoryVersion, keys.generation, keys.nodes, keys.plan,
        keys.placementLease, keys.loads(of: ShardID(1)), keys.nodePrefix + "shard-1",
        keys.nodePrefix + "shard-2",
      ].sorted()
      await eventually { await names(at: nodes.owner) == expected }
      for key in expected { #expect(RedisSlot(of: key).number == nodes.slot.number, "\(key)") }
      for other in nodes.masters where other.port != nodes.owner.port {
        #expect(await names(at: other).isEmpty)
      }
      #expect(
        try await RegistryReset.run(b.redis, keys: keys, logger: quiet) == ["shard-1", "shard-2"])
      #expect(await names(at: nodes.owner).contains(keys.directory))
    }
    // All gave their leases back.
    let client = RedisClient(
      address: nodes.address, slot: keys.slot, on: anyLoop, logger: quiet)
    try await running([{ try await client.run() }]) {
      await eventually { client.isConnected }
      await eventually {
        (try? await RegistryReset.run(client, keys: keys, logger: quiet)) == []
      }
      let left = await names(at: nodes.owner).filter { !$0.hasPrefix(keys.loads(of: ShardID(1))) }
      #expect(left.isEmpty, "loads end by themselves")
    }
  }
}
