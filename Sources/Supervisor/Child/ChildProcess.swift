import CSupervisor
import Foundation
import Synchronization

/// One running child process. It is reaped as soon as it ends, and dies with this process.
///
/// A thread of its own starts the child and waits for it: the kernel ties the child's death signal
/// to the thread that forked, so that thread must live as long as the child.
final class ChildProcess: Sendable {
  private struct State {
    var exit: ChildExit?
    var waiting: [CheckedContinuation<ChildExit, Never>] = []
  }

  let pid: pid_t
  private let state: Mutex<State>

  private init(pid: pid_t) {
    self.pid = pid
    state = Mutex(State())
  }

  /// What a child gets from its parent.
  struct Surroundings: Sendable {
    /// The descriptor that becomes its standard output and error.
    var output: Int32
    /// A descriptor that stays open while the child lives; -1 for none.
    var inherited: Int32 = -1
    var environment: [String: String]
  }

  /// Starts a process. Returns when it runs its executable, or says why it does not.
  static func start(
    executable: String, arguments: [String], surroundings: Surroundings
  ) async throws(SupervisorError) -> ChildProcess {
    let started = await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<ChildProcess, SupervisorError>, Never>) in
      let thread = Thread {
        var pid: pid_t = 0
        let failure = spawn(executable, arguments, surroundings, &pid)
        guard failure == 0 else {
          let reason = SupervisorError.reason(failure)
          continuation.resume(
            returning: .failure(.executableUnusable(path: executable, reason: reason)))
          return
        }
        let child = ChildProcess(pid: pid)
        continuation.resume(returning: .success(child))
        child.ended(ChildExit(code: csupervisor_wait(pid)))
        csupervisor_reap(pid)
      }
      thread.name = "child"
      thread.stackSize = 1 << 20
      thread.start()
    }
    return try started.get()
  }

  /// How it ended; waits until it does.
  func exit() async -> ChildExit {
    await withCheckedContinuation { continuation in
      let exit = state.withLock { state in
        if state.exit == nil { state.waiting.append(continuation) }
        return state.exit
      }
      if let exit { continuation.resume(returning: exit) }
    }
  }

  /// Sends a signal to the child and everything it started itself; nothing once it has ended.
  func signal(_ signal: Signal) {
    state.withLock { state in
      guard state.exit == nil else { return }
      kill(-pid, signal.number)
    }
  }

  private func ended(_ exit: ChildExit) {
    let waiting = state.withLock { state in
      state.exit = exit
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume(returning: exit) }
  }
}

/// Calls the C side with null-terminated arrays.
private func spawn(
  _ executable: String, _ arguments: [String], _ surroundings: ChildProcess.Surroundings,
  _ pid: inout pid_t
) -> Int32 {
  let variables = surroundings.environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
  return withCStrings([executable] + arguments) { arguments in
    withCStrings(variables) { variables in
      executable.withCString { path in
        var child = csupervisor_child(
          executable: path, arguments: arguments, environment: variables, directory: nil,
          output: surroundings.output, inherited: surroundings.inherited)
        return csupervisor_spawn(&child, &pid)
      }
    }
  }
}

/// The strings as C wants an argument vector: pointers with a null at the end.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  let pointers = copies.map { UnsafePointer<CChar>($0) } + [nil]
  return pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("never empty: it ends in null") }
    return body(base)
  }
}
