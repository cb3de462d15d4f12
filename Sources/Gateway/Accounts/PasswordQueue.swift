import Model
import NIOPosix
import Synchronization

/// Where passwords are hashed: on threads of their own, few at once, with a short line before them.
///
/// A hash takes a processor for about 50 ms and 16 MiB on purpose; without a bound a flood of
/// log-ins would take the whole machine from those who play.
final class PasswordQueue: Sendable {
  private enum Turn { case now, later, never }

  private struct Line {
    var running = 0
    var waiting: BoundedQueue<@Sendable () -> Void>
  }

  private let atOnce: Int
  private let line: Mutex<Line>

  init(atOnce: Int, waitingMax: Int) {
    self.atOnce = max(1, atOnce)
    line = Mutex(Line(waiting: BoundedQueue(limit: max(1, waitingMax))))
  }

  /// How many run, and how many wait.
  var load: (running: Int, waiting: Int) {
    line.withLock { ($0.running, $0.waiting.count) }
  }

  /// Does the work when its turn comes; nil at once when the line is full.
  func run<Answer: Sendable>(
    _ work: @escaping @Sendable () -> Answer
  ) async -> Answer? {
    await withCheckedContinuation { continuation in
      let job: @Sendable () -> Void = { [self] in
        let answer = work()
        // First, so that whoever has an answer finds the line free again.
        finished()
        continuation.resume(returning: answer)
      }
      let turn: Turn = line.withLock { line in
        if line.running < atOnce {
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
