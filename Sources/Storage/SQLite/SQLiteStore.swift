import Dispatch
import Foundation
import GRDB
import Metrics

/// Storage in an SQLite file that all processes of one machine share.
///
/// SQLite blocks, so nothing of it runs on the caller's thread: operations run on the connections'
/// own dispatch queues, writes one after the other, reads beside them.
public final class SQLiteStore: Store {
  /// The database file.
  public let path: String

  private let pool: DatabasePool
  let gate: OperationGate
  private let wallClock: @Sendable () -> Int64

  private init(
    path: String, pool: DatabasePool, metrics: any MetricsFactory,
    wallClock: @escaping @Sendable () -> Int64
  ) {
    self.path = path
    self.pool = pool
    gate = OperationGate(factory: metrics)
    self.wallClock = wallClock
  }

  /// Opens or creates a database.
  ///
  /// - Parameters:
  ///   - busyMilliseconds: how long an operation waits for another process's write.
  ///   - metrics: where measurements go; nil means the process's own.
  ///   - wallClock: answers milliseconds since 1970, for the columns that tell people when something
  ///     happened; nothing is decided by it.
  public static func open(
    path: String, schema: SchemaPolicy = .migrate,
    busyMilliseconds: Int = StorageLimits.busyMillisecondsMax,
    metrics: (any MetricsFactory)? = nil,
    wallClock: @escaping @Sendable () -> Int64 = SQLiteStore.systemMilliseconds
  ) async throws(StorageError) -> SQLiteStore {
    let opened = await offLoop { () throws(StorageError) in
      try SQLiteFile.prepare(path)
      return try SQLiteFile.connect(path, busyMilliseconds: busyMilliseconds)
    }
    let store = SQLiteStore(
      path: path, pool: try opened.get(), metrics: metrics ?? MetricsSystem.factory,
      wallClock: wallClock)
    if schema != .migrate, await store.isReadable(schema) { return store }
    do throws(StorageError) {
      try await store.write(.schema) { (transaction) throws(StorageError) in
        try transaction.createSchemaTable()
        try transaction.checkSchema(schema)
      }
      if schema == .migrate { try await store.migrate(to: nil) }
    } catch {
      await store.close()
      throw error
    }
    return store
  }

  /// Whether there is nothing to do at opening. Only read, so that whoever wants to look may open
  /// the store also while a process that was stopped in the middle of a write holds up all others.
  private func isReadable(_ schema: SchemaPolicy) async -> Bool {
    let checked: Void? = try? await read(.schema) { (transaction) throws(StorageError) in
      try transaction.checkSchema(schema)
    }
    return checked != nil
  }

  /// The wall clock of the system.
  public static let systemMilliseconds: @Sendable () -> Int64 = {
    Int64(Date().timeIntervalSince1970 * 1000)
  }

  /// Milliseconds since 1970.
  var now: Int64 { wallClock() }

  public func close() async {
    guard gate.close() else { return }
    // The writer's queue is serial: when this block runs, what waited before it is done. The log is
    // moved into the file, as far as other processes allow without waiting.
    await withCheckedContinuation { continuation in
      pool.asyncWriteWithoutTransaction { database in
        _ = try? database.checkpoint(.passive)
        continuation.resume()
      }
    }
    _ = await Self.offLoop { [pool] () throws(StorageError) in try? pool.close() }
  }

  /// Runs a transaction that writes: `BEGIN IMMEDIATE`, so that no other process writes between
  /// its reads and its writes.
  func write<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int = 0,
    _ body: @escaping @Sendable (SQLiteTransaction) throws(StorageError) -> Answer
  ) async throws(StorageError) -> Answer {
    try await gate.pass(operation, rows: rows, writing: true) { [pool, path] answer in
      pool.asyncWriteWithoutTransaction { database in
        answer(Self.transact(database, path, body))
      }
    }
  }

  /// Runs a transaction that only reads: it sees one moment of the database.
  func read<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int = 0,
    _ body: @escaping @Sendable (SQLiteTransaction) throws(StorageError) -> Answer
  ) async throws(StorageError) -> Answer {
    try await gate.pass(operation, rows: rows, writing: false) { [pool, path] answer in
      pool.asyncRead { opened in
        do {
          answer(.success(try body(SQLiteTransaction(database: opened.get(), path: path))))
        } catch {
          answer(.failure(StorageError(error, path: path)))
        }
      }
    }
  }

  /// Lets the file grow no further than to so many pages, as a full disk would; nil: as far as it
  /// likes. Only tests do this.
  func limitSize(pages: Int?) async throws {
    try await pool.writeWithoutTransaction { database in
      _ = try Int.fetchOne(
        database, sql: "PRAGMA max_page_count = \(pages ?? Self.pagesMax)")
    }
  }

  /// SQLite's own limit.
  private static let pagesMax = 4_294_967_294

  private static func transact<Answer>(
    _ database: Database, _ path: String,
    _ body: (SQLiteTransaction) throws(StorageError) -> Answer
  ) -> Result<Answer, StorageError> {
    do {
      var answer: Answer?
      try database.inTransaction(.immediate) {
        answer = try body(SQLiteTransaction(database: database, path: path))
        return .commit
      }
      guard let answer else { return .failure(.unavailable(reason: "it gave no answer")) }
      return .success(answer)
    } catch {
      return .failure(StorageError(error, path: path))
    }
  }

  private static func offLoop<Answer: Sendable>(
    _ body: @escaping @Sendable () throws(StorageError) -> Answer
  ) async -> Result<Answer, StorageError> {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        do throws(StorageError) {
          continuation.resume(returning: .success(try body()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
  }
}
