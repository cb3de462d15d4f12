import CSupervisor
import Foundation

/// The folder where a cluster keeps its data, held by one `pangea up` at a time.
///
/// The lock belongs to an open file that every child inherits, so it is free only when the last
/// process of the earlier cluster has ended, however it ended. Who holds the lock may therefore
/// believe that every predecessor is gone.
public struct DataFolder: Hashable, Sendable {
  /// What a cluster leaves in the folder; `--fresh` removes these and nothing else.
  private static let contents = [
    "pangea.sqlite", "pangea.sqlite-wal", "pangea.sqlite-shm", "redis", "logs", "bundle",
    "up.json", "up.sock",
  ]

  /// Absolute.
  public let path: String

  public init(path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  var logs: String { "\(path)/logs" }
  var redis: String { "\(path)/redis" }
  /// Where `pangea up` puts the bundle that gateways hand to clients.
  public var bundle: String { "\(path)/bundle" }
  var database: String { "\(path)/pangea.sqlite" }
  var socket: String { "\(path)/up.sock" }
  private var lock: String { "\(path)/up.lock" }

  /// Makes the folder if need be and takes its lock; the descriptor holds it until it is closed
  /// here and in every child.
  func claim() throws(SupervisorError) -> Int32 {
    try makeFolder(path)
    let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unusable(errno) }
    let failure = csupervisor_lock(descriptor)
    guard failure == 0 else {
      close(descriptor)
      if failure == EAGAIN || failure == EACCES {
        throw .alreadyRunning(path: path, process: UpFile(folder: path).read()?.pid)
      }
      throw unusable(failure)
    }
    return descriptor
  }

  /// Makes the folders for logs and Redis; with `fresh`, removes an earlier cluster's data first.
  func prepare(fresh: Bool) throws(SupervisorError) {
    if fresh {
      for name in Self.contents where access("\(path)/\(name)", F_OK) == 0 {
        do {
          try FileManager.default.removeItem(atPath: "\(path)/\(name)")
        } catch {
          throw .dataUnusable(path: path, reason: "\(name) cannot be removed")
        }
      }
    }
    try makeFolder(logs)
    try makeFolder(redis)
  }

  /// What runs here now.
  public func running() throws(SupervisorError) -> UpDocument {
    let descriptor = open(lock, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { throw .notRunning(path: path) }
      throw .unreachable(path: path, reason: SupervisorError.reason(errno))
    }
    defer { close(descriptor) }
    guard csupervisor_is_locked(descriptor) == 1 else { throw .notRunning(path: path) }
    guard let document = UpFile(folder: path).read() else {
      throw .unreachable(path: path, reason: "it is starting or ending just now")
    }
    return document
  }

  /// Makes a folder and those above it, as far as they are missing.
  private func makeFolder(_ path: String) throws(SupervisorError) {
    var above = ""
    for part in path.split(separator: "/") {
      above += "/\(part)"
      guard mkdir(above, 0o700) == 0 || errno == EEXIST || access(above, X_OK) == 0 else {
        throw unusable(errno)
      }
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw unusable(errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw unusable(ENOTDIR) }
    guard access(path, W_OK | X_OK) == 0 else { throw unusable(errno) }
  }

  private func unusable(_ number: Int32) -> SupervisorError {
    .dataUnusable(path: path, reason: SupervisorError.reason(number))
  }
}
