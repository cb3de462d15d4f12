import Model

extension SQLiteStore {
  public func perform(
    _ operations: [ValueOperation]
  ) async throws(StorageError) -> [ValueOutcome] {
    let now = now
    let outcomes = try await write(.perform, rows: operations.count) {
      (transaction) throws(StorageError) in
      try transaction.perform(operations, now: now)
    }
    gate.count(operations, outcomes)
    return outcomes
  }

  public func settle(_ id: OperationID) async throws(StorageError) -> Settlement {
    let now = now
    return try await write(.settle) { (transaction) throws(StorageError) in
      try transaction.settle(id, now: now)
    }
  }

  public func forgetResults(
    doneBefore moment: Int64, max: Int
  ) async throws(StorageError) -> Int {
    try await write(.forgetResults, rows: max) { (transaction) throws(StorageError) in
      try transaction.forgetResults(doneBefore: moment, max: max)
    }
  }

  public func belongings(
    of character: CharacterID
  ) async throws(StorageError) -> Belongings? {
    try await read(.belongings) { (transaction) throws(StorageError) in
      try transaction.belongings(of: character)
    }
  }

  public func groundItems(of region: RegionID) async throws(StorageError) -> [GroundItem] {
    try await read(.groundItems) { (transaction) throws(StorageError) in
      try transaction.groundItems(of: region)
    }
  }

  public func mail(of character: CharacterID) async throws(StorageError) -> [MailRow] {
    try await read(.mail) { (transaction) throws(StorageError) in
      try transaction.mail(of: character)
    }
  }

  public func auditBelongings() async throws(StorageError) -> BelongingsAudit {
    try await read(.auditBelongings) { (transaction) throws(StorageError) in
      try transaction.auditBelongings()
    }
  }

  public func fencingMarks(
    after character: CharacterID, max: Int
  ) async throws(StorageError) -> [FencingMark] {
    try await read(.fencingMarks, rows: max) { (transaction) throws(StorageError) in
      try transaction.fencingMarks(after: character, max: max)
    }
  }

  public func newestOperations(max: Int) async throws(StorageError) -> [RecordedOperation] {
    try await read(.newestOperations, rows: max) { (transaction) throws(StorageError) in
      try transaction.newestOperations(max: max)
    }
  }

  public func operations(_ ids: [String]) async throws(StorageError) -> [RecordedOperation] {
    try await read(.operations, rows: ids.count) { (transaction) throws(StorageError) in
      try transaction.operations(ids)
    }
  }
}
