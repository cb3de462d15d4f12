import ArgumentParser
import Foundation
import Logging
import Metrics
import Model
import NIOCore
import NIOPosix
import ServiceLifecycle
import Telemetry
import UnixSignals

/// What a role's process has around its own services: logs, metrics, the operators' port, signals.
struct RoleRuntime: Sendable {
  let settings: RoleSettings
  let node: NodeID
  let incarnation: Incarnation
  let logger: Logger
  let readiness = Readiness()
  let registry: MetricRegistry
  /// Stops last of all: what still waits for it would never be answered.
  let group: MultiThreadedEventLoopGroup

  /// Starts logging and metrics of this process. Call once.
  init(_ settings: RoleSettings, node: NodeID) {
    self.settings = settings
    self.node = node
    LineLogHandler.bootstrap(
      format: settings.logFormat, level: settings.logLevel, node: node.description)
    registry = MetricRegistry()
    registry.add { ProcessFigures.figures(version: Version.text) }
    MetricsSystem.bootstrap(PrometheusFactory(registry: registry))
    logger = Logger(label: "pangea")
    incarnation = Incarnation(UInt64(WallClock.microseconds))
    group = MultiThreadedEventLoopGroup(numberOfThreads: settings.loops)
  }

  /// Runs the role's services beside the operators' port until SIGTERM or SIGINT, in drain order.
  func run(_ services: [any Service]) async throws {
    let operators = OperatorServer(
      host: settings.operatorHost, port: settings.operatorPort, registry: registry,
      readiness: readiness, logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: ([operators] + services).map {
          .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    logger.info("starting", metadata: ["version": "\(Version.text)"])
    try await group.run()
    logger.info("stopped")
  }
}

/// The wall clock of the process.
enum WallClock {
  /// Microseconds since 1970.
  static var microseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
