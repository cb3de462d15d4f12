import Foundation
import Synchronization
import Testing

@testable import Supervisor

/// The executable under test, as a person uses it: the one that stands beside this test bundle.
enum Pangea {
  /// The folder that holds `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static var executable: URL {
    get throws {
      let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let beside = URL(fileURLWithPath: own).deletingLastPathComponent()
        .appendingPathComponent("pangea")
      try #require(
        FileManager.default.isExecutableFile(atPath: beside.path),
        "pangea is built beside the tests")
      return beside
    }
  }

  /// What a finished command left.
  struct Outcome: Sendable {
    let status: Int32
    /// Everything it printed, on standard output and error together.
    let output: String

    /// The JSON object that it printed, on a line of its own.
    var json: Data {
      let line = output.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
      return Data(line.utf8)
    }
  }

  /// Runs a command to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await start(arguments, environment: environment).outcome()
  }

  /// - Parameter executable: another build than the one under test, when given.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], executable: URL? = nil
  ) async throws -> RunningCommand {
    try await RunningCommand.start(
      try executable ?? self.executable, arguments: arguments,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
  }
}

/// A command that runs, with what it prints in a file, so that no pipe fills up. It dies with the
/// tests, whatever happens to them.
final class RunningCommand: Sendable {
  private let process: ChildProcess
  private let log: String
  private let exit: Task<ChildExit, Never>
  private let ended = Mutex(false)

  static func start(
    _ executable: URL, arguments: [String], environment: [String: String]
  ) async throws -> RunningCommand {
    let log = try Scratch.folder().appendingPathComponent("output").path
    let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let process = try await ChildProcess.start(
      executable: executable.path, arguments: arguments,
      surroundings: ChildProcess.Surroundings(output: descriptor, environment: environment))
    return RunningCommand(process, log: log)
  }

  private init(_ process: ChildProcess, log: String) {
    self.process = process
    self.log = log
    exit = Task { await process.exit() }
    Task {
      _ = await self.exit.value
      self.ended.withLock { $0 = true }
    }
  }

  var isRunning: Bool { !ended.withLock { $0 } }

  var output: String {
    String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
  }

  /// What Ctrl-C sends.
  func interrupt() throws { process.signal(try Signal(name: "INT")) }

  func outcome() async throws -> Pangea.Outcome {
    switch await exit.value {
    case .exited(let status): Pangea.Outcome(status: status, output: output)
    case .killed(let signal): Pangea.Outcome(status: 128 + signal, output: output)
    }
  }
}

/// Temporary folders of the tests.
enum Scratch {
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-integration-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
