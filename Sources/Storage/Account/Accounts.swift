import Model

extension SQLTransaction {
  func register(
    account name: String, passwordHash: String, now: Int64
  ) throws(StorageError) -> AccountID? {
    let key = try nameKey(name, "an account's name")
    try checkSize(
      passwordHash.utf8.count, max: StorageLimits.passwordHashBytesMax, "a password's hash")
    let issued = try row(
      "INSERT INTO accounts (kind, created_at) VALUES ('player', $1) RETURNING id",
      [.integer(now)])
    guard let account = try issued?.integer(0) else { throw noID }
    let made = try run(
      """
      INSERT INTO credentials (account_id, name, name_key, password_hash, changed_at)
      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name_key) DO NOTHING
      """,
      [.integer(account), .text(name), .text(key), .text(passwordHash), .integer(now)])
    guard made > 0 else {
      try run("DELETE FROM accounts WHERE id = $1", [.integer(account)])
      return nil
    }
    return AccountID(UInt64(account))
  }

  func account(named name: String) throws(StorageError) -> AccountRow? {
    try account("name_key = $1", .text(NameKey.key(of: name)))
  }

  func account(_ id: AccountID) throws(StorageError) -> AccountRow? {
    try account("account_id = $1", try .number(id.rawValue, "account"))
  }

  private func account(
    _ condition: String, _ value: SQLValue
  ) throws(StorageError) -> AccountRow? {
    let found = try row(
      "SELECT account_id, name, password_hash, token_stamp FROM credentials WHERE \(condition)",
      [value])
    guard let found else { return nil }
    return AccountRow(
      id: AccountID(try found.number(0)), name: try found.text(1),
      passwordHash: try found.text(2), tokenStamp: try found.number(3))
  }

  /// Only while nobody else has changed it.
  func replacePasswordHash(
    of account: AccountID, _ old: String, with new: String, now: Int64
  ) throws(StorageError) -> Bool {
    try checkSize(new.utf8.count, max: StorageLimits.passwordHashBytesMax, "a password's hash")
    let changed = try run(
      """
      UPDATE credentials SET password_hash = $1, changed_at = $2
      WHERE account_id = $3 AND password_hash = $4
      """,
      [.text(new), .integer(now), try .number(account.rawValue, "account"), .text(old)])
    return changed > 0
  }

  func revokeTokens(
    of account: AccountID, stamp: UInt64, now: Int64
  ) throws(StorageError) -> Bool {
    let id = try SQLValue.number(account.rawValue, "account")
    let changed = try run(
      """
      UPDATE credentials SET token_stamp = token_stamp + 1, changed_at = $1
      WHERE account_id = $2 AND token_stamp = $3
      """,
      [.integer(now), id, try .number(stamp, "token stamp")])
    guard changed > 0 else { return false }
    try run(
      """
      DELETE FROM tickets
      WHERE character_id IN (SELECT id FROM characters WHERE account_id = $1)
      """, [id])
    return true
  }

  func createCharacter(
    of account: AccountID, name: String, body: CharacterBody, max: Int, now: Int64
  ) throws(StorageError) -> CharacterCreation {
    let key = try nameKey(name, "a character's name")
    let id = try SQLValue.number(account.rawValue, "account")
    // Holds the row, so that two characters made at once are counted one after the other.
    let held = try run(
      "UPDATE credentials SET changed_at = $1 WHERE account_id = $2", [.integer(now), id])
    guard held > 0 else { return .unknownAccount }
    let count = try row("SELECT COUNT(*) FROM characters WHERE account_id = $1", [id])
    guard try count?.integer(0) ?? 0 < Int64(max) else { return .full }
    let character = try insertCharacter(of: account, name: name, body: body, now: now)
    let characterID = try SQLValue.number(character.rawValue, "character")
    let named = try run(
      """
      INSERT INTO character_names (character_id, name_key) VALUES ($1, $2)
      ON CONFLICT (name_key) DO NOTHING
      """, [characterID, .text(key)])
    guard named > 0 else {
      try run("DELETE FROM characters WHERE id = $1", [characterID])
      return .nameTaken
    }
    return .created(character)
  }

  func isCharacterName(taken name: String) throws(StorageError) -> Bool {
    let found = try row(
      "SELECT 1 FROM character_names WHERE name_key = $1", [.text(NameKey.key(of: name))])
    return found != nil
  }

  func sharedKey(
    _ name: String, proposing bytes: [UInt8], now: Int64
  ) throws(StorageError) -> [UInt8] {
    guard (16...StorageLimits.sharedKeyBytesMax).contains(bytes.count) else {
      throw .invalid(
        reason: "a key of \(bytes.count) bytes, not 16 ... \(StorageLimits.sharedKeyBytesMax)")
    }
    try run(
      """
      INSERT INTO cluster_keys (name, bytes, created_at) VALUES ($1, $2, $3)
      ON CONFLICT (name) DO NOTHING
      """, [.text(name), .bytes(bytes), .integer(now)])
    let stored = try row("SELECT bytes FROM cluster_keys WHERE name = $1", [.text(name)])
    guard let stored else { throw noID }
    return try stored.bytes(0)
  }

  private func nameKey(_ name: String, _ what: String) throws(StorageError) -> String {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw .invalid(reason: "\(what) is empty or has a NUL")
    }
    try checkSize(name.utf8.count, max: StorageLimits.nameBytesMax, what)
    return NameKey.key(of: name)
  }
}
