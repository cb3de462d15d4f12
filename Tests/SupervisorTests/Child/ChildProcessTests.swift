import CSupervisor
import Foundation
import Testing

@testable import Supervisor

@Suite struct ChildProcessTests {
  /// Runs a shell script as a child and gives what it printed and how it ended.
  private func run(_ script: String, _ environment: [String: String] = [:]) async throws -> (
    String, ChildExit
  ) {
    try await withScratch { folder in
      let output = open("\(folder)/out", O_WRONLY | O_CREAT, 0o600)
      defer { close(output) }
      let child = try await ChildProcess.start(
        executable: "/bin/sh", arguments: ["-c", script],
        surroundings: .init(output: output, environment: environment))
      let exit = await child.exit()
      return (text(of: "\(folder)/out"), exit)
    }
  }

  @Test(arguments: [0, 1, 3, 255] as [Int32])
  func exitStatusIsTold(_ status: Int32) async throws {
    #expect(try await run("exit \(status)").1 == .exited(status))
  }

  @Test func theEndingSignalIsTold() async throws {
    #expect(try await run("kill -SEGV $$").1 == .killed(signal: SIGSEGV))
    #expect("\(ChildExit.killed(signal: 9))" == "was ended by signal 9 (KILL)")
  }

  @Test func outputAndErrorsArriveAndNothingElseIsInherited() async throws {
    let (text, _) = try await run("echo $A; echo b >&2; ls /proc/self/fd", ["A": "ä b"])
    #expect(
      text == "ä b\nb\n0\n1\n2\n3\n4\n", "3 is the inherited place, 4 the folder of ls itself")
  }

  @Test func ignoredSignalsAreHeardAgain() async throws {
    let before = signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, before) }
    #expect(try await run("kill -USR2 $$; sleep 9").1 == .killed(signal: SIGUSR2))
  }

  @Test func aMissingExecutableIsToldAtOnce() async {
    await #expect(
      throws: SupervisorError.executableUnusable(
        path: "/nowhere/pangea", reason: "No such file or directory")
    ) {
      try await ChildProcess.start(
        executable: "/nowhere/pangea", arguments: [],
        surroundings: .init(output: 2, environment: [:]))
    }
  }

  @Test func signalsReachWhatTheChildStarted() async throws {
    try await withScratch { folder in
      let child = try await ChildProcess.start(
        executable: "/bin/sh",
        arguments: [
          "-c",
          "sleep 1000 & echo $! > \(folder)/pid.new; mv \(folder)/pid.new \(folder)/pid; wait",
        ],
        surroundings: .init(output: 2, environment: ["PATH": "/usr/bin:/bin"]))
      try await eventually { text(of: "\(folder)/pid").hasSuffix("\n") }
      let grandchild = try #require(Int32(text(of: "\(folder)/pid").dropLast()))
      #expect(getpgid(child.pid) == child.pid)
      child.signal(.kill)
      #expect(await child.exit() == .killed(signal: SIGKILL))
      #expect(await child.exit() == .killed(signal: SIGKILL), "it may be asked again")
      try await eventually { !isAlive(grandchild) }
      child.signal(.kill)
    }
  }

  @Test func theChildEndsWithTheThreadThatStartedIt() async throws {
    let pid = await withCheckedContinuation { (continuation: CheckedContinuation<pid_t, Never>) in
      let thread = Thread {
        var pid: pid_t = 0
        let name = strdup("/bin/sleep")
        let time = strdup("1000")
        let arguments: [UnsafePointer<CChar>?] = [.init(name), .init(time), nil]
        let none: [UnsafePointer<CChar>?] = [nil]
        arguments.withUnsafeBufferPointer { arguments in
          none.withUnsafeBufferPointer { none in
            var child = csupervisor_child(
              executable: name, arguments: arguments.baseAddress, environment: none.baseAddress,
              directory: nil, output: 2, inherited: -1)
            #expect(csupervisor_spawn(&child, &pid) == 0)
          }
        }
        free(name)
        free(time)
        continuation.resume(returning: pid)
      }
      thread.start()
    }
    #expect(csupervisor_wait(pid) == 256 + SIGKILL)
    csupervisor_reap(pid)
  }
}
