import Model

/// One direction between two processes: a TCP connection, in order while it holds.
struct SimulatedLink {
  struct Ends: Hashable {
    var from: NodeID
    var to: NodeID
  }

  /// Counts the connections: what was sent on an earlier one never arrives.
  var connection: UInt64 = 0
  /// Nothing can be sent before.
  var downUntil = BootTime(microseconds: 0)
  /// What is sent before arrives late.
  var slowUntil = BootTime(microseconds: 0)
  var slowness = BootTime.Span(microseconds: 0)
  /// When the last message arrives: none overtakes it.
  var lastArrival = BootTime(microseconds: 0)

  mutating func reset(downUntil end: BootTime) {
    connection += 1
    downUntil = max(downUntil, end)
    lastArrival = BootTime(microseconds: 0)
  }
}
