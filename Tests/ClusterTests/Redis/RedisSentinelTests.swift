import NIOCore
import Testing

@testable import Cluster

@Suite(.serialized)
struct RedisSentinelTests {
  private func client(_ address: RedisAddress) -> RedisClient {
    RedisClient(address: address, on: anyLoop, logger: quiet)
  }

  /// The port of the server that a client is connected to.
  private func port(of client: RedisClient) async -> Int? {
    let reply = try? await client.send(["CONFIG", "GET", "port"])
    return reply?.array?.last?.string.flatMap { Int($0) }
  }

  @Test func aKilledMasterIsLeftForTheNewOne() async throws {
    let group = try await SentinelGroup()
    let client = client(group.address)
    let heard = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: group.address, on: anyLoop, listeners: ["news": { heard.append($0) }], logger: quiet)
    try await running([{ try await client.run() }, { try await subscription.run() }]) {
      await eventually { client.isConnected && heard.elements.last == .subscribed }
      #expect(await port(of: client) == group.servers[0].port)
      _ = try await client.send(["SET", "k", "v"])
      _ = try await client.send(["WAIT", "1", "0"], timeout: .seconds(60))
      await group.killMaster()
      await eventually { await port(of: client) == group.servers[1].port }
      check(try await client.send(["GET", "k"]).string, "v")
      await hears("over there", on: client, heard)
      // The old one comes back, believes that it is a master, and is made a replica.
      try await group.restartFirst()
      await eventually { await port(of: client) == group.servers[1].port }
      await hears("still there", on: client, heard)
    }
  }

  @Test func aMasterThatIsToldToGoIsLeft() async throws {
    let group = try await SentinelGroup()
    let client = client(group.address)
    try await running([{ try await client.run() }]) {
      await eventually { await port(of: client) == group.servers[0].port }
      await eventually {
        await group.sentinels[1].ask("SENTINEL", "FAILOVER", SentinelGroup.name) == .status("OK")
      }
      await eventually {
        guard (try? await client.send(["SET", "k", "w"])) == .status("OK") else { return false }
        return await port(of: client) == group.servers[1].port
      }
    }
  }

  /// A master that is cut off from its sentinels goes on as if nothing were: whoever can still reach
  /// both has to leave it.
  @Test func aMasterThatSentinelsGaveUpIsLeftThoughItAnswers() async throws {
    let old = try await RedisServer()
    let new = try await RedisServer()
    let sentinel = try await FakeServer()
    sentinel.name(old.endpoint)
    let address = RedisAddress(
      .sentinel(.init(master: "world")), endpoints: [sentinel.endpoint])
    let client = client(address)
    let heard = Recorder<RedisChannelEvent>()
    let subscription = RedisSubscription(
      address: address, on: anyLoop, listeners: ["news": { heard.append($0) }], logger: quiet)
    try await running([{ try await client.run() }, { try await subscription.run() }]) {
      await eventually { heard.elements.last == .subscribed }
      await eventually { await port(of: client) == old.port }
      sentinel.name(new.endpoint)
      await eventually { await port(of: client) == new.port }
      await hears("from the new one", on: client, heard)
    }
    await sentinel.close()
  }

  @Test func whoNamesNobodyOrAReplicaIsNotBelieved() async throws {
    let master = try await RedisServer()
    let replica = try await RedisServer(.server, ["--replicaof", "127.0.0.1", "\(master.port)"])
    let away = try await FakeServer()
    await away.close()
    let ignorant = try await FakeServer(answer: "*-1\r\n")
    let refusing = try await FakeServer(answer: "-NOAUTH Authentication required.\r\n")
    let stale = try await FakeServer()
    stale.name(replica.endpoint)
    let right = try await FakeServer()
    right.name(master.endpoint)
    let endpoints = [away, ignorant, refusing, stale, right].map(\.endpoint)
    let sentinel = RedisAddress.Topology.sentinel(.init(master: "world"))
    let client = client(RedisAddress(sentinel, endpoints: endpoints))
    try await running([{ try await client.run() }]) {
      await eventually { await port(of: client) == master.port }
    }
    let lost = self.client(RedisAddress(sentinel, endpoints: Array(endpoints.prefix(3))))
    try await running([{ try await lost.run() }]) {
      await eventually { lost.problem?.contains("it knows no master 'world'") == true }
      #expect(lost.problem?.contains("NOAUTH") == true)
      #expect(!lost.isConnected)
      await #expect(throws: RedisError.notConnected) { try await lost.send(["PING"]) }
    }
    for server in [ignorant, refusing, stale, right] { await server.close() }
  }

  @Test func logsInToSentinelsAndServersEachWithItsOwn() async throws {
    let master = try await RedisServer()
    let guardian = try await RedisServer(
      .sentinel([
        "requirepass outside",
        "sentinel monitor world 127.0.0.1 \(master.port) 1",
        "sentinel auth-pass world inside",
      ]))
    await master.ask("CONFIG", "SET", "requirepass", "inside")
    let text = "redis+sentinel://:inside@127.0.0.1:\(guardian.port)/world/2"
    let client = client(try RedisAddress(url: text + "?sentinel_password=outside"))
    let stranger = self.client(try RedisAddress(url: text))
    try await running([{ try await client.run() }, { try await stranger.run() }]) {
      await eventually { await port(of: client) == master.port }
      let info = try await client.send(["CLIENT", "INFO"]).string
      #expect(info?.contains(" db=2 ") == true)
      await eventually { stranger.problem?.contains("NOAUTH") == true }
      #expect(stranger.problem?.contains("inside") == false)
    }
  }

  /// Publishes until it is heard: what is said while a connection breaks is lost.
  private func hears(
    _ text: String, on client: RedisClient, _ heard: Recorder<RedisChannelEvent>
  ) async {
    while heard.elements.last != .message(Array(text.utf8)) {
      _ = try? await client.send(RedisCommand(["PUBLISH", "news", text]))
      try? await Task.sleep(for: .milliseconds(50))
    }
  }
}
