import Model

extension SQLTransaction {
  /// A character has one ticket at most: a newer one replaces it, so tickets never pile up.
  func issueTicket(
    _ ticket: TokenHash, for character: CharacterID, of account: AccountID, expiresAt: Int64
  ) throws(StorageError) -> Bool {
    let id = try SQLValue.number(character.rawValue, "character")
    let owned = try row(
      "SELECT 1 FROM characters WHERE id = $1 AND account_id = $2",
      [id, try .number(account.rawValue, "account")])
    guard owned != nil else { return false }
    try run(
      """
      INSERT INTO tickets (character_id, token_hash, expires_at) VALUES ($1, $2, $3)
      ON CONFLICT (character_id) DO UPDATE SET token_hash = excluded.token_hash,
        expires_at = excluded.expires_at
      """, [id, .bytes(ticket.bytes), .integer(expiresAt)])
    return true
  }

  /// The ticket is gone whatever comes of it: of two who bring it, one finds it.
  func redeemTicket(
    _ ticket: TokenHash, opening token: TokenHash, at moment: Int64, now: Int64
  ) throws(StorageError) -> ResumedSession? {
    let found = try row(
      "DELETE FROM tickets WHERE token_hash = $1 RETURNING character_id, expires_at",
      [.bytes(ticket.bytes)])
    guard let found, moment < (try found.integer(1)) else { return nil }
    let character = CharacterID(try found.number(0))
    guard let row = try self.character(character),
      let generation = try openSession(character, token: token, now: now)
    else { return nil }
    return ResumedSession(account: row.account, character: character, generation: generation)
  }

  /// Never one that a region holds, or that logged in since.
  func removeGuests(
    unseenSince moment: Int64, max: Int, now: Int64
  ) throws(StorageError) -> Int {
    let unseen = """
      kind = 'guest' AND created_at < $1 AND NOT EXISTS (
        SELECT 1 FROM characters
        LEFT JOIN sessions ON sessions.character_id = characters.id
        WHERE characters.account_id = accounts.id
          AND (characters.holder IS NOT NULL OR sessions.changed_at >= $1)
      )
      """
    let guests = try rows(
      "SELECT id FROM accounts WHERE \(unseen) ORDER BY id LIMIT $2",
      [.integer(moment), .integer(Int64(max))])
    var removed = 0
    for guest in guests {
      let account = AccountID(try guest.number(0))
      // Once more, because one may have come back since the list was read.
      let isRemoved = try removeGuest(
        account, where: "\(unseen) AND id = $2", [.integer(moment), guest.values[0]], now: now)
      if isRemoved { removed += 1 }
    }
    return removed
  }
}
