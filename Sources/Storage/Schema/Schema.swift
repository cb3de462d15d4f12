extension SQLTransaction {
  /// The table that tells which steps were applied. Made at opening.
  func createSchemaTable() throws(StorageError) {
    try lockSchema()
    try run(
      """
      CREATE TABLE IF NOT EXISTS schema_migrations (
        version BIGINT NOT NULL PRIMARY KEY CHECK (version > 0),
        name TEXT NOT NULL,
        applied_at BIGINT NOT NULL
      )
      """, [])
  }

  func schemaVersion() throws(StorageError) -> Int {
    let row = try row("SELECT COALESCE(MAX(version), 0) FROM schema_migrations", [])
    return Int(try row?.number(0) ?? 0)
  }

  func schemaStatus() throws(StorageError) -> SchemaStatus {
    var applied: [Int: SchemaStatus.Step] = [:]
    let found = try rows("SELECT version, name, applied_at FROM schema_migrations", [])
    for row in found {
      let version = Int(try row.number(0))
      applied[version] = .init(
        version: version, name: try row.text(1), appliedAt: try row.integer(2))
    }
    for migration in Migration.all where applied[migration.version] == nil {
      applied[migration.version] = .init(
        version: migration.version, name: migration.name, appliedAt: nil)
    }
    return SchemaStatus(
      steps: applied.values.sorted { $0.version < $1.version }, current: try schemaVersion(),
      latest: Migration.latest)
  }

  /// Refuses a schema that this code cannot work with.
  func checkSchema(_ policy: SchemaPolicy) throws(StorageError) {
    let version = try schemaVersion()
    if version > Migration.latest, policy != .ignore {
      throw .schemaTooNew(found: version, known: Migration.latest)
    }
    if version < Migration.latest, policy == .require {
      throw .schemaTooOld(found: version, needed: Migration.latest)
    }
  }

  /// Goes one step towards `target`; false when the schema is there already. Each step is one
  /// transaction that reads the version first, so processes that start together do not collide.
  func migrateOneStep(to target: Int, now: Int64) throws(StorageError) -> Bool {
    try lockSchema()
    let version = try schemaVersion()
    guard version <= Migration.latest else {
      throw .schemaTooNew(found: version, known: Migration.latest)
    }
    if version < target {
      let step = Migration.all[version]
      for statement in step.up { try run(dialect.translate(statement), []) }
      try run(
        "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, $3)",
        [.integer(Int64(step.version)), .text(step.name), .integer(now)])
    } else if version > target {
      let step = Migration.all[version - 1]
      for statement in step.down { try run(dialect.translate(statement), []) }
      try run(
        "DELETE FROM schema_migrations WHERE version = $1", [.integer(Int64(step.version))])
    }
    return version != target
  }
}
