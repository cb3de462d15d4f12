import Model

extension PostgreSQLStore {
  public func openSession(
    _ character: CharacterID, token: TokenHash
  ) async throws(StorageError) -> SessionGeneration? {
    let now = now
    return try await write(.openSession) { (transaction) throws(StorageError) in
      try transaction.openSession(character, token: token, now: now)
    }
  }

  public func resumeSession(
    _ token: TokenHash, replacing new: TokenHash
  ) async throws(StorageError) -> ResumedSession? {
    let now = now
    return try await write(.resumeSession) { (transaction) throws(StorageError) in
      try transaction.resumeSession(token, replacing: new, now: now)
    }
  }

  public func confirmSession(
    _ character: CharacterID, generation: SessionGeneration
  ) async throws(StorageError) -> Bool {
    try await write(.confirmSession) { (transaction) throws(StorageError) in
      try transaction.confirmSession(character, generation: generation)
    }
  }

  public func closeSession(
    _ character: CharacterID, generation: SessionGeneration
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.closeSession) { (transaction) throws(StorageError) in
      try transaction.closeSession(character, generation: generation, now: now)
    }
  }
}
