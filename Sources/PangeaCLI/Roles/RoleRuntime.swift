import ArgumentParser
import Cluster
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
  let tracing: Tracing
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
    let clock = SystemClock()
    let recorder = SpanRecorder(
      node: node, clock: clock, wallMicroseconds: WallClock.microseconds,
      queueMax: settings.collector == nil ? nil : TelemetryLimits.spansQueuedMax)
    tracing = Tracing(terms: settings.traces, clock: clock, recorder: recorder)
    registry.add { recorder.metrics }
  }

  /// Takes spans to the collector; none without one.
  private var exporters: [any Service] {
    guard let collector = settings.collector else { return [] }
    return [
      SpanExporter(
        to: collector,
        resource: [
          ("service.name", "pangea"), ("service.namespace", settings.cluster.description),
          ("service.instance.id", node.description), ("service.version", Version.text),
        ],
        version: Version.text, on: group.next(), logger: logger,
        take: { [recorder = tracing.recorder] in recorder.take(most: $0) })
    ]
  }

  /// Runs the role's services beside the operators' port until SIGTERM or SIGINT, in drain order.
  func run(_ services: [any Service]) async throws {
    let operators = OperatorServer(
      host: settings.operatorHost, port: settings.operatorPort, registry: registry,
      readiness: readiness, logger: logger)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: ([operators, LogLevelClock(), LoopLag(self.group)] + exporters + services).map {
          .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
        },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    logger.info("starting", metadata: ["version": "\(Version.text)"])
    try await group.run()
    logger.info("stopped")
  }
}

extension SpanRecorder {
  /// As metrics.
  fileprivate var metrics: [MetricRegistry.Figure] {
    let figures = figures
    return [
      .init("pangea_trace_spans_total", .counter, Double(figures.recorded)),
      .init("pangea_trace_replaced_spans_total", .counter, Double(figures.replaced)),
      .init("pangea_trace_held_spans", .gauge, Double(figures.held)),
      .init("pangea_trace_missed_total", .counter, Double(figures.missed)),
      .init("pangea_trace_queued_spans", .gauge, Double(figures.queued)),
      .init("pangea_trace_unqueued_spans_total", .counter, Double(figures.unqueued)),
    ]
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
