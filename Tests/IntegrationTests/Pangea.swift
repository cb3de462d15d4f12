import Foundation
import Testing

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
    let output: String
    let errors: String
  }

  /// Runs a command to its end.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> Outcome {
    let running = try start(arguments, environment: environment)
    return try await running.outcome()
  }

  static func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> RunningCommand {
    try RunningCommand(
      executable: try executable, arguments: arguments, environment: environment)
  }
}

/// A command that runs, with what it prints in files, so that no pipe fills up.
final class RunningCommand: Sendable {
  private let process: Process
  private let folder: URL

  init(executable: URL, arguments: [String], environment: [String: String]) throws {
    folder = try Scratch.folder()
    process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = Pangea.root
    for name in ["out", "err"] {
      try Data().write(to: folder.appendingPathComponent(name))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: folder.appendingPathComponent("out"))
    process.standardError = try FileHandle(
      forWritingTo: folder.appendingPathComponent("err"))
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  var output: String { text("out") }
  var errors: String { text("err") }

  func interrupt() { process.interrupt() }

  func outcome() async throws -> Pangea.Outcome {
    while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
    return Pangea.Outcome(status: process.terminationStatus, output: output, errors: errors)
  }

  private func text(_ name: String) -> String {
    let data = FileManager.default.contents(
      atPath: folder.appendingPathComponent(name).path)
    return String(decoding: data ?? Data(), as: UTF8.self)
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
