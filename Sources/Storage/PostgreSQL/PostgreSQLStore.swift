import Foundation
import Metrics

/// Storage in a PostgreSQL database that the processes of many machines share.
///
/// libpq blocks, so nothing of it runs on the caller's thread: operations run on threads of the
/// pool, each with a connection of its own, one transaction each. Writers of one region share it by
/// an advisory lock, and a claim has it alone.
///
/// A transaction that lost its connection or collided with another before its commit was sent is
/// run again; when the commit was sent and no answer came, the operation answers `unavailable`.
public final class PostgreSQLStore: Store {
  /// Where the database is.
  public let location: PostgreSQLLocation

  private let pool: PostgreSQLPool
  let gate: OperationGate
  private let wallClock: @Sendable () -> Int64

  private init(
    location: PostgreSQLLocation, metrics: any MetricsFactory,
    wallClock: @escaping @Sendable () -> Int64
  ) {
    self.location = location
    pool = PostgreSQLPool(location, metrics: PostgreSQLMetrics(factory: metrics))
    gate = OperationGate(factory: metrics)
    self.wallClock = wallClock
  }

  deinit { pool.shutDown() }

  /// Connects to a database, which must be there. Parameters are those of `SQLiteStore.open`.
  public static func open(
    _ location: PostgreSQLLocation, schema: SchemaPolicy = .migrate,
    metrics: (any MetricsFactory)? = nil,
    wallClock: @escaping @Sendable () -> Int64 = SQLiteStore.systemMilliseconds
  ) async throws(StorageError) -> PostgreSQLStore {
    let store = PostgreSQLStore(
      location: location, metrics: metrics ?? MetricsSystem.factory, wallClock: wallClock)
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

  /// Milliseconds since 1970.
  var now: Int64 { wallClock() }

  public func close() async {
    guard gate.close() else { return }
    await pool.close()
  }

  /// Runs a transaction that writes.
  func write<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int = 0, patience: Patience = .usual,
    _ body: @escaping @Sendable (PostgreSQLTransaction) throws(StorageError) -> Answer
  ) async throws(StorageError) -> Answer {
    try await run(operation, rows, .write, patience, body)
  }

  /// Runs a transaction that only reads: it sees one moment of the database.
  func read<Answer: Sendable>(
    _ operation: StoreOperation, rows: Int = 0, patience: Patience = .usual,
    _ body: @escaping @Sendable (PostgreSQLTransaction) throws(StorageError) -> Answer
  ) async throws(StorageError) -> Answer {
    try await run(operation, rows, .read, patience, body)
  }

  /// How long an operation may take.
  enum Patience: Sendable {
    /// `StorageLimits.busyMillisecondsMax`.
    case usual
    /// As long as it needs: it works through the whole database.
    case unlimited

    var deadline: ContinuousClock.Instant {
      switch self {
      case .usual: .now + .milliseconds(StorageLimits.busyMillisecondsMax)
      case .unlimited: .now + .seconds(365 * 86_400)
      }
    }

    /// What a transaction of this kind asks of the server first.
    var prelude: [PostgreSQLStatement] {
      guard self == .unlimited else { return [] }
      return ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"].map {
        PostgreSQLStatement(sql: "SET LOCAL \($0) = 0")
      }
    }
  }

  private func run<Answer: Sendable>(
    _ operation: StoreOperation, _ rows: Int, _ access: PostgreSQLTransaction.Access,
    _ patience: Patience,
    _ body: @escaping @Sendable (PostgreSQLTransaction) throws(StorageError) -> Answer
  ) async throws(StorageError) -> Answer {
    let deadline = patience.deadline
    return try await gate.pass(operation, rows: rows, writing: access == .write) { [pool] answer in
      let accepted = pool.submit { worker in
        answer(worker.transact(access, until: deadline, patience.prelude, body))
      }
      if !accepted { answer(.failure(.closed)) }
    }
  }
}
