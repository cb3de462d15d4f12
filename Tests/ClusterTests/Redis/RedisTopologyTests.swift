import Testing

@testable import Cluster

struct RedisTopologyTests {
  private static func at(_ host: String, _ port: Int) -> RedisEndpoint {
    RedisEndpoint(host: host, port: port)
  }

  private func text(_ words: String...) -> RedisReply {
    .array(words.map { .bulk(Array($0.utf8)) })
  }

  private func node(_ host: RedisReply, _ port: Int64) -> RedisReply {
    .array([host, .integer(port), .bulk(Array("id".utf8)), .array([])])
  }

  @Test func aSentinelNamesAMaster() throws {
    #expect(try RedisTopology.master(text("::1", "7000")) == Self.at("::1", 7000))
    #expect(try RedisTopology.master(.null) == nil)
    for reply in [
      .status("OK"), .array([]), text("a"), text("a", "0"), text("a", "x"), text("", "7000"),
      .array([.null, .null]), .integer(1),
    ] as [RedisReply] {
      #expect(throws: RedisError.self) { try RedisTopology.master(reply) }
    }
  }

  @Test func aServerSaysItsRole() {
    #expect(RedisTopology.isMaster(.array([.bulk(Array("master".utf8)), .integer(0), .array([])])))
    #expect(!RedisTopology.isMaster(text("slave", "a", "1")))
    #expect(!RedisTopology.isMaster(.status("OK")))
    #expect(!RedisTopology.isMaster(.array([])))
  }

  @Test func nodesTellWhoOwnsWhat() throws {
    let a = RedisReply.bulk(Array("a".utf8))
    let unknown = RedisReply.bulk(Array("?".utf8))
    let slot = RedisSlot(of: "foo")  // 12182
    let table = RedisReply.array([
      .array([.integer(0), .integer(12_181), node(a, 1), node(.null, 2)]),
      .array([.integer(12_182), .integer(12_182), node(.bulk([]), 3), node(unknown, 4)]),
      .array([.integer(12_183), .integer(16_383), node(a, 1)]),
    ])
    let slots = try RedisTopology.slots(table, of: slot, asked: Self.at("me", 9))
    #expect(slots.owner == Self.at("me", 3))
    #expect(slots.nodes == [Self.at("a", 1), Self.at("me", 2), Self.at("me", 3)])
    let nobody = RedisReply.array([.array([.integer(0), .integer(1), node(a, 1)])])
    #expect(try RedisTopology.slots(nobody, of: slot, asked: Self.at("me", 9)).owner == nil)
    for reply in [
      .status("OK"), .array([.integer(1)]), .array([.array([.integer(1), .integer(2)])]),
      .array([.array([a, .integer(2), node(a, 1)])]),
    ] as [RedisReply] {
      #expect(throws: RedisError.self) {
        try RedisTopology.slots(reply, of: slot, asked: Self.at("me", 9))
      }
    }
  }

  @Test(arguments: [
    ("READONLY You can't write against a read only replica.", RedisRefusal.replica),
    ("ERR Error running script (call to f_1): @user_script:1: -READONLY You can't", .replica),
    ("MASTERDOWN Link with MASTER is down", .replica),
    ("MOVED 3999 127.0.0.1:6381", .moved(to: at("127.0.0.1", 6381))),
    ("MOVED 3999 ::1:6381", .moved(to: at("::1", 6381))),
    ("MOVED 3999 :6381", .moved(to: at("me", 6381))),
    ("MOVED 3999 ?:6381", .moved(to: nil)),
    ("MOVED 3999 nonsense", .moved(to: nil)),
    ("CLUSTERDOWN The cluster is down", .clusterDown),
    ("ASK 3999 127.0.0.1:6381", nil), ("TRYAGAIN Multiple keys request", nil), ("MOVED", nil),
    ("NOSCRIPT No matching script.", nil), ("", nil),
  ])
  func refusalsTellTheWrongServer(text: String, refusal: RedisRefusal?) {
    #expect(RedisRefusal(text, from: Self.at("me", 9)) == refusal)
  }

  @Test func whoAnsweredComesFirstAndWhoMisledLast() {
    let (a, b, c) = (Self.at("a", 1), Self.at("b", 1), Self.at("c", 1))
    var route = RedisRoute([a, b, c])
    #expect(route.toAsk == [a, b, c])
    route.answered(b)
    #expect(route.toAsk == [b, a, c])
    route.misled()
    #expect(route.toAsk == [a, c, b])
    route.redirected(to: c)
    #expect(route.takeHint() == c)
    #expect(route.takeHint() == nil)
    let d = Self.at("d", 1)
    route.learned([d, b])
    #expect(route.toAsk == [a, c, b, d])
    route.answered(d)
    route.learned([b])
    #expect(route.toAsk == [a, c, b])
    route.learned((0..<1000).map { Self.at("n", $0 + 1) })
    #expect(route.toAsk.count == 3 + ClusterLimits.redisServersMax)
  }
}
