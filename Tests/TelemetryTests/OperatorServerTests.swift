import Logging
import Metrics
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import Telemetry

@Suite struct OperatorServerTests {
  private let registry = MetricRegistry()
  private let readiness = Readiness()

  /// Asks on a connection of its own: status and body.
  private func get(_ path: String, port: Int) async throws -> (Int, String) {
    let question = ByteBuffer(
      string: "GET /\(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let response = try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(question)
      var response = ByteBuffer()
      for try await part in inbound { response.writeImmutableBuffer(part) }
      return String(buffer: response)
    }
    let parts = response.split(separator: "\r\n\r\n", maxSplits: 1)
    let status = try #require(Int(response.split(separator: " ")[1]))
    return (status, parts.count > 1 ? String(parts[1]) : "")
  }

  /// Serves on a free port while the body asks.
  private func serving(_ body: (_ ask: (String) async throws -> (Int, String)) async throws -> Void)
    async throws
  {
    let (ports, found) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = OperatorServer(
      host: "127.0.0.1", port: 0, registry: registry, readiness: readiness, logger: logger
    ) { found.yield($0) }
    let group = ServiceGroup(configuration: .init(services: [server], logger: logger))
    async let running: Void = group.run()
    for await port in ports {
      try await body { path in
        try await get(path, port: port)
      }
      break
    }
    await group.triggerGracefulShutdown()
    try await running
  }

  @Test func aProcessIsReadyWhenEveryCheckIsContent() async throws {
    readiness.add("redis") { "no contact" }
    readiness.add("content") { nil }
    readiness.add("hangs") {
      try? await Task.sleep(for: .seconds(3600))
      return nil
    }
    try await serving { ask in
      #expect(try await ask("healthz") == (200, "ok\n"))
      let (status, text) = try await ask("readyz")
      #expect(status == 503)
      #expect(
        text == """
          {"failing":[{"check":"hangs","reason":"gave no answer in time"},\
          {"check":"redis","reason":"no contact"}],"ready":false}

          """)
      readiness.add("redis") { nil }
      readiness.add("hangs") { nil }
      #expect(try await ask("readyz") == (200, "{\"failing\":[],\"ready\":true}\n"))
    }
  }

  @Test func aTakenPortIsTold() async throws {
    let other = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(other.localAddress?.port)
    let server = OperatorServer(
      host: "127.0.0.1", port: port, registry: registry, readiness: readiness,
      logger: Logger(label: "test"))
    let error = await #expect(throws: OperatorPortError.self) { try await server.run() }
    #expect(error?.description.hasSuffix("cannot be opened: Address already in use.") == true)
    try await other.close()
  }

  @Test func metricsAreServed() async throws {
    Counter(label: "asked", factory: PrometheusFactory(registry: registry)).increment(by: 5)
    registry.add { ProcessFigures.figures(version: "9") }
    try await serving { ask in
      let (status, text) = try await ask("metrics")
      #expect(status == 200)
      #expect(text.contains("\npangea_asked_total 5\n"))
      #expect(text.contains("\npangea_build_info{version=\"9\"} 1\n"))
      #expect(try await ask("other").0 == 404)
    }
  }
}
