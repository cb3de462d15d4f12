import ArgumentParser
import Foundation
import Model

/// What bots were told is done, a line each as `OperationID` describes itself, in a file that
/// outlives them and the cluster: `pangea check --confirmed` looks whether storage knows all of it.
struct ConfirmedJournal: Sendable {
  private let file: FileHandle

  /// Opens a file, and writes after what it holds.
  init(path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ValidationError("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// One write each, so that lines of several threads do not mix and a killed swarm lost none.
  func note(_ operation: OperationID) {
    try? file.write(contentsOf: Data("\(operation)\n".utf8))
  }

  /// The operations of a journal. What a killed swarm left half written at its end is left out.
  static func read(path: String) throws -> [String] {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path) cannot be read.")
    }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast().map(String.init)
  }
}
