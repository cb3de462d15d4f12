import Cluster
import NIOCore
import NIOPosix
import Testing

@Suite(.serialized)
struct RedisClientTests {
  private func connected(
    _ address: RedisAddress, options: RedisClient.Options = .init(),
    _ body: @Sendable @escaping (RedisClient) async throws -> Void
  ) async throws {
    let client = RedisClient(address: address, on: anyLoop, options: options, logger: quiet)
    try await running([{ try await client.run() }]) {
      await eventually { client.isConnected }
      try await body(client)
    }
    await #expect(throws: RedisError.closed) { try await client.send(["PING"]) }
  }

  @Test func answersCommands() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      check(try await client.send(["SET", "k", "v"]), .status("OK"))
      check(try await client.send(["GET", "k"]), .bulk([0x76]))
      check(try await client.send(["GET", "absent"]), .null)
      check(try await client.send(["INCR", "n"]), .integer(1))
      check(try await client.send(["MGET", "k", "no"]), .array([.bulk([0x76]), .null]))
    }
  }

  @Test func pipelinesInOrder() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<500 {
          group.addTask {
            try await client.send(["ECHO", "\(number)"]).string == "\(number)"
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }

  @Test func refusesWhatIsTooMuch() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      let refused = await withTaskGroup(of: RedisError?.self) { group in
        for _ in 0..<ClusterLimits.redisOutstandingCommandsMax + 50 {
          group.addTask {
            do throws(RedisError) {
              _ = try await client.send(["DEBUG", "SLEEP", "0.001"], timeout: .seconds(60))
              return nil
            } catch {
              return error
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 == .tooManyOutstanding ? 1 : 0 }
      }
      #expect(refused <= 50)
      check(try await client.send(["PING"], timeout: .seconds(60)), .status("PONG"))
    }
  }

  @Test func anErrorReplyIsThrown() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      await #expect(
        throws: RedisError.server("ERR unknown command 'NONSENSE', with args beginning with: ")
      ) {
        try await client.send(["NONSENSE"])
      }
      check(try await client.send(["PING"]), .status("PONG"))
    }
  }

  @Test func scriptsSurviveAForgetfulRedis() async throws {
    let server = try await RedisServer()
    let script = RedisScript("return {KEYS[1], ARGV[1]}")
    try await connected(server.address) { client in
      for round in 0..<3 {
        let reply = try await client.evaluate(
          script, keys: ["{x}key"], arguments: [Array("\(round)".utf8)])
        #expect(reply.array?.map(\.string) == ["{x}key", "\(round)"])
        check(try await client.send(["SCRIPT", "FLUSH"]), .status("OK"))
      }
      let broken = RedisScript("return redis.call('NONSENSE')")
      await #expect(throws: RedisError.self) { try await client.evaluate(broken, keys: []) }
    }
  }

  @Test func aHangingServerTimesOutAndIsLeft() async throws {
    let server = try await RedisServer()
    var options = RedisClient.Options()
    options.silenceMax = .milliseconds(300)
    options.connectTimeout = .milliseconds(100)
    try await connected(server.address, options: options) { client in
      server.pause()
      await #expect(throws: RedisError.timedOut) {
        try await client.send(["PING"], timeout: .milliseconds(50))
      }
      await eventually { !client.isConnected }
      await #expect(throws: RedisError.notConnected) { try await client.send(["PING"]) }
      server.resume()
      await eventually { client.isConnected }
      check(try await client.send(["PING"]), .status("PONG"))
    }
  }

  @Test func aSlowReplyIsNotTakenForTheNext() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      await #expect(throws: RedisError.timedOut) {
        try await client.send(["DEBUG", "SLEEP", "0.2"], timeout: .milliseconds(20))
      }
      check(try await client.send(["ECHO", "x"], timeout: .seconds(60)).string, "x")
    }
  }

  @Test func comesBackAfterARestart() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      check(try await client.send(["SET", "k", "v"]), .status("OK"))
      server.kill()
      await eventually { !client.isConnected }
      await #expect(throws: RedisError.notConnected) { try await client.send(["PING"]) }
      try await server.restart()
      await eventually { client.isConnected }
      check(try await client.send(["GET", "k"]), .null)
    }
  }

  @Test func aLostConnectionFailsWhatIsUnderWay() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      server.pause()
      let lost = Task { try await client.send(["PING"], timeout: .seconds(60)) }
      try await Task.sleep(for: .milliseconds(20))
      server.kill()
      await #expect(throws: RedisError.connectionLost) { try await lost.value }
    }
  }

  @Test func leavesAMasterThatBecameAReplica() async throws {
    let server = try await RedisServer()
    let master = try await RedisServer()
    try await connected(server.address) { client in
      let before = try await client.send(["CLIENT", "ID"])
      _ = try await client.send(["REPLICAOF", "127.0.0.1", "\(master.port)"])
      await #expect(throws: RedisError.self) { try await client.send(["SET", "k", "v"]) }
      await eventually { client.isConnected }
      let after = try await client.send(["CLIENT", "ID"])
      #expect(before != after)
    }
  }

  @Test func logsInAndSelects() async throws {
    let server = try await RedisServer()
    try await connected(server.address) { client in
      _ = try await client.send(["CONFIG", "SET", "requirepass", "s3cret"])
      var address = server.address
      address.password = "s3cret"
      address.database = 3
      try await connected(address) { second in
        _ = try await second.send(["SET", "where", "three"])
      }
      _ = try await client.send(["SELECT", "3"])
      check(try await client.send(["GET", "where"]).string, "three")
      let stranger = RedisClient(address: server.address, on: anyLoop, logger: quiet)
      try await running([{ try await stranger.run() }]) {
        try await Task.sleep(for: .milliseconds(50))
        #expect(!stranger.isConnected)
      }
    }
  }

  @Test(
    arguments: [
      ("HTTP/1.1 400 Bad Request\r\n\r\n", nil), (nil, "what?\r\n"), ("+surprise\r\n", nil),
      (nil, "*9999999\r\n"), (nil, nil),
    ] as [(String?, String?)])
  func garbageIsAnErrorNotACrash(greeting: String?, answer: String?) async throws {
    let fake = try await FakeServer(greeting: greeting, answer: answer)
    var options = RedisClient.Options()
    options.connectTimeout = .milliseconds(20)
    let client = RedisClient(
      address: RedisAddress(host: "127.0.0.1", port: fake.port), on: anyLoop, options: options,
      logger: quiet)
    try await running([{ try await client.run() }]) {
      try await Task.sleep(for: .milliseconds(100))
      #expect(!client.isConnected)
      await #expect(throws: RedisError.notConnected) { try await client.send(["PING"]) }
    }
    await fake.close()
  }
}
