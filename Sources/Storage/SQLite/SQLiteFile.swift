import Foundation
import GRDB

/// The database file: its folder, its rights, and the connections to it.
enum SQLiteFile {
  /// Makes the folder and an empty file with mode 0600 where they are missing, and proves that the
  /// folder can be written: SQLite itself would only say "unable to open database file".
  static func prepare(_ path: String) throws(StorageError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .dataFolderNotWritable(path: folder, reason: "it is not there and cannot be made")
    }
    try probe(folder)
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .dataFolderNotWritable(path: path, reason: lastReason) }
    close(file)
  }

  /// Creates and removes a file. Asking for rights would not do: an administrator has them all,
  /// also on a file system that is mounted read-only.
  private static func probe(_ folder: String) throws(StorageError) {
    let path = folder + "/.pangea-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .dataFolderNotWritable(path: folder, reason: lastReason) }
    close(file)
    unlink(path)
  }

  private static var lastReason: String { String(cString: strerror(errno)) }

  /// Opens the connections: write-ahead log, foreign keys, a transaction on disk before it counts.
  static func connect(
    _ path: String, busyMilliseconds: Int
  ) throws(StorageError) -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "pangea.storage"
    configuration.maximumReaderCount = StorageLimits.readersMax
    // SQLite's own waiting sleeps up to 100 ms between tries, which a handoff would feel.
    configuration.busyMode = .callback { tries in
      usleep(1000)
      return tries < busyMilliseconds
    }
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      let level = try pool.writeWithoutTransaction { database in
        // With less, a crash of the machine could take back an epoch that others have seen.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        return try Int.fetchOne(database, sql: "PRAGMA synchronous")
      }
      guard level == 2 else {
        throw StorageError.unavailable(reason: "SQLite does not wait for the disk")
      }
      return pool
    } catch {
      throw StorageError(error, path: path)
    }
  }
}
