import Cluster
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import ServiceLifecycle

/// The HTTP surface of the admin process: what GMs and operators see of the cluster.
public struct AdminServer: Service {
  private let host: String
  private let port: Int
  private let credentials: AdminCredentials?
  private let collector: StatusCollector
  private let idle: TimeAmount
  private let clock: any Model.Clock
  private let logger: Logger
  private let bound: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - credentials: nil refuses everything behind the gate.
  ///   - idle: after how long a silent connection is closed.
  ///   - bound: told the port once it is open.
  public init(
    host: String, port: Int, credentials: AdminCredentials?, collector: StatusCollector,
    idle: TimeAmount = AdminLimits.idleMax, clock: any Model.Clock = SystemClock(), logger: Logger,
    bound: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.host = host
    self.port = port
    self.credentials = credentials
    self.collector = collector
    self.idle = idle
    self.clock = clock
    self.logger = logger
    self.bound = bound
  }

  /// Serves until it is asked to stop. Throws `AdminPortError` when the port cannot be
  /// opened.
  public func run() async throws {
    let application = Application(
      router: routes(),
      server: .http1(configuration: .init(idleTimeout: idle)),
      configuration: .init(
        address: .hostname(host, port: port), reuseAddress: true,
        availableConnectionsDelegate: MaximumAvailableConnections(AdminLimits.connectionsMax)),
      onServerRunning: { [bound] in await bound($0.localAddress?.port ?? 0) }, logger: logger)
    do {
      try await application.run()
    } catch let error as IOError {
      throw AdminPortError(host: host, port: port, number: error.errnoCode)
    }
  }

  private func routes() -> Router<AdminRequestContext> {
    let router = Router(context: AdminRequestContext.self)
    router.get("/") { _, _ in
      Response.whole(.ok, "text/html; charset=utf-8", IndexPage.html)
    }
    router.group("api")
      .add(middleware: Gate(credentials: credentials, clock: clock, logger: logger))
      .get("cluster") { [collector] _, _ in
        let status = await collector.collect()
        return Response.whole(.ok, "application/json", try status.json)
      }
    return router
  }
}

/// The port of the admin process cannot be opened.
public struct AdminPortError: Error, Hashable, Sendable, CustomStringConvertible {
  public var host: String
  public var port: Int
  /// The system's number of the reason.
  public var number: Int32

  public var description: String {
    let reason = String(cString: strerror(number))
    return "The admin port \(port) on \(host) cannot be opened: \(reason)."
  }
}
