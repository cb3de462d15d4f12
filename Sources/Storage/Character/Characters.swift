import Model

extension SQLTransaction {
  func createGuest(
    name: String, body: CharacterBody, now: Int64
  ) throws(StorageError) -> GuestRow {
    guard !name.isEmpty, !name.utf8.contains(0) else {
      throw .invalid(reason: "a character's name is empty or has a NUL")
    }
    try checkSize(name.utf8.count, max: StorageLimits.nameBytesMax, "a character's name")
    let account = try row(
      "INSERT INTO accounts (kind, created_at) VALUES ('guest', $1) RETURNING id",
      [.integer(now)])
    guard let account = try account?.number(0) else { throw noID }
    let id = AccountID(account)
    return GuestRow(
      account: id, character: try insertCharacter(of: id, name: name, body: body, now: now))
  }

  func insertCharacter(
    of account: AccountID, name: String, body: CharacterBody, now: Int64
  ) throws(StorageError) -> CharacterID {
    let character = try row(
      """
      INSERT INTO characters (account_id, name, created_at, map, x, y, state, last_input,
        inputs_applied, input_gaps, input_duplicates)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
      """,
      [try .number(account.rawValue, "account"), .text(name), .integer(now)] + (try body.values))
    guard let character = try character?.number(0) else { throw noID }
    return CharacterID(character)
  }

  func character(_ id: CharacterID) throws(StorageError) -> CharacterRow? {
    let row = try row(
      "\(CharacterRow.selection) WHERE id = $1", [try .number(id.rawValue, "character")])
    guard let row else { return nil }
    return try CharacterRow(row)
  }

  func characters(of account: AccountID) throws(StorageError) -> [CharacterRow] {
    let found = try rows(
      "\(CharacterRow.selection) WHERE account_id = $1 ORDER BY id",
      [try .number(account.rawValue, "account")])
    var result: [CharacterRow] = []
    for row in found { result.append(try CharacterRow(row)) }
    return result
  }

  func removeGuest(
    _ account: AccountID, generation: SessionGeneration?, now: Int64
  ) throws(StorageError) -> Bool {
    let id = try SQLValue.number(account.rawValue, "account")
    try lock(characters: try characterIDs(of: account))
    if let generation {
      let newer = try rows(
        """
        SELECT 1 FROM sessions JOIN characters ON characters.id = sessions.character_id
        WHERE characters.account_id = $1 AND sessions.generation <> $2
        """, [id, try .number(generation.rawValue, "generation")])
      guard newer.isEmpty else { return false }
    }
    return try removeGuest(account, where: "id = $1 AND kind = 'guest'", [id], now: now)
  }

  /// Removes an account if a condition holds, and then accounts for what its characters owned.
  func removeGuest(
    _ account: AccountID, where condition: String, _ values: [SQLValue], now: Int64
  ) throws(StorageError) -> Bool {
    let characters = try characterIDs(of: account)
    try lock(characters: characters)
    guard try run("DELETE FROM accounts WHERE \(condition)", values) > 0 else { return false }
    for character in characters { try removeBelongings(of: character, now: now) }
    return true
  }

  /// In ascending order.
  private func characterIDs(of account: AccountID) throws(StorageError) -> [CharacterID] {
    let found = try rows(
      "SELECT id FROM characters WHERE account_id = $1 ORDER BY id",
      [try .number(account.rawValue, "account")])
    return try found.map { (row) throws(StorageError) in CharacterID(try row.number(0)) }
  }

  var noID: StorageError { .unavailable(reason: "the database issued no id") }
}

extension CharacterBody {
  /// The columns from `map` to `input_duplicates`.
  var values: [SQLValue] {
    get throws(StorageError) {
      try checkSize(
        state.count, max: StorageLimits.characterStateBytesMax, "a character's state")
      return [
        .integer(Int64(map.rawValue)), .integer(Int64(position.x)), .integer(Int64(position.y)),
        .bytes(state), try .number(inputs.lastInput.rawValue, "input"),
        try .number(inputs.applied, "inputs applied"), try .number(inputs.gaps, "input gaps"),
        try .number(inputs.duplicates, "input duplicates"),
      ]
    }
  }
}

extension CharacterRow {
  static let columns = """
    id, account_id, name, sequence, holder, value_version, map, x, y, state, last_input,
    inputs_applied, input_gaps, input_duplicates
    """

  static let selection = "SELECT \(columns) FROM characters"

  /// Reads a row of `columns`.
  init(_ row: ResultRow) throws(StorageError) {
    let holder = try row.optionalNumber(4)
    self.init(
      id: CharacterID(try row.number(0)), account: AccountID(try row.number(1)),
      name: try row.text(2),
      holding: Holding(
        sequence: HandoffSequence(try row.number(3)),
        holder: holder.map { RegionID(rawValue: UInt32(truncatingIfNeeded: $0)) }),
      valueVersion: ValueVersion(try row.number(5)),
      body: CharacterBody(
        map: MapID(UInt16(truncatingIfNeeded: try row.number(6))),
        position: Position(
          x: Fixed(truncatingIfNeeded: try row.integer(7)),
          y: Fixed(truncatingIfNeeded: try row.integer(8))),
        state: try row.bytes(9),
        inputs: InputCounters(
          lastInput: InputSequence(try row.number(10)), applied: try row.number(11),
          gaps: try row.number(12), duplicates: try row.number(13))))
  }
}
