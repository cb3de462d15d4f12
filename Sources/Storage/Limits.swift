/// The limits of this module. Each says what happens when it is hit; every refusal counts in
/// `pangea_storage_errors_total`.
public enum StorageLimits {
  /// The most rows of one batched operation. More: `StorageError.invalid`; callers cut batches.
  public static let batchRowsMax = 16_384
  /// The most operations that wait for one store at once. More: `StorageError.overloaded` at once,
  /// so that a stuck disk cannot fill the memory.
  public static let pendingOperationsMax = 4096
  /// How long an operation waits for another process's write, in milliseconds. Then:
  /// `StorageError.busy`.
  public static let busyMillisecondsMax = 10_000
  /// Connections that read beside the one that writes. More readers wait.
  public static let readersMax = 4
  /// Connections of one process to PostgreSQL, when the URL does not say. Operations wait for one.
  public static let connectionsUsual = 8
  /// The most connections that a URL may ask for. More: `StorageError.invalid`.
  public static let connectionsMax = 64
  /// How long opening a connection may take, in milliseconds. Then: `StorageError.unavailable`.
  public static let connectMillisecondsMax = 3_000
  /// How long an operation waits for locks of others in PostgreSQL, in milliseconds. Then:
  /// `StorageError.busy`.
  public static let lockMillisecondsMax = 5_000
  /// How long a transaction may stand still between two statements, in milliseconds. Then the
  /// server ends it, so that a process that was stopped does not hold up its successor.
  public static let idleTransactionMillisecondsMax = 2_000
  /// How often a transaction is tried that collided with another or lost its connection before it
  /// was committed. Then: `StorageError.busy` or `unavailable`.
  public static let attemptsMax = 5
  /// The longest pause between two tries to reach a server that is away, in milliseconds. Meanwhile
  /// operations answer `StorageError.unavailable` at once.
  public static let backoffMillisecondsMax = 2_000
  /// How long a connection stays open that nobody needs, in seconds. Then it is closed.
  public static let idleConnectionSecondsMax = 60
  /// Statements that one connection keeps prepared. Further ones are parsed every time.
  public static let preparedStatementsMax = 512
  /// The largest row of a backup in bytes. Larger: `StorageError.invalid`, or in a file a damage.
  public static let backupRecordBytesMax = 64 << 20
  /// Rows of one statement of a batch. A longer batch takes several statements.
  public static let statementRowsMax = 128
  /// The longest name of an account or a character in bytes of UTF-8. Longer: `StorageError.invalid`.
  public static let nameBytesMax = 64
  /// The longest encoded hash of a password in bytes. Longer: `StorageError.invalid`.
  public static let passwordHashBytesMax = 512
  /// The longest key that processes share in bytes. Longer: `StorageError.invalid`.
  public static let sharedKeyBytesMax = 1024
  /// The largest state of a character in bytes. Larger: `StorageError.invalid`.
  public static let characterStateBytesMax = 64 << 10
  /// The largest checkpoint of a region in bytes. Larger: `StorageError.invalid`.
  public static let checkpointBytesMax = 16 << 20
  /// The largest placement plan in bytes. Larger: `StorageError.invalid`.
  public static let planBytesMax = 4 << 20
  /// The most gold of one character or letter: the largest number that a browser counts exactly.
  /// More: `ValueRefusal.goldFull`.
  public static let goldMax: UInt64 = (1 << 53) - 1
  /// The longest name of a kind of item in bytes. Longer: `ValueRefusal.malformed`.
  public static let itemKindBytesMax = 64
  /// The most items that one operation names. More: `ValueRefusal.malformed`.
  public static let operationItemsMax = 256
  /// The longest subject of a letter in bytes. Longer: `ValueRefusal.malformed`.
  public static let mailSubjectBytesMax = 128
  /// The longest text of a letter in bytes. Longer: `ValueRefusal.malformed`.
  public static let mailTextBytesMax = 4096
  /// The most items attached to one letter. More: `ValueRefusal.malformed`.
  public static let mailItemsMax = 16
  /// The most letters that wait for one character. More: `ValueRefusal.mailboxFull`.
  public static let mailsMax = 100
  /// How long the result of an operation is kept, in milliseconds. Older ones go: asked again, the
  /// operation is `ValueOutcome.forgotten`, and never done.
  public static let resultMillisecondsMax: Int64 = 24 * 3_600_000
  /// The most deviations of one kind that an audit lists. More: the list ends there.
  public static let auditRowsMax = 100
  /// The most rows of the audit log in one page, and of one read of its chain. More: further pages.
  public static let auditPageMax = 500
  /// The longest details of a row of the audit log in bytes. Longer: `StorageError.invalid`.
  public static let auditDetailsBytesMax = 16 << 10
  /// The longest of the other texts of such a row in bytes. Longer: `StorageError.invalid`.
  public static let auditTextBytesMax = 256
  /// The most accounts of staff that are listed. More: the list ends there.
  public static let staffMax = 10_000
  /// The most sessions of one account of staff. One more: the oldest ends.
  public static let staffSessionsMax = 16
  /// Wrong codes of a second factor in a row. Then: none is looked at for a while.
  public static let factorFailuresMax: Int64 = 5
  /// How long that while is, in milliseconds.
  public static let factorLockMilliseconds: Int64 = 15 * 60_000
  /// The longest JSON of an operation of operators in bytes. Longer: `StorageError.invalid`.
  public static let adminPayloadBytesMax = 8 << 10
  /// The longest reason for one in bytes. Longer: `StorageError.invalid`.
  public static let adminReasonBytesMax = 1_024
  /// The most announcements that wait. More are refused.
  public static let announcementsMax = 1_000
}
