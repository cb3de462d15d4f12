import Foundation
import Testing

@testable import Supervisor

/// A folder of its own for one test, removed afterwards.
func withScratch<Result>(
  _ body: (String) async throws -> Result
) async throws -> Result {
  let path = NSTemporaryDirectory() + "supervisor-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(path)
}

/// The executable that stands in for `pangea`; it is built beside the tests.
func roleDouble() throws -> String {
  let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  let folder = URL(fileURLWithPath: tests).deletingLastPathComponent()
  let path = folder.appendingPathComponent("RoleDouble").path
  try #require(FileManager.default.isExecutableFile(atPath: path), "RoleDouble is not built")
  return path
}

func text(of path: String) -> String {
  String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}

/// Whether a process runs; a zombie does not.
func isAlive(_ pid: Int32) -> Bool {
  let status = text(of: "/proc/\(pid)/stat")
  guard let end = status.lastIndex(of: ")") else { return false }
  return !status[end...].hasPrefix(") Z")
}

/// Asks until it is so. There is no time limit: a test that hangs says what it waited for.
func eventually(_ isSo: () async throws -> Bool) async throws {
  while try await !isSo() { try await Task.sleep(for: .milliseconds(20)) }
}

/// Makes a file.
func put(at path: String, _ content: Data, mode: Int = 0o600) throws {
  let made = FileManager.default.createFile(
    atPath: path, contents: content, attributes: [.posixPermissions: mode])
  try #require(made, "\(path) cannot be made")
}
