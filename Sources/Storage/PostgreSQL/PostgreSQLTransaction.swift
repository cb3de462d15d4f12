import Model

/// One transaction of PostgreSQL. Never leaves the block that it was made for.
struct PostgreSQLTransaction: SQLTransaction {
  /// What a transaction is for.
  enum Access: Sendable {
    /// Each statement sees what was committed before it began: after a lock the next statement
    /// reads what the former owner left.
    case write
    /// All statements see one moment.
    case read

    var begin: PostgreSQLStatement {
      switch self {
      case .write: PostgreSQLStatement(sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
      case .read: PostgreSQLStatement(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
      }
    }
  }

  /// The advisory lock of the schema; those of regions are their numbers, which are not negative.
  private static let schemaLock: Int64 = -1

  let connection: PostgreSQLConnection
  let access: Access

  var dialect: SQLDialect { .postgreSQL }

  func run(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> Int {
    try execute(sql, values).count
  }

  func post(_ sql: String, _ values: [SQLValue]) {
    connection.deferred.append(PostgreSQLStatement(sql: sql, values: values))
  }

  func rows(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> [ResultRow] {
    try execute(sql, values).rows
  }

  /// Advisory locks, which the server hands out in the order of asking: a claim is not starved by
  /// writers. They go out with the next statement and are held before it begins. A transaction that
  /// only reads sees one moment and needs none.
  func lock(regions: [RegionID], _ mode: RegionLock) {
    guard access == .write else { return }
    let function =
      switch mode {
      case .shared: "pg_advisory_xact_lock_shared"
      case .exclusive: "pg_advisory_xact_lock"
      }
    for region in regions {
      connection.deferred.append(
        PostgreSQLStatement(
          sql: "SELECT \(function)($1)", values: [.integer(Int64(region.rawValue))]))
    }
  }

  func lock(characters: [CharacterID]) throws(StorageError) {
    try lock(rows: characters.map(\.rawValue), of: "characters")
  }

  func lock(items: [ItemID]) throws(StorageError) {
    try lock(rows: items.map(\.rawValue), of: "items")
  }

  /// Row locks, in the order given. They too go out with the next statement.
  private func lock(rows: [UInt64], of table: String) throws(StorageError) {
    guard access == .write else { return }
    for batch in rows.batches(max: StorageLimits.statementRowsMax) {
      let places = SQLText.places(batch.count)
      let ids = try batch.map { (id) throws(StorageError) in
        try SQLValue.number(id, "the id of a row in \(table)")
      }
      connection.deferred.append(
        PostgreSQLStatement(
          sql: "SELECT 1 FROM \(table) WHERE id IN (\(places)) ORDER BY id FOR UPDATE",
          values: ids))
    }
  }

  func lockSchema() {
    connection.deferred.append(
      PostgreSQLStatement(
        sql: "SELECT pg_advisory_xact_lock($1)", values: [.integer(Self.schemaLock)]))
  }

  private func execute(
    _ sql: String, _ values: [SQLValue]
  ) throws(StorageError) -> PostgreSQLAnswer {
    do throws(PostgreSQLFailure) {
      return try connection.execute(PostgreSQLStatement(sql: sql, values: values))
    } catch {
      throw StorageError(error)
    }
  }
}
