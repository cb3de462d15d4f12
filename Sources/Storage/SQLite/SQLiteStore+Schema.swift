extension SQLiteStore {
  public func schemaStatus() async throws(StorageError) -> SchemaStatus {
    try await read(.schema) { (transaction) throws(StorageError) in
      try transaction.schemaStatus()
    }
  }

  @discardableResult
  public func migrate(to version: Int?) async throws(StorageError) -> Int {
    let target = version ?? Migration.latest
    guard (0...Migration.latest).contains(target) else {
      throw .invalid(reason: "schema version \(target) is not in 0 ... \(Migration.latest)")
    }
    let before = try await read(.schema) { (transaction) throws(StorageError) in
      try transaction.schemaVersion()
    }
    let now = now
    while try await write(
      .migrate,
      { (transaction) throws(StorageError) in
        try transaction.migrateOneStep(to: target, now: now)
      })
    {}
    return before
  }
}
