extension SQLTransaction {
  /// Copies every table into a file. The transaction sees one moment, while others write on.
  func backUp(to path: String, now: Int64) throws(StorageError) -> BackupSummary {
    let version = try schemaVersion()
    guard version <= Migration.latest else {
      throw .schemaTooNew(found: version, known: Migration.latest)
    }
    let writer = try BackupWriter.create(path, schema: version, takenAt: now)
    for table in BackupTable.tables(at: version) {
      try writer.begin(table)
      var page = try rows(table.page(after: false), [])
      while let last = page.last {
        for row in page { try writer.write(row) }
        page = try rows(table.page(after: true), Array(last.values[..<table.key.count]))
      }
      // Read last: it is then not below any id of the rows.
      try writer.end(lastID: table.isIdentified ? try lastID(of: table.name) : 0)
    }
    return try writer.finish()
  }

  /// Fills an empty database, or with `replacing` any, from a file: as a whole or not at all. The
  /// schema ends at its latest version, whatever the backup's is.
  func restore(
    from path: String, replacing: Bool, now: Int64
  ) throws(StorageError) -> BackupSummary {
    try lockSchema()
    let reader = try BackupReader.open(path)
    guard reader.schema <= Migration.latest else {
      throw .schemaTooNew(found: reader.schema, known: Migration.latest)
    }
    try empty(replacing: replacing, path: path)
    while try migrateOneStep(to: reader.schema, now: now) {}
    var tables: [BackupSummary.Table] = []
    var missing = BackupTable.tables(at: reader.schema)
    while let record = try reader.next() {
      guard case .table(let name, let columns) = record, let table = missing.first,
        table.name == name, table.columns == columns
      else {
        throw .backupUnusable(
          path: path, reason: "its tables are not those of schema version \(reader.schema)")
      }
      missing.removeFirst()
      tables.append(
        BackupSummary.Table(name: name, rows: try fill(table, from: reader, path: path)))
    }
    guard missing.isEmpty else {
      throw .backupUnusable(path: path, reason: "it lacks the table \(missing[0].name)")
    }
    while try migrateOneStep(to: Migration.latest, now: now) {}
    return BackupSummary(schema: reader.schema, takenAt: reader.takenAt, tables: tables)
  }

  /// Refuses a database that holds something, or removes that.
  private func empty(replacing: Bool, path: String) throws(StorageError) {
    let tables = BackupTable.tables(at: try schemaVersion()).reversed()
    for table in tables {
      if replacing {
        try run("DELETE FROM \(table.name)", [])
      } else if try !rows("SELECT 1 FROM \(table.name) LIMIT 1", []).isEmpty {
        throw .backupUnusable(
          path: path,
          reason: "the storage is not empty, there are \(table.name); --force replaces everything")
      }
    }
  }

  /// Reads the rows of a table and its end; answers how many rows there were.
  private func fill(
    _ table: BackupTable, from reader: BackupReader, path: String
  ) throws(StorageError) -> Int {
    var count = 0
    var batch: [SQLValue] = []
    func store() throws(StorageError) {
      guard !batch.isEmpty else { return }
      let rows = SQLText.rows(
        batch.count / table.columns.count, columns: table.columns.count)
      try run(
        "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) VALUES \(rows)",
        batch)
      batch = []
    }
    while let record = try reader.next() {
      switch record {
      case .row(let values) where values.count == table.columns.count:
        batch += values
        count += 1
        if count % min(table.pageRows, StorageLimits.statementRowsMax) == 0 { try store() }
      case .end(_, let lastID, _):
        try store()
        if table.isIdentified { try setLastID(of: table.name, atLeast: lastID) }
        return count
      default:
        throw .backupUnusable(path: path, reason: "a row of \(table.name) is damaged")
      }
    }
    throw .backupUnusable(path: path, reason: "it ends in the middle of \(table.name)")
  }

  // MARK: Ids that the database issues

  private func lastID(of table: String) throws(StorageError) -> UInt64 {
    try row(dialect.lastID(of: table), [])?.number(0) ?? 0
  }

  private func setLastID(of table: String, atLeast id: UInt64) throws(StorageError) {
    guard id > 0 else { return }
    for statement in dialect.setLastID(of: table) {
      _ = try rows(statement, [try .number(id, "the last id of \(table)")])
    }
  }
}

extension BackupTable {
  /// The next rows in the order of the key; those after a key, or the first.
  fileprivate func page(after: Bool) -> String {
    let key = key.joined(separator: ", ")
    let places = SQLText.places(self.key.count)
    let rest = after ? "WHERE (\(key)) > (\(places)) " : ""
    return """
      SELECT \(columns.joined(separator: ", ")) FROM \(name) \(rest)ORDER BY \(key) \
      LIMIT \(pageRows)
      """
  }
}
