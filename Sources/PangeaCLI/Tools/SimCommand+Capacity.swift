import ArgumentParser
import Cluster
import Foundation
import Simulator

extension SimCommand {
  /// Runs placement and directory alone, and says what they cost.
  func runCapacity() throws {
    let report = try CapacitySimulation(
      shards: shards ?? 1_000, side: side ?? 100, processorTime: Self.processorNanoseconds
    ).run()
    if json {
      print(try Self.text(of: report))
    } else {
      for line in Self.lines(report) { print(line) }
    }
    if !report.isSettled { throw ExitCode(1) }
  }

  private static let processorNanoseconds: @Sendable () -> UInt64 = {
    nanoseconds(CLOCK_THREAD_CPUTIME_ID)
  }

  private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  private static func lines(_ report: CapacityReport) -> [String] {
    let traffic = report.traffic
    func rate(_ value: Double) -> String { String(format: "%.0f", value) }
    func mebibytes(_ value: Double) -> String { String(format: "%.1f MiB", value / 1_048_576) }
    return [
      "\(report.regions) regions on \(report.shards) shards, \(traffic.nodes) processes with a lease"
    ] + report.stages.map(line)
      + [
        "directory: \(report.directoryNanoseconds) ns of each process for a change",
        "at rest, a second: \(rate(traffic.commandsPerSecond)) commands of Redis, "
          + "\(rate(traffic.recordsReadPerSecond)) records read by heartbeats "
          + "(\(mebibytes(traffic.heartbeatBytesPerSecond))), "
          + "\(mebibytes(traffic.directoryBytesPerSecond)) of directory, "
          + "\(mebibytes(traffic.planBytesPerSecond)) of plan; "
          + "\(rate(traffic.regionRowsPerSecond)) rows of regions from storage",
        "a region that changes its owner: \(traffic.bytesPerChange) bytes out of Redis",
        report.isSettled ? "every stage came to rest" : "NOT everything came to its place",
      ]
  }

  private static func line(_ stage: CapacityReport.Stage) -> String {
    "\(stage.name): \(String(format: "%.1f", stage.seconds)) s in \(stage.rounds) rounds, "
      + "\(stage.plans) plans, \(stage.claimed) claimed, \(stage.moved) moved, "
      + "without an owner for \(stage.orphanedRounds) rounds, "
      + "at most \(stage.changesMax) changes a round, planner \(stage.plannerMicrosecondsMax) µs, "
      + "a shard \(stage.shardMicrosecondsMax) µs, busiest at \(stage.busiestPercent) % of its share"
      + (stage.isSettled ? "" : " - NOT at rest")
  }
}
