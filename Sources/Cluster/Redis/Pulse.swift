import NIOCore
import Synchronization

/// A wait that ends at a deadline, at a nudge or when the task is cancelled, whichever comes first.
///
/// Services that do something now and then, and at once when asked, wait on one. One task waits.
final class Pulse: Sendable {
  private struct State {
    var waiter: CheckedContinuation<Void, Never>?
    var timer: Scheduled<Void>?
    var isNudged = false
    var wasNudged = false
  }

  private let loop: any EventLoop
  private let state = Mutex(State())

  init(on loop: any EventLoop) { self.loop = loop }

  /// Ends the wait under way, or the next one at once.
  func nudge() {
    let (waiter, timer) = state.withLock { state in
      defer { (state.waiter, state.timer) = (nil, nil) }
      if state.waiter == nil { state.isNudged = true } else { state.wasNudged = true }
      return (state.waiter, state.timer)
    }
    timer?.cancel()
    waiter?.resume()
  }

  /// Returns whether a nudge ended the wait.
  @discardableResult
  func wait(for duration: TimeAmount) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          precondition(state.waiter == nil, "one task waits")
          state.wasNudged = state.isNudged
          if state.isNudged || Task.isCancelled {
            state.isNudged = false
            return true
          }
          state.waiter = continuation
          state.timer = loop.scheduleTask(in: duration) { self.expire() }
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      nudge()
    }
    return state.withLock { $0.wasNudged }
  }

  private func expire() {
    let waiter = state.withLock { state in
      defer { (state.waiter, state.timer) = (nil, nil) }
      return state.waiter
    }
    waiter?.resume()
  }
}
