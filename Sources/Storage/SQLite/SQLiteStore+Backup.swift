extension SQLiteStore {
  public func backUp(to path: String) async throws(StorageError) -> BackupSummary {
    let now = now
    return try await read(.backUp) { (transaction) throws(StorageError) in
      try transaction.backUp(to: path, now: now)
    }
  }

  public func restore(
    from path: String, replacing: Bool
  ) async throws(StorageError) -> BackupSummary {
    let now = now
    return try await write(.restore) { (transaction) throws(StorageError) in
      try transaction.restore(from: path, replacing: replacing, now: now)
    }
  }
}
