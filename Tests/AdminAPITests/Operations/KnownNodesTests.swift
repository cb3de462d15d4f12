import Cluster
import Model
import Testing
import Wire

@testable import AdminAPI

@Suite struct KnownNodesTests {
  private func record(_ node: NodeID, _ incarnation: UInt64) -> NodeRecord {
    NodeRecord(
      node: node, incarnation: Incarnation(incarnation),
      mesh: NodeAddress(host: "127.0.0.1", port: 1))
  }

  private let gateway = NodeID.gateway(GatewayID(1))
  private let shard = NodeID.shard(ShardID(1))

  @Test func whoIsGoneIsAskedForAWhile() {
    var known = KnownNodes(memory: 60_000)
    known.saw([record(gateway, 5), record(shard, 6)], now: 1_000)
    known.saw([record(shard, 6)], now: 30_000)
    #expect(known.targets(of: .mutes).map(\.node) == [gateway, shard])
    known.saw([record(shard, 6)], now: 61_000)
    #expect(known.targets(of: .mutes).map(\.node) == [shard])
  }

  @Test func theLatestRunCounts() {
    var known = KnownNodes(memory: 60_000)
    known.saw([record(gateway, 5)], now: 1)
    known.saw([record(gateway, 7)], now: 2)
    known.saw([record(gateway, 6)], now: 3)
    #expect(known.targets(of: .mutes).map(\.incarnation) == [Incarnation(7)])
  }

  @Test func adminProcessesAreAskedOfProcessesAlone() {
    var known = KnownNodes()
    known.saw([record(.admin(AdminID(1)), 5), record(shard, 6)], now: 1)
    #expect(known.targets(of: .mutes).map(\.node) == [shard])
    let order = OperationOrder.Kind.logLevel(LogLevelOrder(level: "debug", seconds: 9))
    #expect(known.targets(of: order).map(\.node) == [.admin(AdminID(1)), shard])
  }
}
