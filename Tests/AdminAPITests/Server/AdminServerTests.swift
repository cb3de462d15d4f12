import Foundation
import Logging
import Model
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import AdminAPI

@Suite struct AdminServerTests {
  /// No window of wrong passwords ends meanwhile, however busy the machine is.
  private struct StillClock: Model.Clock {
    var now: BootTime { BootTime(microseconds: 1_000_000_000) }
  }

  private struct Answer {
    var status: Int
    var text: String
    var headers: [String: String] = [:]

    /// Reads a whole HTTP response.
    init(_ response: String) throws {
      let parts = response.split(separator: "\r\n\r\n", maxSplits: 1)
      let lines = try #require(parts.first).split(separator: "\r\n")
      status = try #require(Int(lines[0].split(separator: " ")[1]))
      for line in lines.dropFirst() {
        let pair = line.split(separator: ":", maxSplits: 1)
        headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
      }
      text = parts.count > 1 ? String(parts[1]) : ""
    }
  }

  /// Asks on a connection of its own.
  private func get(_ path: String, port: Int, pair: String?) async throws -> Answer {
    var request = "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    if let pair {
      request += "Authorization: Basic \(Data(pair.utf8).base64EncodedString())\r\n"
    }
    let bytes = ByteBuffer(string: request + "\r\n")
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(bytes)
      var response = ByteBuffer()
      for try await part in inbound { response.writeImmutableBuffer(part) }
      return try Answer(String(buffer: response))
    }
  }

  /// Serves on a free port while the body asks with the given credentials.
  private func serving(
    _ credentials: AdminCredentials?,
    _ body: (_ ask: (String, String?) async throws -> Answer) async throws -> Void
  ) async throws {
    let (ports, found) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = AdminServer(
      host: "127.0.0.1", port: 0, credentials: credentials,
      collector: ClusterFixture().makeCollector(), idle: .hours(1), clock: StillClock(),
      logger: logger
    ) { found.yield($0) }
    let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
    async let running: Void = group.run()
    for await port in ports {
      try await body { path, pair in
        try await get(path, port: port, pair: pair)
      }
      break
    }
    await group.triggerGracefulShutdown()
    try await running
  }

  @Test func theClusterIsShownToWhoMaySeeIt() async throws {
    try await serving(AdminCredentials(user: "gm", password: "secret")) { ask in
      let answer = try await ask("/api/cluster", "gm:secret")
      #expect(answer.status == 200)
      #expect(answer.headers["content-type"] == "application/json")
      #expect(answer.headers["cache-control"] == "no-store")
      #expect(answer.text.contains(#""schema":"pangea.cluster/1""#))
      let stranger = try await ask("/api/cluster", nil)
      #expect(stranger.status == 401)
      #expect(!stranger.text.contains("shard"))
      #expect(try await ask("/api/cluster", "gm:wrong").status == 401)
      #expect(try await ask("/api/nothing", "gm:secret").status == 404)
    }
  }

  @Test func theFirstPageSaysWhatIsThere() async throws {
    try await serving(nil) { ask in
      let page = try await ask("/", nil)
      #expect(page.status == 200)
      #expect(page.text.contains("/api/cluster"))
      #expect(try await ask("/api/cluster", "a:b").status == 403, "nothing is configured")
    }
  }

  @Test func guessingIsEnded() async throws {
    try await serving(AdminCredentials(user: "gm", password: "secret")) { ask in
      for _ in 0..<AdminLimits.failuresMax {
        #expect(try await ask("/api/cluster", "gm:guess").status == 401)
      }
      let answer = try await ask("/api/cluster", "gm:secret")
      #expect(answer.status == 429, "also the right one has to wait: it may have been guessed")
      let wait = try #require(Int(answer.headers["retry-after"] ?? ""))
      #expect((1...60).contains(wait))
    }
  }

  @Test func aTakenPortIsTold() async throws {
    let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(other.localAddress?.port)
    let server = AdminServer(
      host: "127.0.0.1", port: port, credentials: nil,
      collector: ClusterFixture().makeCollector(), logger: Logger(label: "test"))
    await #expect(throws: AdminPortError(host: "127.0.0.1", port: port, number: EADDRINUSE)) {
      try await server.run()
    }
    try await other.close()
  }
}
