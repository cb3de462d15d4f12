import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The private port of a process for operators: `/healthz` (it runs), `/readyz` (it can work) and
/// `/metrics` (Prometheus). It has no credentials, so it belongs on a private address.
public struct OperatorServer: Service {
  private let host: String
  private let port: Int
  private let registry: MetricRegistry
  private let readiness: Readiness
  private let logger: Logger
  private let bound: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - bound: told the port once it is open.
  public init(
    host: String, port: Int, registry: MetricRegistry, readiness: Readiness, logger: Logger,
    bound: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.host = host
    self.port = port
    self.registry = registry
    self.readiness = readiness
    self.logger = logger
    self.bound = bound
  }

  /// Serves until it is asked to stop. Throws `OperatorPortError` when the port cannot be opened.
  public func run() async throws {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let application = Application(
      router: routes(),
      server: .http1(configuration: .init(idleTimeout: TelemetryLimits.operatorIdleMax)),
      configuration: .init(
        address: .hostname(host, port: port), reuseAddress: true,
        availableConnectionsDelegate: MaximumAvailableConnections(
          TelemetryLimits.operatorConnectionsMax)),
      onServerRunning: { [bound] in await bound($0.localAddress?.port ?? 0) }, logger: quiet)
    do {
      try await application.run()
    } catch let error as IOError {
      throw OperatorPortError(host: host, port: port, number: error.errnoCode)
    }
  }

  private func routes() -> Router<BasicRequestContext> {
    let router = Router()
    router.get("healthz") { _, _ in Self.answer(.ok, "text/plain; charset=utf-8", "ok\n") }
    router.get("readyz") { [readiness] _, _ in
      let report = ReadinessReport(await readiness.failures())
      return Self.answer(
        report.ready ? .ok : .serviceUnavailable, "application/json", report.json)
    }
    router.get("metrics") { [registry] _, _ in
      Self.answer(.ok, MetricPage.contentType, registry.text())
    }
    return router
  }

  private static func answer(_ status: HTTPResponse.Status, _ type: String, _ text: String)
    -> Response
  {
    Response(
      status: status, headers: [.contentType: type],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// The operators' port cannot be opened.
public struct OperatorPortError: Error, Hashable, Sendable, CustomStringConvertible {
  public var host: String
  public var port: Int
  /// The system's number of the reason.
  public var number: Int32

  public var description: String {
    let reason = String(cString: strerror(number))
    return "The operators' port \(port) on \(host) cannot be opened: \(reason)."
  }
}

/// The body of `/readyz`.
struct ReadinessReport: Encodable {
  var ready: Bool
  var failing: [Readiness.Failure]

  init(_ failures: [Readiness.Failure]) {
    ready = failures.isEmpty
    failing = failures
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(self) else { return "{}" }
    return String(decoding: bytes, as: UTF8.self) + "\n"
  }
}
