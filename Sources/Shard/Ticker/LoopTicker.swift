import Metrics
import Model
import NIOCore

/// What a ticker drives: something that lives on the ticker's event loop.
protocol Ticking: AnyObject, Sendable {
  /// Runs one tick, which begins by `lag` late. Called on the loop, isolated.
  func tick(_ tick: Tick, now: BootTime, lag: BootTime.Span)
}

/// Ticks everything that is pinned to one event loop, at absolute deadlines.
///
/// A tick that starts late does not push the next one; after a stall the missed ticks are skipped
/// and counted. The rate comes from the boot clock with an offset taken once at the start, so a
/// wall clock that is set back never stops the game.
final class LoopTicker: NIOScheduledCallbackHandler, Sendable {
  private struct State {
    var ticks: TickClock
    var members: [any Ticking] = []
    var afterTick: [@Sendable () -> Void] = []
    var scheduled: NIOScheduledCallback?
    var isStopped = false
  }

  let loop: any EventLoop
  private let clock: any Clock
  /// Wall clock less boot clock, at the start.
  private let offsetMicroseconds: Int64
  private let state: NIOLoopBoundBox<State>
  private let skippedTicks = Counter(label: "pangea_ticks_skipped_total")
  private let startLag = Timer(label: "pangea_tick_start_lag_seconds")

  /// - Parameter wallMicroseconds: the wall clock now, in microseconds since 1970.
  init(on loop: any EventLoop, clock: any Clock, wallMicroseconds: Int64) {
    self.loop = loop
    self.clock = clock
    offsetMicroseconds = wallMicroseconds - clock.now.microseconds
    state = .makeBoxSendingValue(
      State(ticks: TickClock(wallMilliseconds: wallMicroseconds / 1000)), eventLoop: loop)
  }

  /// The first tick is the next one that is due.
  func start() {
    loop.execute { self.schedule() }
  }

  /// The tick that was last due.
  var lastTick: Tick {
    Tick(UInt64((clock.now.microseconds + offsetMicroseconds) / 1000 / Tick.milliseconds))
  }

  func add(_ member: any Ticking) {
    loop.execute { self.state.value.members.append(member) }
  }

  func remove(_ member: any Ticking) {
    loop.execute { self.state.value.members.removeAll { $0 === member } }
  }

  /// Runs `action` on the loop after every tick of all members: where batches are flushed.
  func afterEachTick(_ action: @escaping @Sendable () -> Void) {
    loop.execute { self.state.value.afterTick.append(action) }
  }

  /// No tick starts after this returns.
  func stop() async throws {
    try await loop.submit {
      self.state.value.isStopped = true
      self.state.value.scheduled?.cancel()
      self.state.value.members = []
    }.get()
  }

  func handleScheduledCallback(eventLoop: some EventLoop) {
    guard !state.value.isStopped else { return }
    let now = clock.now
    let wall = now.microseconds + offsetMicroseconds
    let skippedBefore = state.value.ticks.skipped
    if let tick = state.value.ticks.fired(wallMilliseconds: wall / 1000) {
      let lag = wall - Int64(tick.rawValue) * Tick.milliseconds * 1000
      startLag.recordMicroseconds(lag)
      let skipped = state.value.ticks.skipped - skippedBefore
      if skipped > 0 { skippedTicks.increment(by: Int64(skipped)) }
      for member in state.value.members {
        member.tick(tick, now: now, lag: BootTime.Span(microseconds: lag))
      }
      for action in state.value.afterTick { action() }
    }
    schedule()
  }

  private func schedule() {
    guard !state.value.isStopped else { return }
    let wall = clock.now.microseconds + offsetMicroseconds
    let delay = Swift.max(0, state.value.ticks.nextMilliseconds * 1000 - wall)
    state.value.scheduled = try? loop.scheduleCallback(in: .microseconds(delay), handler: self)
  }
}
