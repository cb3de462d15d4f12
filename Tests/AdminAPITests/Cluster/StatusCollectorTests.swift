import Cluster
import Foundation
import Model
import Synchronization
import Testing
import Wire

@testable import AdminAPI

@Suite struct StatusCollectorTests {
  @Test func everyNodeIsAskedAndShown() async throws {
    let fixture = ClusterFixture()
    let status = await fixture.makeCollector().collect()
    #expect(fixture.asked.withLock { Set($0.keys) } == Set(ClusterFixture.nodes.dropLast()))
    #expect(status.unreachable == ["shard-3"], "it is in the plan and not there")
    #expect(status.shards.map(\.node.name) == ["shard-1", "shard-2", "shard-3"])
    #expect(status.shards.map(\.node.alive) == [true, true, false])
    #expect(status.shards[0].players == 10)
    #expect(status.shards[0].node.address == "10.0.0.1:4000")
    #expect(status.shards[0].node.memoryBytes == 1 << 20)
    #expect(status.gateways.map(\.sessions) == [30])
    let region = status.regions[1]
    #expect(region.id == "0:1,1")
    #expect((region.map, region.column, region.row) == (0, 1, 1))
    #expect((region.shard, region.planned, region.epoch) == ("shard-2", "shard-2", 6))
    #expect((region.players, region.ghosts, region.handoffsPending) == (20, 3, 1))
    #expect((region.farUpdateTicks, region.timePercent) == (8, 75))
    #expect((region.tickP50Ms, region.tickP99Ms, region.tickMaxMs) == (0.25, 1.5, 2.75))
    #expect(status.regions[2].shard == nil && status.regions[2].planned == "shard-3")
    #expect(status.totals.players == 30)
    #expect(status.totals.shards == 2)
    #expect(status.totals.regionsWithoutShard == 1)
    #expect(
      status.totals.handoffs == .init(started: 14, completed: 10, refused: 2, crossShard: 4))
    #expect(abs(Double(status.collectedAt) / 1000 - Date().timeIntervalSince1970) < 3600)
  }

  @Test func whoDoesNotAnswerIsNamedAndTheRestIsShown() async {
    let fixture = ClusterFixture(silent: [.shard(ShardID(2))])
    let status = await fixture.makeCollector(wait: .milliseconds(50)).collect()
    #expect(status.unreachable == ["shard-2", "shard-3"])
    #expect(status.shards[1].node.alive)
    #expect(status.shards[1].players == nil)
    #expect(status.regions[1].shard == "shard-2", "the directory still knows")
    #expect(status.regions[1].players == nil)
    #expect(status.totals.players == 10)
  }

  @Test func answersThatNobodyAwaitsChangeNothing() async {
    let fixture = ClusterFixture(silent: [.shard(ShardID(1))])
    let collector = fixture.makeCollector(wait: .milliseconds(50))
    collector.received(ClusterFixture.reply(1, .shard(ShardID(1))), from: .shard(ShardID(1)))
    async let collecting = collector.collect()
    while fixture.asked.withLock({ $0.count }) < 3 { await Task.yield() }
    collector.received(ClusterFixture.reply(99, .shard(ShardID(1))), from: .shard(ShardID(1)))
    collector.received(ClusterFixture.reply(1, .shard(ShardID(1))), from: .shard(ShardID(2)))
    let status = await collecting
    #expect(status.unreachable == ["shard-1", "shard-3"])
    collector.received(ClusterFixture.reply(1, .shard(ShardID(1))), from: .shard(ShardID(1)))
  }

  @Test func watchersOfOneMomentShareARound() async {
    let fixture = ClusterFixture(silent: [.shard(ShardID(1))])
    let collector = fixture.makeCollector(wait: .milliseconds(100))
    let first = Task { await collector.collect() }
    while fixture.asked.withLock({ $0.isEmpty }) { await Task.yield() }
    let second = await collector.collect()
    #expect(await first.value == second)
    #expect(fixture.asked.withLock { $0[.shard(ShardID(2))]?.count } == 1)
    _ = await collector.collect()
    #expect(fixture.asked.withLock { $0[.shard(ShardID(2))]?.count } == 2)
  }

  @Test func ofTwoOwnersTheLaterIsRight() {
    let region = ClusterFixture.region(0)
    var old = ClusterFixture.reply(1, .shard(ShardID(1)))
    var new = ClusterFixture.reply(1, .shard(ShardID(2)))
    old.regions = [RegionStatus(region: region, epoch: Epoch(5))]
    new.regions = [RegionStatus(region: region, epoch: Epoch(6))]
    new.regions[0].players = 3
    let status = ClusterStatus(
      nodes: [], replies: [old.node: old, new.node: new],
      owned: [
        region: .init(shard: ShardID(1), incarnation: Incarnation(1), epoch: Epoch(5))
      ], planned: [:], collectedAt: Date())
    #expect(status.regions.map(\.shard) == ["shard-2"])
    #expect(status.regions.map(\.epoch) == [6])
    #expect(status.totals.players == 3)
  }

  @Test func scriptsFindTheFields() async throws {
    let status = await ClusterFixture().makeCollector().collect()
    let bytes = Data(try status.json.utf8)
    let top = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect(top["schema"] as? String == "pangea.cluster/1")
    let shard = try #require((top["shards"] as? [[String: Any]])?.first)
    #expect(
      Set(shard.keys) == [
        "name", "alive", "incarnation", "address", "uptime_ms", "memory_bytes", "cpu_ms",
        "regions", "players", "handoffs",
      ])
    let region = try #require((top["regions"] as? [[String: Any]])?.first)
    #expect(region["tick_p99_ms"] as? Double == 1.5)
    #expect(region["handoffs_pending"] as? Int == 1)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    #expect(try decoder.decode(ClusterStatus.self, from: bytes) == status)
  }
}
