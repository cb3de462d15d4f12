import Cluster
import Model
import Testing

struct RedisSlotTests {
  /// What `CLUSTER KEYSLOT` of a real Redis says.
  @Test(arguments: [
    ("", 0), ("123456789", 12_739), ("foo", 12_182), ("{foo}:bar", 12_182), ("x{foo}{bar}", 12_182),
    ("{}foo", 9_500), ("foo{", 7_673), ("{pangea:pangea}:directory", 4_058),
  ])
  func agreesWithRedis(key: String, slot: Int) {
    #expect(RedisSlot(of: key).number == slot)
  }

  /// A key that left the tag out would be somebody else's in a Redis Cluster.
  @Test(arguments: ["pangea", "a", "Some.Other-cluster_2"])
  func allKeysOfAClusterAreInOneSlot(name: String) throws {
    let keys = ClusterKeys(cluster: try #require(ClusterName(name)))
    let all = [
      keys.generation, keys.nodes, keys.nodePrefix + "shard-1", keys.directory,
      keys.directoryVersion, keys.plan, keys.placementLease, keys.loads(of: ShardID(7)),
    ]
    #expect(Set(all).count == all.count)
    for key in all { #expect(RedisSlot(of: key).number == keys.slot.number, "\(key)") }
  }
}
