import Model
import NIOPosix
import Synchronization

/// Where the passwords of staff are hashed: on threads that may block, few at once, with a short
/// line before them, so that a flood of log-ins takes neither the event loop nor the machine.
final class PasswordLine: Sendable {
  private enum Turn { case now, later, never }

  private struct Line {
    var running = 0
    var waiting = BoundedQueue<@Sendable () -> Void>(limit: AdminLimits.hashesWaitingMax)
  }

  private let line = Mutex(Line())

  /// How many run, and how many wait.
  var load: (running: Int, waiting: Int) { line.withLock { ($0.running, $0.waiting.count) } }

  /// Does the work when its turn comes; nil at once when the line is full.
  func run<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer? {
    await withCheckedContinuation { continuation in
      let job: @Sendable () -> Void = { [self] in
        let answer = work()
        finished()
        continuation.resume(returning: answer)
      }
      let turn: Turn = line.withLock { line in
        if line.running < AdminLimits.hashesMax {
          line.running += 1
          return .now
        }
        return line.waiting.append(job) ? .later : .never
      }
      switch turn {
      case .now: start(job)
      case .later: break
      case .never: continuation.resume(returning: nil)
      }
    }
  }

  private func start(_ job: @escaping @Sendable () -> Void) {
    NIOThreadPool.singleton.submit { _ in job() }
  }

  private func finished() {
    let next = line.withLock { line in
      let next = line.waiting.popFirst()
      if next == nil { line.running -= 1 }
      return next
    }
    if let next { start(next) }
  }
}
