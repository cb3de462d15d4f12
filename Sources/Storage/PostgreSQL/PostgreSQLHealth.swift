import Synchronization

/// Whether the server can be reached, as all connections of a process have seen it.
///
/// While it is away one connection at a time tries it, after pauses that grow; whoever comes in
/// between learns at once why it cannot be reached.
final class PostgreSQLHealth: Sendable {
  private struct State {
    var failures = 0
    var nextTry = ContinuousClock.now
    var lastFailure = ContinuousClock.now
    var reason = ""
  }

  private static let firstPauseMilliseconds = 50

  private let state = Mutex(State())

  /// Nil: try to connect now. Else why that would not help.
  func reasonNotToConnect(now: ContinuousClock.Instant = .now) -> String? {
    state.withLock { state in
      guard state.failures > 0 else { return nil }
      guard now >= state.nextTry else { return state.reason }
      // The others wait for what comes of this try.
      state.nextTry = now + .milliseconds(StorageLimits.connectMillisecondsMax)
      return nil
    }
  }

  func connected() { state.withLock { $0.failures = 0 } }

  /// - Parameter began: since when it was tried; a failure that others have reported since counts
  ///   once.
  func failed(_ reason: String, since began: ContinuousClock.Instant) {
    state.withLock { state in
      guard state.failures == 0 || state.lastFailure <= began else { return }
      state.lastFailure = .now
      let pause = min(
        Self.firstPauseMilliseconds << min(state.failures, 10),
        StorageLimits.backoffMillisecondsMax)
      state.failures += 1
      state.reason = reason
      state.nextTry = .now + .milliseconds(pause)
    }
  }
}
