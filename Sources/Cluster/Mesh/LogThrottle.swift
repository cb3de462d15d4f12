import Model
import Synchronization

/// Lets one log line through now and then and counts those that it held back, so that what happens
/// a thousand times a second is still seen and drowns nothing.
final class LogThrottle: Sendable {
  private struct State {
    var next: BootTime?
    var heldBack = 0
  }

  private let interval: BootTime.Span
  private let clock: any Clock
  private let state = Mutex(State())

  init(interval: BootTime.Span = .seconds(5), clock: any Clock) {
    self.interval = interval
    self.clock = clock
  }

  /// Nil: do not log. Otherwise how many were held back since the last line.
  func admit() -> Int? {
    let now = clock.now
    return state.withLock { state in
      if let next = state.next, now < next {
        state.heldBack += 1
        return nil
      }
      defer { state = State(next: now + interval) }
      return state.heldBack
    }
  }
}
