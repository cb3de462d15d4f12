import Dispatch
import Foundation
import Synchronization

/// Threads with a connection each, which work off what is asked for in order. libpq blocks, so it
/// runs on threads of its own, never on an event loop or on Swift's.
///
/// Threads start when they are needed, up to the number that the URL allows.
final class PostgreSQLPool: Sendable {
  /// What a thread does with its connection; it must answer whoever waits, whatever happens.
  typealias Job = @Sendable (PostgreSQLWorker) -> Void

  private struct State {
    /// Jobs in the order of arrival: those on top of `next` first, then `later`.
    var next: [Job] = []
    var later: [Job] = []
    var threads = 0
    var idle = 0
    var isClosing = false
    var whenClosed: [CheckedContinuation<Void, Never>] = []

    var waiting: Int { next.count + later.count }

    mutating func take() -> Job? {
      if next.isEmpty {
        next = later.reversed()
        later = []
      }
      return next.popLast()
    }
  }

  private let location: PostgreSQLLocation
  private let health = PostgreSQLHealth()
  private let metrics: PostgreSQLMetrics
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)

  init(_ location: PostgreSQLLocation, metrics: PostgreSQLMetrics) {
    self.location = location
    self.metrics = metrics
  }

  /// False when the pool is closing: the job will not be done.
  func submit(_ job: @escaping Job) -> Bool {
    let (accepted, needsThread) = state.withLock { state in
      guard !state.isClosing else { return (false, false) }
      state.later.append(job)
      let needsThread = state.waiting > state.idle && state.threads < location.connections
      if needsThread { state.threads += 1 }
      return (true, needsThread)
    }
    if needsThread { startThread() }
    if accepted { wake.signal() }
    return accepted
  }

  /// Returns when everything that was submitted before is done and all connections are closed.
  func close() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        state.isClosing = true
        if state.threads > 0 { state.whenClosed.append(continuation) }
        return state.threads == 0
      }
      if isOver { continuation.resume() } else { wakeAll() }
    }
  }

  /// As `close`, without waiting.
  func shutDown() {
    state.withLock { $0.isClosing = true }
    wakeAll()
  }

  private func wakeAll() { for _ in 0..<location.connections { wake.signal() } }

  private func startThread() {
    let thread = Thread { [self] in work() }
    thread.name = "storage"
    thread.stackSize = 4 << 20
    thread.start()
  }

  private func work() {
    let worker = PostgreSQLWorker(location, health, metrics)
    while let job = nextJob(worker) { job(worker) }
    worker.disconnect()
    let waiting = state.withLock { state in
      state.threads -= 1
      guard state.threads == 0 else { return [CheckedContinuation<Void, Never>]() }
      defer { state.whenClosed = [] }
      return state.whenClosed
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Waits for a job; nil when the pool is closing and nothing is left to do.
  private func nextJob(_ worker: PostgreSQLWorker) -> Job? {
    state.withLock { $0.idle += 1 }
    defer { state.withLock { $0.idle -= 1 } }
    while true {
      let timeout = DispatchTime.now() + .seconds(StorageLimits.idleConnectionSecondsMax)
      if wake.wait(timeout: timeout) == .timedOut { worker.disconnect() }
      let (job, isClosing) = state.withLock { ($0.take(), $0.isClosing) }
      if job != nil || isClosing { return job }
    }
  }
}
