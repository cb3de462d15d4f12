import Model
import Storage
import Wire

/// How much processes log, for a while; then it is as before by itself.
struct LogLevel: OperationKind {
  /// The log API's own, from the most talkative on.
  enum Level: String, CaseIterable, Hashable, Sendable, Codable {
    case trace, debug, info, notice, warning, error, critical
  }

  var level: Level
  var seconds: Int64
  /// `shard-1`; nil: every process.
  var process: String?
  /// The part of it that speaks, `Cluster`; nil: all.
  var module: String?

  static let name = "log-level"
  static let permission = Permission.logControl
  static let summary = "Let a process, or all, log more or less for a while."
  static let scopes: [OperationScope.Name] = [.everybody]
  static let members: [JSONShape.Member] = [
    .init("level", .text(choices: Level.allCases.map(\.rawValue)), "what is said at least"),
    .init(
      "seconds", .integer(min: 1, max: AdminLimits.logLevelSecondsMax),
      "for how long; then it is as before"),
    .init(
      "process",
      .text(max: 32, alphabet: .written("(shard|gateway|admin)-[1-9][0-9]{0,8}")),
      isRequired: false,
      "shard-1, gateway-2 or admin-1; all if it is not given"),
    .init(
      "module", .text(min: 1, max: 32, alphabet: .written("[A-Za-z]{1,32}")), isRequired: false,
      "what speaks: Cluster, Shard, Gateway, Storage, AdminAPI; all if it is not given"),
  ]

  var order: OperationOrder.Kind {
    .logLevel(
      LogLevelOrder(
        process: process.flatMap { NodeID($0) }, level: level.rawValue, module: module ?? "",
        seconds: UInt32(clamping: seconds)))
  }

  func inverse(of row: AdminOperationRow) -> Inverse? {
    Inverse(
      order: .logLevel(
        LogLevelOrder(process: process.flatMap { NodeID($0) }, level: "", seconds: 0)))
  }
}
