import Dispatch
import Foundation
import GRDB
import Metrics
import Synchronization

/// Storage in an SQLite file that all processes of one machine share.
///
/// SQLite blocks, so nothing of it runs on the caller's thread: operations run on the connections'
/// own dispatch queues, writes one after the other, reads beside them.
public final class SQLiteStore: Store {
  /// The database file.
  public let path: String

  private let pool: DatabasePool
  private let metrics: StoreMetrics
  private let pending = Atomic<Int>(0)
  private let closed = Atomic<Bool>(false)
  private let wallClock: @Sendable () -> Int64

  private init(
    path: String, pool: DatabasePool, metrics: any MetricsFactory,
    wallClock: @escaping @Sendable () -> Int64
  ) {
    self.path = path
    self.pool = pool
    self.metrics = StoreMetrics(factory: metrics)
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

  /// The wall clock of the system.
  public static let systemMilliseconds: @Sendable () -> Int64 = {
    Int64(Date().timeIntervalSince1970 * 1000)
  }

  /// Milliseconds since 1970.
  var now: Int64 { wallClock() }

  public func close() async {
    guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
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
    try await measured(operation, rows: rows) { [pool, path] answer in
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
    try await measured(operation, rows: rows) { [pool, path] answer in
      pool.asyncRead { opened in
        do {
          answer(.success(try body(SQLiteTransaction(database: opened.get(), path: path))))
        } catch {
          answer(.failure(StorageError(error, path: path)))
        }
      }
    }
  }

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

  /// Counts and times one operation; refuses it when it is too large or too many wait.
  private func measured<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int,
    _ start: (@escaping @Sendable (Result<Answer, StorageError>) -> Void) -> Void
  ) async throws(StorageError) -> Answer {
    let began = ContinuousClock.now
    let waiting = pending.add(1, ordering: .relaxed).newValue
    defer { pending.subtract(1, ordering: .relaxed) }
    let result: Result<Answer, StorageError> =
      if closed.load(ordering: .acquiring) {
        .failure(.closed)
      } else if waiting > StorageLimits.pendingOperationsMax {
        .failure(.overloaded(pending: waiting - 1))
      } else if rows > StorageLimits.batchRowsMax {
        .failure(.invalid(reason: "\(rows) rows; at most \(StorageLimits.batchRowsMax) at once"))
      } else {
        await withCheckedContinuation { continuation in
          start { continuation.resume(returning: $0) }
        }
      }
    metrics.record(operation, took: ContinuousClock.now - began)
    if case .failure(let error) = result { metrics.failed(operation, error) }
    return try result.get()
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
