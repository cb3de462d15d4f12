import Shard
import Telemetry
import Wire

extension StatusReply {
  /// What the process itself uses.
  mutating func add(_ figures: ProcessFigures) {
    memoryBytes = figures.residentBytes
    cpuMilliseconds = figures.cpuMilliseconds
    let uptime = Double(WallClock.microseconds) / 1e6 - figures.startSeconds
    uptimeMilliseconds = UInt64(max(0, uptime * 1000))
  }
}

extension ProcessFigures {
  /// As a shard reports it.
  var usage: ProcessUsage {
    ProcessUsage(memoryBytes: residentBytes, cpuMilliseconds: cpuMilliseconds)
  }
}
