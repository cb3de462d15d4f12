import Model

extension PostgreSQLStore {
  public func register(
    account name: String, passwordHash: String
  ) async throws(StorageError) -> AccountID? {
    let now = now
    return try await write(.registerAccount) { (transaction) throws(StorageError) in
      try transaction.register(account: name, passwordHash: passwordHash, now: now)
    }
  }

  public func account(named name: String) async throws(StorageError) -> AccountRow? {
    try await read(.account) { (transaction) throws(StorageError) in
      try transaction.account(named: name)
    }
  }

  public func account(_ id: AccountID) async throws(StorageError) -> AccountRow? {
    try await read(.account) { (transaction) throws(StorageError) in
      try transaction.account(id)
    }
  }

  public func replacePasswordHash(
    of account: AccountID, _ old: String, with new: String
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.replacePassword) { (transaction) throws(StorageError) in
      try transaction.replacePasswordHash(of: account, old, with: new, now: now)
    }
  }

  public func revokeTokens(
    of account: AccountID, stamp: UInt64
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.revokeTokens) { (transaction) throws(StorageError) in
      try transaction.revokeTokens(of: account, stamp: stamp, now: now)
    }
  }

  public func createCharacter(
    of account: AccountID, name: String, map: MapID, position: Position, max: Int
  ) async throws(StorageError) -> CharacterCreation {
    let now = now
    return try await write(.createCharacter) { (transaction) throws(StorageError) in
      try transaction.createCharacter(
        of: account, name: name, body: CharacterBody(map: map, position: position), max: max,
        now: now)
    }
  }

  public func isCharacterName(taken name: String) async throws(StorageError) -> Bool {
    try await read(.characterName) { (transaction) throws(StorageError) in
      try transaction.isCharacterName(taken: name)
    }
  }

  public func issueTicket(
    _ ticket: TokenHash, for character: CharacterID, of account: AccountID, expiresAt: Int64
  ) async throws(StorageError) -> Bool {
    try await write(.issueTicket) { (transaction) throws(StorageError) in
      try transaction.issueTicket(ticket, for: character, of: account, expiresAt: expiresAt)
    }
  }

  public func redeemTicket(
    _ ticket: TokenHash, opening token: TokenHash, at moment: Int64
  ) async throws(StorageError) -> ResumedSession? {
    let now = now
    return try await write(.redeemTicket) { (transaction) throws(StorageError) in
      try transaction.redeemTicket(ticket, opening: token, at: moment, now: now)
    }
  }

  public func removeGuests(
    unseenSince moment: Int64, max: Int
  ) async throws(StorageError) -> Int {
    let now = now
    return try await write(.removeGuests) { (transaction) throws(StorageError) in
      try transaction.removeGuests(unseenSince: moment, max: max, now: now)
    }
  }

  public func sharedKey(
    _ name: String, proposing bytes: [UInt8]
  ) async throws(StorageError) -> [UInt8] {
    let now = now
    return try await write(.sharedKey) { (transaction) throws(StorageError) in
      try transaction.sharedKey(name, proposing: bytes, now: now)
    }
  }
}
