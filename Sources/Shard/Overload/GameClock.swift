import Model

/// A region's own time, which may go slower than the cluster's: the second step under load.
///
/// A region that is overloaded although it tells little of far movements rests on some ticks: it
/// steps its world in three, two or one of four. All timers of the game count steps, so the world
/// slows down for everybody in it alike, and what a player can do in a second of game time stays the
/// same. Messages, handoffs and storage go on in every tick of the cluster. What rests is never
/// caught up with: game time stays behind the cluster's by `delay`.
struct GameClock: Sendable {
  /// What is to be done in a tick that does not rest.
  struct Step: Hashable, Sendable {
    /// In game time.
    let tick: Tick
    /// Ticks of the cluster since the last step, this one included.
    let covered: UInt64
    /// Ticks since this step was due, which the event loop left out.
    let overdue: UInt64
  }

  /// Of four ticks so many are stepped: 4, 3, 2 or 1.
  private(set) var quarters = Self.quartersMax
  /// Ticks by which game time is behind the cluster's.
  private(set) var delay: UInt64

  /// The tick of the cluster that was last reached.
  private var last: Tick?
  /// Quarters of a step that are due.
  private var credit: UInt64 = 0
  /// Ticks of the cluster since the last step.
  private var rested: UInt64 = 0
  /// The part of a tick's time that the region's own work takes in a step, smoothed.
  private var stepWork = 0.0
  private var ticksHigh = 0
  private var ticksLow = 0

  static let quartersMax: UInt64 = 4
  static let quartersMin: UInt64 = 1
  /// Above this load, see `SightPace.load`, for `ticksToSlow`, time goes a quarter slower.
  static let loadHigh = 0.9
  /// When the load would stay below this with a quarter more, for `ticksToHasten`, it gets it.
  static let loadSettled = 0.6
  /// A region that does less in a step, as a part of a tick, would help nobody by resting: what
  /// makes it late is the work of others.
  static let stepWorkMin = 0.1
  static let ticksToSlow = 40
  static let ticksToHasten = 100
  private static let smoothing = 1.0 / 20

  /// - Parameter delay: ticks by which game time is behind already.
  init(delay: UInt64 = 0) { self.delay = delay }

  /// How fast time goes, in percent: 100, 75, 50 or 25.
  var percent: UInt32 { UInt32(quarters * 100 / Self.quartersMax) }

  var isFull: Bool { quarters == Self.quartersMax }

  /// Whether time goes as slowly as it may: only fewer players would help further.
  var isAtLimit: Bool { quarters == Self.quartersMin }

  /// The cluster has come to a tick, later than the last: what to do in it, or nil to rest.
  ///
  /// At full speed ticks that the event loop left out pass in game time as well, as timers expect
  /// it after a stall. While time goes slowly they count as rests.
  mutating func reached(_ tick: Tick) -> Step? {
    let elapsed = last.map { tick.rawValue - $0.rawValue } ?? 1
    precondition(elapsed > 0, "time goes on")
    last = tick
    rested += elapsed
    guard !isFull else { return step(at: tick, overdue: elapsed - 1) }
    delay += elapsed
    credit += quarters * elapsed
    guard credit >= Self.quartersMax else { return nil }
    credit -= Self.quartersMax
    delay -= 1
    let overdue = credit / quarters
    credit %= quarters
    return step(at: tick, overdue: overdue)
  }

  private mutating func step(at tick: Tick, overdue: UInt64) -> Step {
    defer { rested = 0 }
    return Step(tick: Tick(tick.rawValue - delay), covered: rested, overdue: overdue)
  }

  /// A tick was run.
  ///
  /// - Parameters:
  ///   - load: as `SightPace` measures it.
  ///   - step: the work of the tick; nil: it rested.
  ///   - isSightThin: whether the first step under load is at its end.
  mutating func ticked(load: Double, step: BootTime.Span?, isSightThin: Bool) {
    if let step {
      let share = Double(max(0, step.microseconds)) / Double(Tick.milliseconds * 1_000)
      stepWork += (min(share, 4) - stepWork) * Self.smoothing
    }
    let isHigh = load > Self.loadHigh && isSightThin && stepWork > Self.stepWorkMin
    ticksHigh = isHigh ? ticksHigh + 1 : 0
    let hastened = load * Double(quarters + 1) / Double(quarters)
    ticksLow = !isFull && hastened < Self.loadSettled ? ticksLow + 1 : 0
    if ticksHigh >= Self.ticksToSlow, quarters > Self.quartersMin {
      turn(to: quarters - 1)
    } else if ticksLow >= Self.ticksToHasten {
      turn(to: quarters + 1)
    }
  }

  private mutating func turn(to quarters: UInt64) {
    self.quarters = quarters
    credit = 0
    ticksHigh = 0
    ticksLow = 0
  }

  // MARK: At the edge

  /// A moment of game time as other regions, storage and clients count it.
  func clusterTick(_ game: Tick) -> Tick {
    let (sum, isOver) = game.rawValue.addingReportingOverflow(delay)
    return Tick(isOver ? .max : sum)
  }

  /// A moment that somebody else told, in game time as it will be at the next step: what comes in
  /// meanwhile waits for that, and must not be taken for later because of the rests until then.
  func gameTick(_ cluster: Tick) -> Tick {
    let due = (Self.quartersMax - credit + quarters - 1) / quarters
    return Tick(cluster.rawValue - min(cluster.rawValue, delay + due - 1))
  }
}
