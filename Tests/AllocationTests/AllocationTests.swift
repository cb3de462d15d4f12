import Foundation
import Testing

@testable import Supervisor

/// What the hot paths allocate, in an executable of its own that counts every call of `malloc`.
@Suite struct AllocationTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let thresholds = root.appendingPathComponent("Tests/Fixtures/allocations.json")

  @Test func hotPathsStayBelowTheirThresholds() async throws {
    let outcome = try await run(["--check", Self.thresholds.path])
    #expect(outcome.exit == .exited(0), "\(outcome.output)")
    #expect(outcome.output.split(separator: "\n").count > 4, "every scene is counted")
  }

  /// The check can fail: with thresholds below zero everything exceeds, and each says by what.
  @Test func anExcessIsNamed() async throws {
    let scenes = try JSONDecoder().decode(
      [String: [String: Double]].self, from: try Data(contentsOf: Self.thresholds))
    let strict = scenes.mapValues { $0.mapValues { _ in -1.0 } }
    try await withFolder { folder in
      let file = folder.appendingPathComponent("allocations.json")
      try JSONEncoder().encode(strict).write(to: file)
      let outcome = try await run(["--check", file.path])
      #expect(outcome.exit == .exited(1))
      let named = outcome.output.split(separator: "\n").filter { $0.hasPrefix("too many: ") }
      #expect(named.count == strict["debug"]?.count, "\(outcome.output)")
      #expect(named.allSatisfy { $0.contains("at most -1.00") })
    }
  }

  @Test func debugAndReleaseKnowTheSameScenes() throws {
    let scenes = try JSONDecoder().decode(
      [String: [String: Double]].self, from: try Data(contentsOf: Self.thresholds))
    let debug = try #require(scenes["debug"])
    let release = try #require(scenes["release"])
    #expect(debug.keys.sorted() == release.keys.sorted())
    for (scene, most) in release {
      #expect(most <= debug[scene] ?? 0, "\(scene): an optimised build allocates no more")
    }
  }

  private func run(_ arguments: [String]) async throws -> (exit: ChildExit, output: String) {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let executable = URL(fileURLWithPath: own).deletingLastPathComponent()
      .appendingPathComponent("Allocations").path
    try #require(FileManager.default.isExecutableFile(atPath: executable), "it is built")
    return try await withFolder { folder in
      let log = folder.appendingPathComponent("output").path
      let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      let process = try await ChildProcess.start(
        executable: executable, arguments: arguments,
        surroundings: ChildProcess.Surroundings(
          output: descriptor, environment: ProcessInfo.processInfo.environment))
      let exit = await process.exit()
      let data = FileManager.default.contents(atPath: log) ?? Data()
      return (exit, String(decoding: data, as: UTF8.self))
    }
  }

  private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-allocations-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }
}
