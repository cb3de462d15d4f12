import Cluster
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
  private let clock: any Model.Clock
  private let logger: Logger
  private let bound: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - credentials: nil refuses everything behind the gate.
  ///   - bound: told the port once it is open.
  public init(
    host: String, port: Int, credentials: AdminCredentials?, collector: StatusCollector,
    clock: any Model.Clock = SystemClock(), logger: Logger,
    bound: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.host = host
    self.port = port
    self.credentials = credentials
    self.collector = collector
    self.clock = clock
    self.logger = logger
    self.bound = bound
  }

  /// Serves until it is asked to stop. Throws when the port cannot be opened.
  public func run() async throws {
    let application = Application(
      router: routes(),
      server: .http1(configuration: .init(idleTimeout: AdminLimits.idleMax)),
      configuration: .init(
        address: .hostname(host, port: port), reuseAddress: true,
        availableConnectionsDelegate: MaximumAvailableConnections(AdminLimits.connectionsMax)),
      onServerRunning: { [bound] in await bound($0.localAddress?.port ?? 0) }, logger: logger)
    try await application.run()
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
