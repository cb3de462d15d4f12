import Cluster
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import Model
import NIOCore
import ServiceLifecycle

/// The HTTP surface of the admin process: what GMs and operators see of the cluster and do to it.
public struct AdminServer: Service {
  private let host: String
  private let port: Int
  private let access: StaffAccess
  private let table: RouteTable
  private let console: ConsoleFiles
  private let idle: TimeAmount
  private let logger: Logger
  private let bound: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - access: who may come in.
  ///   - features: what there is to ask for.
  ///   - console: the pages for people; none: a page says what is here.
  ///   - idle: after how long a silent connection is closed.
  ///   - bound: told the port once it is open.
  public init(
    host: String, port: Int, access: StaffAccess, features: [AdminFeature],
    console: ConsoleFiles = .none, idle: TimeAmount = AdminLimits.idleMax, logger: Logger,
    bound: @escaping @Sendable (Int) async -> Void = { _ in }
  ) {
    self.host = host
    self.port = port
    self.access = access
    self.table = RouteTable(features)
    self.console = console
    self.idle = idle
    self.logger = logger
    self.bound = bound
  }

  /// Serves until it is asked to stop. Throws `AdminPortError` when the port cannot be
  /// opened.
  public func run() async throws {
    let application = Application(
      router: router(),
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

  private func router() -> Router<AdminRequestContext> {
    let router = Router(context: AdminRequestContext.self)
    router.add(middleware: RefusalMiddleware(table: table, logger: logger))
    ConsoleRoutes(files: console).add(to: router)
    table.add(to: router, gatekeeper: Gatekeeper(access: access))
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
