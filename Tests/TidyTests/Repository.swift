import Foundation
import Testing

/// The files of the project, as these tests read them.
enum Repository {
  /// The folder that holds `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Folders that tools write and git ignores, and git's own.
  private static let foreign: Set = [
    ".build", ".git", ".venv", "data", "node_modules", "dist", "__pycache__",
  ]

  /// Paths below a folder, from the root, in order.
  static func files(in folder: String, ending: [String]) throws -> [String] {
    let keys: [URLResourceKey] = [.isDirectoryKey]
    let start = root.appendingPathComponent(folder).resolvingSymlinksInPath()
    let walk = try #require(
      FileManager.default.enumerator(at: start, includingPropertiesForKeys: keys))
    var found: [String] = []
    for case let url as URL in walk {
      if foreign.contains(url.lastPathComponent) { walk.skipDescendants() }
      guard ending.contains(where: url.lastPathComponent.hasSuffix) else { continue }
      let below = url.path.dropFirst(start.path.count + 1)
      found.append(folder.isEmpty ? String(below) : "\(folder)/\(below)")
    }
    return found.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  static func swift(in folder: String) throws -> [SwiftSource] {
    try sources.get().filter { $0.path.hasPrefix(folder + "/") }
  }

  /// Read once for all tests.
  private static let sources = Result {
    try (files(in: "Sources", ending: [".swift"]) + files(in: "Tests", ending: [".swift"]))
      .map { try SwiftSource(path: $0) }
  }

  /// The modules of the house: folders of `Sources` that hold Swift code.
  static func modules() throws -> [String] {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("Sources").path)
    return try folders.sorted().filter {
      try !files(in: "Sources/\($0)", ending: [".swift"]).isEmpty
    }
  }
}
