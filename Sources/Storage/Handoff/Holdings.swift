import Model

/// Who holds a character, the version of what it owns, and what of its wishes was forgotten.
struct KnownHolding: Hashable, Sendable {
  let holding: Holding
  let version: ValueVersion
  private let forgotten: ForgettingMark

  static let columns = "sequence, holder, value_version, forgotten_login, forgotten_number"

  /// Reads `columns` from this one on.
  init(_ row: ResultRow, from column: Int) throws(StorageError) {
    let holder = try row.optionalNumber(column + 1)
    holding = Holding(
      sequence: HandoffSequence(try row.number(column)),
      holder: holder.map { RegionID(rawValue: UInt32(truncatingIfNeeded: $0)) })
    version = ValueVersion(try row.number(column + 2))
    forgotten = ForgettingMark(
      login: try row.number(column + 3), number: try row.number(column + 4))
  }

  /// Whether a request of this character that is not recorded is too old to be done.
  func hasForgotten(_ id: OperationID) -> Bool {
    guard case .request(_, let login, let number) = id else { return false }
    return ForgettingMark(login: login, number: number) <= forgotten
  }
}

extension SQLTransaction {
  /// Nil for an unknown character.
  func holding(
    of character: CharacterID
  ) throws(StorageError) -> (holding: Holding, version: ValueVersion)? {
    let row = try row(
      "SELECT \(KnownHolding.columns) FROM characters WHERE id = $1",
      [try .number(character.rawValue, "character")])
    guard let row else { return nil }
    let known = try KnownHolding(row, from: 0)
    return (known.holding, known.version)
  }

  /// Those of many characters; unknown ones are missing.
  func holdings(
    of characters: some Sequence<CharacterID>
  ) throws(StorageError) -> [CharacterID: KnownHolding] {
    let keys = try Set(characters).sorted().map { (character) throws(StorageError) in
      try SQLValue.number(character.rawValue, "character")
    }
    let found = try rows(of: keys) { places in
      "SELECT id, \(KnownHolding.columns) FROM characters WHERE id IN (\(places))"
    }
    var holdings: [CharacterID: KnownHolding] = [:]
    holdings.reserveCapacity(found.count)
    for row in found {
      holdings[CharacterID(try row.number(0))] = try KnownHolding(row, from: 1)
    }
    return holdings
  }

  /// The same, and nobody else changes them until the transaction ends.
  func lockedHoldings(
    of characters: some Sequence<CharacterID>
  ) throws(StorageError) -> [CharacterID: KnownHolding] {
    let characters = Set(characters).sorted()
    try lock(characters: characters)
    return try holdings(of: characters)
  }
}
