import Cluster
import Model
import Testing

/// Whole processes without their game: registry, directory, plan and mesh over one Redis.
@Suite(.serialized)
struct ControlPlaneTests {
  private struct Process: Sendable {
    let node: MeshNode
    let plane: ControlPlane

    init(_ id: NodeID, incarnation: UInt64, _ server: RedisServer) async throws {
      node = try await MeshNode(id, incarnation: incarnation)
      plane = ControlPlane(
        redis: server.address, cluster: ClusterName("test") ?? { preconditionFailure() }(),
        record: NodeRecord(
          node: id, incarnation: node.incarnation,
          mesh: NodeAddress(host: "127.0.0.1", port: node.port)),
        predecessorExited: true, on: anyLoop, logger: quiet)
      node.mesh.follow(plane.nodes)
    }

    var services: [@Sendable () async throws -> Void] {
      let plane = plane
      return [
        { try await plane.redis.run() }, { try await plane.subscription.run() },
        { try await plane.nodes.run() }, { try await plane.directory.run() },
        { try await plane.plans.run() }, node.run,
      ]
    }
  }

  private let one = NodeID.shard(ShardID(1))
  private let two = NodeID.shard(ShardID(2))

  @Test func processesFindEachOther() async throws {
    let server = try await RedisServer()
    let a = try await Process(one, incarnation: 1, server)
    let b = try await Process(two, incarnation: 1, server)
    let gate = try await Process(.gateway(GatewayID(1)), incarnation: 1, server)
    try await running(a.services + b.services + gate.services) {
      for process in [a, b, gate] {
        for other in [a, b, gate] where other.node.id != process.node.id {
          await eventually { process.node.mesh.isLinked(other.node.id) }
        }
      }
      let region = RegionID(rawValue: 1)
      let entry = DirectoryEntry(shard: ShardID(1), incarnation: Incarnation(1), epoch: Epoch(1))
      await a.plane.directory.register([region: entry])
      try await b.plane.plans.publish(
        try PlacementPlan(version: 1, shards: [ShardID(1)], assignments: [region: ShardID(1)]))
      await eventually { gate.plane.directory.lookup(region) == entry }
      await eventually { gate.plane.plans.current?.shard(of: region) == ShardID(1) }
    }
  }

  /// Redis and all shards were gone at once: only storage remembers the plan.
  @Test func aPlanThatRedisHasLostComesBackFromTheArchive() async throws {
    let server = try await RedisServer()
    let a = try await Process(one, incarnation: 1, server)
    let b = try await Process(two, incarnation: 1, server)
    let grid = RegionGrid(
      map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 400)
    let plan = try PlacementPlan.contiguous(
      grids: [grid], shards: [ShardID(1), ShardID(2)], version: 7)
    let planner = PlannerService(
      own: .init(shard: ShardID(1), incarnation: Incarnation(1)), plane: a.plane,
      cluster: ClusterName("test") ?? { preconditionFailure() }(),
      archive: .init(load: { plan }, store: { _ in false }), grids: [grid],
      loads: { RegionLoads([:]) }, on: anyLoop, logger: quiet)
    try await running(a.services + b.services + [{ try await planner.run() }]) {
      await eventually { b.plane.plans.current?.assignments == plan.assignments }
    }
  }

  @Test func linksStandWhileRedisIsAway() async throws {
    let server = try await RedisServer()
    let a = try await Process(one, incarnation: 1, server)
    let b = try await Process(two, incarnation: 1, server)
    try await running(a.services + b.services) {
      await eventually { a.node.mesh.isLinked(two) && b.node.mesh.isLinked(one) }
      server.kill()
      await eventually { !a.plane.redis.isConnected && !b.plane.redis.isConnected }
      #expect(a.node.send(1, to: two) == .queued)
      await eventually { b.node.numbers(from: one) == [1] }
      try await server.restart()
      await eventually { a.plane.nodes.view.nodes.count == 2 }
      #expect(a.node.send(2, to: two) == .queued)
      await eventually { b.node.numbers(from: one) == [1, 2] }
    }
    #expect(a.node.changes.elements.filter { !$0.isUp }.count <= 1)
  }

  @Test func aRestartedProcessIsFoundAgain() async throws {
    let server = try await RedisServer()
    let a = try await Process(one, incarnation: 1, server)
    try await running(a.services) {
      let first = try await Process(two, incarnation: 1, server)
      try await running(first.services) { await eventually { a.node.mesh.isLinked(two) } }
      await eventually { !a.node.mesh.isLinked(two) }
      let second = try await Process(two, incarnation: 2, server)
      try await running(second.services) {
        await eventually { a.node.mesh.isLinked(two) && second.node.mesh.isLinked(one) }
        #expect(a.node.send(9, to: two) == .queued)
        await eventually { second.node.numbers(from: one) == [9] }
      }
    }
  }
}
