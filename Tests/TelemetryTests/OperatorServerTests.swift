import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Testing

@testable import Telemetry

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct OperatorServerTests {
  private let registry = MetricRegistry()
  private let readiness = Readiness()

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
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        let status = try #require(response as? HTTPURLResponse).statusCode
        return (status, String(decoding: data, as: UTF8.self))
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
