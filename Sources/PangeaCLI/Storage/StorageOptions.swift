import ArgumentParser
import Foundation
import Storage
import Supervisor

/// Which storage a command works on.
struct StorageOptions: ParsableArguments {
  @Option(
    help: """
      Where the durable data is: sqlite, sqlite:PATH or postgres://…; else what PANGEA_STORAGE says, \
      else that of --data.
      """)
  var storage: String?

  @Option(
    help:
      "The data folder of a cluster: its running one's storage, or the file pangea.sqlite there.")
  var data = "data"

  @Flag(help: "Print JSON.")
  var json = false

  /// What the command says, what the environment says, what the running cluster says, or the
  /// folder's own file.
  func location() throws -> StoreLocation {
    let named = storage ?? ProcessInfo.processInfo.environment[Setting.storage.environment]
    if let named, !named.isEmpty { return try StoreLocation(checking: named, dataFolder: data) }
    if let running = try? DataFolder(path: data).running() {
      return try StoreLocation(checking: running.storage)
    }
    return try StoreLocation.parse("sqlite", dataFolder: data)
  }

  /// A storage that is there already: to open a file that is not there would make it.
  func existing() throws -> StoreLocation {
    let location = try location()
    if case .sqlite(let path) = location, !FileManager.default.fileExists(atPath: path) {
      throw StorageError.unavailable(reason: "there is no file \(path)")
    }
    return location
  }

  /// Refuses while the cluster of `--data` runs on the storage.
  func checkUnused(_ location: StoreLocation) throws {
    guard let running = try? DataFolder(path: data).running(),
      try StoreLocation(checking: running.storage) == location
    else { return }
    throw StorageError.unavailable(
      reason: "the cluster of \(data) runs on it; end that first, as its processes know numbers "
        + "that would be gone")
  }

  /// Prints one JSON object or lines for people.
  func show(_ document: some Encodable, _ lines: [String]) throws {
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(document), as: UTF8.self))
    } else {
      for line in lines { print(line) }
    }
  }
}

/// A moment as people write it, in UTC.
func timestamp(_ milliseconds: Int64) -> String {
  Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
}
