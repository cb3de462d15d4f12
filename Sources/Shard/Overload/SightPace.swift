import Model

/// How often players are told of what moves far from them: the first step under load.
///
/// A region whose ticks take too much of their time, or begin late, tells of far movements only
/// every second, fourth, then eighth tick. It goes up when the load of a second is high, and down one
/// step only after some quiet seconds, so that a crowd at the edge does not make it swing.
struct SightPace: Sendable {
  /// Far movements are told every so many ticks: 1, 2, 4 or 8. With 1 nobody is far.
  private(set) var interval: UInt64 = 1
  /// The part of a tick's time that ticks take, their lateness included, smoothed over about a
  /// second.
  private(set) var load = 0.0

  /// Whether far movements are told as seldom as they may be.
  var isAtLimit: Bool { interval == Self.intervalMax }

  private var ticksHigh = 0
  private var ticksLow = 0

  static let intervalMax: UInt64 = 8
  /// Above this part of a tick's time, for `ticksToRise`, far movements are told less often.
  static let loadHigh = 0.6
  /// Below this part, for `ticksToFall`, they are told more often again. A step halves what is told
  /// of far movements at most, so one down does not bring back a load above `loadHigh`.
  static let loadLow = 0.25
  static let ticksToRise = 20
  static let ticksToFall = 100
  private static let smoothing = 1.0 / 20

  /// A tick was run.
  ///
  /// - Parameters:
  ///   - took: its work.
  ///   - lag: how late it began.
  ///   - isHeld: whether far movements must not be told more often yet, because a later step under
  ///     load is in force.
  mutating func ticked(took: BootTime.Span, lag: BootTime.Span, isHeld: Bool = false) {
    let spent = Double(max(0, took.microseconds) + max(0, lag.microseconds))
    let share = spent / Double(Tick.milliseconds * 1_000)
    load += (min(share, 4) - load) * Self.smoothing
    ticksHigh = load > Self.loadHigh ? ticksHigh + 1 : 0
    ticksLow = load < Self.loadLow && !isHeld ? ticksLow + 1 : 0
    if ticksHigh >= Self.ticksToRise, interval < Self.intervalMax {
      interval *= 2
      ticksHigh = 0
    } else if ticksLow >= Self.ticksToFall, interval > 1 {
      interval /= 2
      ticksLow = 0
    }
  }
}
