import Model
import Testing

@testable import Cluster

struct NodeRecordTests {
  private let record = NodeRecord(
    node: .shard(ShardID(7)), incarnation: Incarnation(1_763_596_800_000_000),
    mesh: NodeAddress(host: "10.0.0.1", port: 7001),
    operations: NodeAddress(host: "::1", port: 7002), info: ["state": "draining"])

  @Test func survivesItsEncoding() throws {
    let bytes = try record.encoded()
    #expect(String(decoding: bytes.prefix(20), as: UTF8.self) == "00001763596800000000")
    #expect(try NodeRecord(encoded: bytes) == record)
  }

  @Test(arguments: [
    "", "x", "00001763596800000000", "00001763596800000000{}", "0000176359680000000x{}",
    #"00001763596800000000{"node":"what-1","mesh":{"host":"a","port":1},"info":{}}"#,
    #"00001763596800000000{"node":"shard-1","mesh":{"host":"a","port":0},"info":{}}"#,
    #"00001763596800000000{"node":"shard-1","mesh":{"host":"","port":1},"info":{}}"#,
  ])
  func refuses(text: String) {
    #expect(throws: NodeRecordError.malformed) { try NodeRecord(encoded: Array(text.utf8)) }
  }

  @Test func refusesWhatIsTooLong() {
    var large = record
    large.info["x"] = String(repeating: "x", count: ClusterLimits.nodeRecordBytesMax)
    #expect(throws: NodeRecordError.tooLarge) { try large.encoded() }
    #expect(throws: NodeRecordError.tooLarge) {
      try NodeRecord(encoded: Array(repeating: 0x30, count: 5000))
    }
  }

  @Test(arguments: [
    ("127.0.0.1:80", NodeAddress(host: "127.0.0.1", port: 80)),
    ("[::1]:80", NodeAddress(host: "::1", port: 80)),
    ("shard-1.local:7000", NodeAddress(host: "shard-1.local", port: 7000)),
  ])
  func readsAddresses(text: String, address: NodeAddress) {
    #expect(NodeAddress(text) == address)
    #expect(address.description == text)
  }

  @Test(arguments: ["", "host", "host:", "host:0", "host:65536", ":80", "[]:80"])
  func refusesAddresses(text: String) {
    #expect(NodeAddress(text) == nil)
  }

  @Test(arguments: ["", "a b", "a{b}", "ü", String(repeating: "a", count: 65)])
  func refusesClusterNames(text: String) {
    #expect(ClusterName(text) == nil)
  }

  @Test func keysShareOneHashTag() throws {
    let keys = ClusterKeys(cluster: try #require(ClusterName("eu-1")))
    for key in [
      keys.generation, keys.nodes, keys.nodePrefix, keys.directory, keys.directoryVersion,
      keys.plan,
    ] {
      #expect(key.hasPrefix("{pangea:eu-1}:"))
    }
  }

  @Test(arguments: [(0, 1), (9, 10), (99, 1000), (.max - 1, .max)] as [(UInt64, UInt64)])
  func numbersCompareAsText(small: UInt64, large: UInt64) {
    #expect(FencingText.encode(small) < FencingText.encode(large))
    #expect(FencingText.decode(FencingText.encode(large)) == large)
  }
}
