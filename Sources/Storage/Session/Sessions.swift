import Model

extension SQLTransaction {
  func openSession(
    _ character: CharacterID, token: TokenHash, now: Int64
  ) throws(StorageError) -> SessionGeneration? {
    try lock(characters: [character])
    guard try holding(of: character) != nil else { return nil }
    // Of an unused session the older token is kept: its client has surely received that one.
    let row = try row(
      """
      INSERT INTO sessions (character_id, generation, token_hash, changed_at)
      VALUES ($1, 1, $2, $3)
      ON CONFLICT (character_id) DO UPDATE SET generation = sessions.generation + 1,
        previous_hash = COALESCE(sessions.previous_hash, sessions.token_hash),
        token_hash = excluded.token_hash, changed_at = excluded.changed_at
      RETURNING generation
      """,
      [try .number(character.rawValue, "character"), .bytes(token.bytes), .integer(now)])
    return try row.map { (row) throws(StorageError) in SessionGeneration(try row.number(0)) }
  }

  func resumeSession(
    _ token: TokenHash, replacing new: TokenHash, now: Int64
  ) throws(StorageError) -> ResumedSession? {
    guard token != new else { throw .invalid(reason: "a session's new token is its old one") }
    // The token used stays valid until the first use of the new session: the answer may be lost.
    // One statement, so that of two who bring the token each finds what the other left.
    let resumed = try row(
      """
      UPDATE sessions SET generation = generation + 1, token_hash = $1, previous_hash = $2,
        changed_at = $3
      WHERE token_hash = $2 OR previous_hash = $2 RETURNING character_id, generation
      """, [.bytes(new.bytes), .bytes(token.bytes), .integer(now)])
    guard let resumed,
      let character = try row(
        "SELECT account_id FROM characters WHERE id = $1", [resumed.values[0]])
    else { return nil }
    return ResumedSession(
      account: AccountID(try character.number(0)), character: CharacterID(try resumed.number(0)),
      generation: SessionGeneration(try resumed.number(1)))
  }

  func confirmSession(
    _ character: CharacterID, generation: SessionGeneration
  ) throws(StorageError) -> Bool {
    let changed = try run(
      """
      UPDATE sessions SET previous_hash = NULL
      WHERE character_id = $1 AND generation = $2 AND token_hash IS NOT NULL
      """,
      [
        try .number(character.rawValue, "character"),
        try .number(generation.rawValue, "generation"),
      ])
    return changed > 0
  }

  /// Closing takes a generation of its own, so that what the closed session still sends is refused
  /// like that of any older one.
  func closeSession(
    _ character: CharacterID, generation: SessionGeneration, now: Int64
  ) throws(StorageError) -> Bool {
    let changed = try run(
      """
      UPDATE sessions SET generation = generation + 1, token_hash = NULL, previous_hash = NULL,
        changed_at = $1
      WHERE character_id = $2 AND generation = $3 AND token_hash IS NOT NULL
      """,
      [
        .integer(now), try .number(character.rawValue, "character"),
        try .number(generation.rawValue, "generation"),
      ])
    return changed > 0
  }

  func generation(of character: CharacterID) throws(StorageError) -> SessionGeneration {
    let row = try row(
      "SELECT generation FROM sessions WHERE character_id = $1",
      [try .number(character.rawValue, "character")])
    return SessionGeneration(try row?.number(0) ?? 0)
  }
}
