import Model

/// Says which tick is due when. Ticks are multiples of 50 ms since 1970 on every machine; after a
/// stall the missed ones are skipped and counted, never caught up in a burst.
struct TickClock: Sendable {
  /// The last tick that was run.
  private(set) var last: Tick
  private(set) var skipped: UInt64 = 0

  /// - Parameter wallMilliseconds: the wall clock at the start, in milliseconds since 1970.
  init(wallMilliseconds: Int64) {
    last = Tick(UInt64(wallMilliseconds / Tick.milliseconds))
  }

  /// Milliseconds since 1970 at which the next tick is due.
  var nextMilliseconds: Int64 { Int64(last.rawValue + 1) * Tick.milliseconds }

  /// The timer fired: the tick to run now, or nil when it fired early.
  mutating func fired(wallMilliseconds: Int64) -> Tick? {
    let due = UInt64(wallMilliseconds / Tick.milliseconds)
    guard due > last.rawValue else { return nil }
    skipped += due - last.rawValue - 1
    last = Tick(due)
    return last
  }
}
