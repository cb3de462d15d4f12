import Cluster
import Logging
import Model
import ServiceLifecycle
import Telemetry
import Wire

extension RoleRuntime {
  /// Does what operators order of the process itself.
  func carryOut(_ order: OperationOrder) -> OperationOutcome {
    guard case .logLevel(let wanted)? = order.kind else { return .refused(.unknownKind) }
    guard wanted.process == nil || wanted.process == node else { return .nothingToDo }
    guard !wanted.level.isEmpty else {
      let isTakenBack = order.undoOf.map { LogLevels.process.takeBack("\($0)") } ?? false
      return isTakenBack ? .applied(reached: 0) : .nothingToDo
    }
    guard let level = Logger.Level(rawValue: wanted.level) else { return .refused(.outOfRange) }
    LogLevels.process.apply(
      LogLevels.Change(
        id: "\(order.id)", level: level, module: wanted.module,
        until: order.issuedAt + UInt64(wanted.seconds) * 1_000))
    logger.notice(
      "logging at another level for a while",
      metadata: [
        "wanted": "\(level)", "of": "\(wanted.module.isEmpty ? "all" : wanted.module)",
        "seconds": "\(wanted.seconds)", "operation": "\(order.id)",
      ])
    return .applied(reached: 0)
  }
}

/// Ends changes of the log level whose time is over.
struct LogLevelClock: Service {
  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        LogLevels.process.expire(now: UInt64(WallClock.microseconds / 1_000))
        try await Task.sleep(for: .seconds(1))
      }
    }
  }
}
