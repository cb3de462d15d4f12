import Cluster
import Model
import Testing

@testable import Cluster

struct PeerTableTests {
  private func peer(_ shard: UInt32, _ incarnation: UInt64, port: Int = 1) -> MeshPeer {
    MeshPeer(
      node: .shard(ShardID(shard)), incarnation: Incarnation(incarnation),
      address: NodeAddress(host: "h", port: port))
  }

  private func table() -> PeerTable<String> { PeerTable(own: .shard(ShardID(1))) }

  private func update(
    _ table: inout PeerTable<String>, _ peers: [MeshPeer]
  ) -> PeerTable<String>.Change {
    table.update(peers) { "\($0.node)/\($0.incarnation.rawValue):\($0.address.port)" }
  }

  @Test func dialsEverybodyButItself() {
    var table = table()
    let change = update(&table, [peer(1, 1), peer(2, 1), peer(3, 1)])
    #expect(Set(change.added) == [peer(2, 1), peer(3, 1)])
    #expect(table.link(to: .shard(ShardID(2))) == "shard-2/1:1")
    #expect(table.link(to: .shard(ShardID(1))) == nil)
    let same = update(&table, [peer(2, 1), peer(3, 1)])
    #expect(same.added.isEmpty && same.replaced.isEmpty && same.unlisted.isEmpty)
    #expect(same.wanted.count == 2)
  }

  @Test func aLaterRunReplacesAnEarlierOneAndNeverTheOtherWay() {
    var table = table()
    _ = update(&table, [peer(2, 5)])
    let later = update(&table, [peer(2, 6, port: 2)])
    #expect(later.replaced == ["shard-2/5:1"])
    #expect(later.added == [peer(2, 6, port: 2)])
    let earlier = update(&table, [peer(2, 5)])
    #expect(earlier.replaced.isEmpty && earlier.added.isEmpty)
    #expect(earlier.wanted == ["shard-2/6:2"])
    let both = update(&table, [peer(2, 8), peer(2, 7)])
    #expect(both.added == [peer(2, 8)])
  }

  @Test func anotherAddressReplaces() {
    var table = table()
    _ = update(&table, [peer(2, 5)])
    #expect(update(&table, [peer(2, 5, port: 9)]).replaced == ["shard-2/5:1"])
  }

  @Test func anUnlistedNodeStaysUntilItsLinkEnds() {
    var table = table()
    _ = update(&table, [peer(2, 5)])
    #expect(update(&table, []).unlisted == ["shard-2/5:1"])
    #expect(table.link(to: .shard(ShardID(2))) != nil)
    #expect(update(&table, [peer(2, 5)]).wanted == ["shard-2/5:1"])
    table.ended(peer(2, 4))
    #expect(table.link(to: .shard(ShardID(2))) != nil)
    table.ended(peer(2, 5))
    #expect(table.link(to: .shard(ShardID(2))) == nil)
    #expect(update(&table, [peer(2, 5)]).added == [peer(2, 5)])
  }
}
