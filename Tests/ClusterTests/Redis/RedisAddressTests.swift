import Cluster
import Testing

struct RedisAddressTests {
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
  ])
  func reads(url: String, address: RedisAddress) throws {
    #expect(try RedisAddress(url: url) == address)
  }

  @Test(arguments: [
    "", "localhost", "http://localhost", "redis://", "redis://:7000", "redis://host:0",
    "redis://host:65536", "redis://host:x", "redis://host/x", "redis://host/-1", "redis://[::1",
    "redis://[::1]x", "redis://a:%zz@host", "redis://a:%@host", "redis://a:%ff@host",
  ])
  func refuses(url: String) {
    #expect(throws: RedisError.self) { try RedisAddress(url: url) }
  }

  @Test func descriptionHidesThePassword() throws {
    let address = try RedisAddress(url: "redis://me:secret@host:1/2")
    #expect("\(address)" == "redis://host:1/2")
  }
}
