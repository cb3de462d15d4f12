/// Why an operation of storage gave no answer. Each case describes itself in a sentence that an
/// operator understands; expected refusals (a stale epoch, a lost claim) are results, not errors.
///
/// After `unavailable` the outcome is unknown: the transaction may have been committed. Every
/// operation of `Store` may be repeated after an unknown outcome, except those that create.
public enum StorageError: Error, Hashable, Sendable {
  /// Reading or writing failed: an I/O error, a server that is away.
  case unavailable(reason: String)
  /// There is no room to write more. Nothing was written, and what is there can be read.
  case full(place: String, reason: String)
  /// Another process held the database, or what was to be changed in it, for longer than
  /// `StorageLimits.busyMillisecondsMax`. Nothing was written.
  case busy
  /// Too many operations wait already. Nothing was written.
  case overloaded(pending: Int)
  /// The file is no database, or a damaged one.
  case corrupt(path: String, reason: String)
  /// The schema was made by newer code.
  case schemaTooNew(found: Int, known: Int)
  /// The schema is older than this code needs, and migrating was not asked for.
  case schemaTooOld(found: Int, needed: Int)
  /// The folder of the database, or the file itself, cannot be written.
  case dataFolderNotWritable(path: String, reason: String)
  /// A backup cannot be written or read, or must not be restored here.
  case backupUnusable(path: String, reason: String)
  /// Values out of range, or such that a constraint of the database forbids them. Nothing was
  /// written.
  case invalid(reason: String)
  /// The store was closed.
  case closed
}

extension StorageError {
  /// Whether nothing of the operation was written, and nothing will be: it may be asked again, or
  /// answered "try again", without asking what became of it.
  public var wroteNothing: Bool {
    switch self {
    case .full, .busy, .overloaded, .invalid, .closed, .schemaTooNew, .schemaTooOld: true
    case .unavailable, .corrupt, .dataFolderNotWritable, .backupUnusable: false
    }
  }

  /// Whether somebody has to free space. A server that had to stop for lack of it may have said so
  /// with its last word.
  public var isFull: Bool {
    switch self {
    case .full: true
    case .unavailable(let reason): reason.contains("No space left on device")
    default: false
    }
  }
}

extension StorageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unavailable(let reason): "The storage is not available: \(reason)."
    case .full(let place, let reason):
      "The disk of \(place) is full: free some space (\(reason))."
    case .busy: "The storage was kept busy by another process for too long; try again."
    case .overloaded(let pending):
      "The storage is overloaded: \(pending) operations are waiting; try again."
    case .corrupt(let path, let reason):
      """
      The database \(path) cannot be read: \(reason). Restore it from a backup, or start with an \
      empty one.
      """
    case .schemaTooNew(let found, let known):
      """
      The database has schema version \(found), but this program knows only up to \(known): \
      run the newer program.
      """
    case .schemaTooOld(let found, let needed):
      "The database has schema version \(found), but \(needed) is needed: run `pangea migrate`."
    case .dataFolderNotWritable(let path, let reason):
      "The data folder cannot be written: \(path): \(reason)."
    case .backupUnusable(let path, let reason): "The backup \(path) cannot be used: \(reason)."
    case .invalid(let reason): "The storage refused a value: \(reason)."
    case .closed: "The storage was closed."
    }
  }

  /// The case's name, for metrics.
  var name: String {
    switch self {
    case .unavailable: "unavailable"
    case .full: "full"
    case .busy: "busy"
    case .overloaded: "overloaded"
    case .corrupt: "corrupt"
    case .schemaTooNew: "schema_too_new"
    case .schemaTooOld: "schema_too_old"
    case .dataFolderNotWritable: "data_folder_not_writable"
    case .backupUnusable: "backup_unusable"
    case .invalid: "invalid"
    case .closed: "closed"
    }
  }
}
