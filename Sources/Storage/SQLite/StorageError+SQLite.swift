import Foundation
import GRDB

extension StorageError {
  /// What an error of GRDB means to the caller.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as StorageError: self = error
    case let error as DatabaseError: self.init(error, path: path)
    default: self = .unavailable(reason: "\(error)")
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "error \(error.resultCode.rawValue)"
    self =
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
      case .SQLITE_FULL: .full(place: path, reason: reason)
      case .SQLITE_IOERR where error.isForLackOfRoom(at: path):
        .full(place: path, reason: reason)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: .corrupt(path: path, reason: reason)
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
        .dataFolderNotWritable(path: path, reason: reason)
      case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE:
        .invalid(reason: reason)
      case .SQLITE_MISUSE: .closed
      default: .unavailable(reason: reason)
      }
  }
}

extension DatabaseError {
  /// SQLite says "full" only of the database and its log: when the memory that processes share about
  /// the log cannot grow, it speaks of an I/O error. All of these come before a commit counts.
  fileprivate func isForLackOfRoom(at path: String) -> Bool {
    let growing: [ResultCode] = [
      .SQLITE_IOERR_WRITE, .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP,
    ]
    guard growing.contains(extendedResultCode) else { return false }
    var free = statvfs()
    return statvfs(path, &free) == 0 && free.f_bavail == 0
  }
}
