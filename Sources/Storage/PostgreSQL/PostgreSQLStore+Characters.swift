import Model

extension PostgreSQLStore {
  public func createGuest(
    name: String, map: MapID, position: Position
  ) async throws(StorageError) -> GuestRow {
    let now = now
    return try await write(.createGuest) { (transaction) throws(StorageError) in
      try transaction.createGuest(
        name: name, body: CharacterBody(map: map, position: position), now: now)
    }
  }

  public func character(_ id: CharacterID) async throws(StorageError) -> CharacterRow? {
    try await read(.character) { (transaction) throws(StorageError) in
      try transaction.character(id)
    }
  }

  public func characters(of account: AccountID) async throws(StorageError) -> [CharacterRow] {
    try await read(.characters) { (transaction) throws(StorageError) in
      try transaction.characters(of: account)
    }
  }

  public func removeGuest(
    _ account: AccountID, generation: SessionGeneration?
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.removeGuest) { (transaction) throws(StorageError) in
      try transaction.removeGuest(account, generation: generation, now: now)
    }
  }

  public func attach(_ claims: [AttachClaim]) async throws(StorageError) -> [AttachResult] {
    try await write(.attach, rows: claims.count) { (transaction) throws(StorageError) in
      try transaction.attach(claims)
    }
  }

  public func claim(_ claims: [HandoffClaim]) async throws(StorageError) -> [HoldingResult] {
    try await write(.claimHandoffs, rows: claims.count) { (transaction) throws(StorageError) in
      try transaction.claim(claims)
    }
  }

  public func revoke(_ revokes: [HandoffRevoke]) async throws(StorageError) -> [HoldingResult] {
    try await write(.revoke, rows: revokes.count) { (transaction) throws(StorageError) in
      try transaction.revoke(revokes)
    }
  }

  public func confirm(
    _ confirmations: [RegionConfirmation]
  ) async throws(StorageError) -> ConfirmationRefusals {
    try await read(.confirm, rows: confirmations.reduce(0) { $0 + 1 + $1.characters.count }) {
      (transaction) throws(StorageError) in
      try transaction.confirm(confirmations)
    }
  }

  public func save(_ saves: [CharacterSave]) async throws(StorageError) -> [SaveRefusal] {
    try await write(.save, rows: saves.count) { (transaction) throws(StorageError) in
      try transaction.save(saves)
    }
  }

  public func leave(_ saves: [CharacterSave]) async throws(StorageError) -> [SaveRefusal] {
    try await write(.leave, rows: saves.count) { (transaction) throws(StorageError) in
      try transaction.leave(saves)
    }
  }
}
