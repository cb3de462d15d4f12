import ArgumentParser
import Cluster
import Logging
import Model
import Storage
import Telemetry

/// The settings that every role of a cluster has; see `Setting` for variables and defaults.
struct RoleOptions: ParsableArguments {
  @Option(help: "The number of this process among those of its role, from 1.")
  var number: String?

  @Option(help: "The name that separates clusters on one Redis or network.")
  var cluster: String?

  @Option(help: "Where Redis is: redis://…, redis+sentinel://… or redis+cluster://….")
  var redis: String?

  @Option(help: "Where the durable data is: sqlite, sqlite:PATH or postgres://….")
  var storage: String?

  @Option(help: "The folder of the world's content.")
  var content: String?

  @Option(help: "The address on which other processes of the cluster reach this one.")
  var meshHost: String?

  @Option(help: "The host that others dial, when it is not the one bound.")
  var meshAdvertise: String?

  @Option(help: "The port of the mesh; 0: any free one.")
  var meshPort: String?

  @Option(help: "The address of health, readiness and metrics; keep it private.")
  var operatorHost: String?

  @Option(help: "The port of health, readiness and metrics; 0: any free one.")
  var operatorPort: String?

  @Option(help: "How many event loops, each a thread, serve regions or players.")
  var loops: String?

  @Flag(help: "Vouch that earlier runs of this process have exited.")
  var predecessorExited = false

  @Option(help: "Which share of ticks and inputs is traced: 0 ... 1.")
  var traceSample: String?

  @Option(help: "A tick or handoff that takes longer, in milliseconds, is traced; 0: none is.")
  var traceBudget: String?

  @Option(help: "Where a collector takes spans over HTTP: http://host:4318; none without it.")
  var otlp: String?

  @Option(help: "trace, debug, info, notice, warning, error or critical.")
  var logLevel: String?

  @Option(help: "json, one object a line, or text for a terminal.")
  var logFormat: String?

  /// The settings as values, or a sentence about the first that is wrong.
  func resolved() throws -> RoleSettings {
    let name = try Setting.cluster.required(cluster)
    guard let cluster = ClusterName(name) else {
      throw ValidationError("'\(name)' is no name of a cluster: letters, digits, '-', '_', '.'.")
    }
    let level = try Setting.logLevel.required(logLevel)
    let format = try Setting.logFormat.required(logFormat)
    guard let logLevel = Logger.Level(rawValue: level) else {
      throw ValidationError("'\(level)' is no log level.")
    }
    guard let logFormat = LogFormat(rawValue: format) else {
      throw ValidationError("'\(format)' is no log format: json or text.")
    }
    let traces = try traceTerms()
    return RoleSettings(
      number: UInt32(try Setting.number.number(number, in: 1...1_000_000)), cluster: cluster,
      redis: try RedisAddress(checking: try Setting.redis.required(redis)),
      storage: try StoreLocation(checking: try Setting.storage.required(storage)),
      content: ContentFolder.path(content),
      meshHost: try Setting.meshHost.required(meshHost),
      meshAdvertise: Setting.meshAdvertise.value(meshAdvertise),
      meshPort: try Setting.meshPort.number(meshPort, in: 0...65_535),
      operatorHost: try Setting.operatorHost.required(operatorHost),
      operatorPort: try Setting.operatorPort.number(operatorPort, in: 0...65_535),
      loops: try Setting.loops.number(loops, in: 1...256),
      predecessorExited: Setting.predecessorExited.isOn(predecessorExited), traces: traces,
      collector: try Setting.otlp.value(otlp).map { try CollectorAddress(checking: $0) },
      logLevel: logLevel,
      logFormat: logFormat)
  }
}

extension RoleOptions {
  private func traceTerms() throws -> Tracing.Terms {
    let ratio = try Setting.traceSample.required(traceSample)
    guard let share = Double(ratio).flatMap({ TraceShare($0) }) else {
      throw ValidationError(
        "--trace-sample (\(Setting.traceSample.environment)) is 0 ... 1, not '\(ratio)'.")
    }
    let budget = try Setting.traceBudget.number(traceBudget, in: 0...60_000)
    return Tracing.Terms(share: share, budget: budget > 0 ? .milliseconds(Int64(budget)) : nil)
  }
}

/// What every role of a cluster is told.
struct RoleSettings: Sendable {
  let number: UInt32
  let cluster: ClusterName
  let redis: RedisAddress
  let storage: StoreLocation
  let content: String
  let meshHost: String
  let meshAdvertise: String?
  let meshPort: Int
  let operatorHost: String
  let operatorPort: Int
  let loops: Int
  let predecessorExited: Bool
  /// What is traced without anybody asking.
  let traces: Tracing.Terms
  /// Where spans are sent; nil: nowhere.
  let collector: CollectorAddress?
  let logLevel: Logger.Level
  let logFormat: LogFormat
}
