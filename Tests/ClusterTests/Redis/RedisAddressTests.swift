import Cluster
import Testing

struct RedisAddressTests {
  private static func at(_ host: String, _ port: Int) -> RedisEndpoint {
    RedisEndpoint(host: host, port: port)
  }

  @Test(arguments: [
    ("redis://localhost", RedisAddress(host: "localhost")),
    ("redis://localhost:7000", RedisAddress(host: "localhost", port: 7000)),
    ("redis://10.0.0.1:7000/3", RedisAddress(host: "10.0.0.1", port: 7000, database: 3)),
    ("redis://[::1]:7000/", RedisAddress(host: "::1", port: 7000)),
    ("redis://[::1]", RedisAddress(host: "::1")),
    ("redis://:secret@host", RedisAddress(host: "host", password: "secret")),
    (
      "redis://me:p%40ss%3A@host/1",
      RedisAddress(host: "host", user: "me", password: "p@ss:", database: 1)
    ),
    ("redis://me:a:b@host", RedisAddress(host: "host", user: "me", password: "a:b")),
    (
      "redis+sentinel://a,b:7000,[::1]:7001/world",
      RedisAddress(
        .sentinel(.init(master: "world")),
        endpoints: [at("a", 26_379), at("b", 7000), at("::1", 7001)])
    ),
    (
      "redis+sentinel://me:p%40ss@a/the%20world/3?sentinel_username=s&sentinel_password=x%26%3D",
      RedisAddress(
        .sentinel(.init(master: "the world", user: "s", password: "x&=")),
        endpoints: [at("a", 26_379)], user: "me", password: "p@ss", database: 3)
    ),
    (
      "redis+cluster://:secret@a,b:7000",
      RedisAddress(.cluster, endpoints: [at("a", 6379), at("b", 7000)], password: "secret")
    ),
    ("redis+cluster://a/0", RedisAddress(.cluster, endpoints: [at("a", 6379)])),
  ])
  func reads(url: String, address: RedisAddress) throws {
    #expect(try RedisAddress(url: url) == address)
  }

  @Test(arguments: [
    "", "localhost", "http://localhost", "redis://", "redis://:7000", "redis://host:0",
    "redis://host:65536", "redis://host:x", "redis://host/x", "redis://host/-1", "redis://[::1",
    "redis://[::1]x", "redis://a:%zz@host", "redis://a:%@host", "redis://a:%ff@host",
    "redis://a,b", "redis://a/0?x=y", "rediss://a", "redis+sentinel://a", "redis+sentinel://a/",
    "redis+sentinel:///world", "redis+sentinel://a,/world", "redis+sentinel://a/world/x",
    "redis+sentinel://a/world?password=x", "redis+sentinel://a/world?sentinel_password",
    "redis+sentinel://a:0/world", "redis+sentinel://a/%zz", "redis+cluster://",
    "redis+cluster://a/1",
    "redis+cluster://a,b:x", "redis+cluster://a?sentinel_password=x", "redis-cluster://a",
    "redis+cluster://" + Array(repeating: "a", count: 65).joined(separator: ","),
  ])
  func refuses(url: String) {
    #expect(throws: RedisError.self) { try RedisAddress(url: url) }
  }

  @Test(arguments: [
    "redis://me:secret@host:secret", "redis://me:secret@host/secret",
    "redis+sentinel://me:secret@a",
    "redis+sentinel://a/world?sentinel_password=secret&x", "redis+sentinel://a/world?secret",
    "redis+cluster://me:secret@a/7", "redis+cluster://me:secret@a,b:secret", "secret://secret",
    "redis://me:secret%@host",
  ])
  func aRefusalSaysWhyAndNothingOfTheURL(url: String) throws {
    let error = try #require(throws: RedisError.self) { try RedisAddress(url: url) }
    #expect(!"\(error)".contains("secret"))
    #expect("\(error)".hasPrefix("not an address of Redis: "))
  }

  @Test func descriptionHidesThePassword() throws {
    let address = try RedisAddress(url: "redis://me:secret@host:1/2")
    #expect("\(address)" == "redis://host:1/2")
    let watched = try RedisAddress(
      url: "redis+sentinel://me:secret@[::1]:1,b/world?sentinel_password=secret")
    #expect("\(watched)" == "redis+sentinel://[::1]:1,b:26379/world/0")
    let cluster = try RedisAddress(url: "redis+cluster://me:secret@a:1,b")
    #expect("\(cluster)" == "redis+cluster://a:1,b:6379")
  }
}
