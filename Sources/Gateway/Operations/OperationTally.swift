import Synchronization
import Wire

/// Adds up what the event loops of a gateway did of one operation, and says so when all have.
final class OperationTally: Sendable {
  private struct State {
    var left: Int
    var reached: UInt32 = 0
    var hasFailed = false
  }

  private let state: Mutex<State>
  private let done: @Sendable (OperationOutcome) -> Void

  /// - Parameter parts: how many will add something, each once.
  init(parts: Int, done: @escaping @Sendable (OperationOutcome) -> Void) {
    precondition(parts > 0, "somebody does the operation")
    state = Mutex(State(left: parts))
    self.done = done
  }

  /// One part is done.
  func add(reached: Int, hasFailed: Bool = false) {
    let outcome = state.withLock { state -> OperationOutcome? in
      precondition(state.left > 0, "each part is done once")
      state.left -= 1
      state.reached += UInt32(clamping: reached)
      state.hasFailed = state.hasFailed || hasFailed
      guard state.left == 0 else { return nil }
      if state.hasFailed { return .refused(.failed) }
      return state.reached == 0 ? .nothingToDo : .applied(reached: state.reached)
    }
    if let outcome { done(outcome) }
  }
}
