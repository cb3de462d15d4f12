import Model

extension SQLTransaction {
  func claim(_ claims: [HandoffClaim]) throws(StorageError) -> [HoldingResult] {
    try move(
      claims.map { claim in
        HoldingMove(
          character: claim.character, from: claim.from, source: claim.source, step: 1,
          fence: claim.fence)
      })
  }

  func revoke(_ revokes: [HandoffRevoke]) throws(StorageError) -> [HoldingResult] {
    try move(
      revokes.map { revoke in
        HoldingMove(
          character: revoke.character, from: revoke.from, source: revoke.fence.region, step: 2,
          fence: revoke.fence)
      })
  }

  /// Compare-and-sets of who holds characters. A row that already says what was wanted counts as
  /// won: the claim was repeated after a lost answer.
  private func move(_ moves: [HoldingMove]) throws(StorageError) -> [HoldingResult] {
    let stale = try stale(moves.lazy.map(\.fence))
    var results = moves.map { move in
      stale[move.fence].map { HoldingResult.refused(.staleEpoch($0)) }
    }
    let valid = moves.indices.filter { results[$0] == nil }
    let moved = try changes(
      valid.map { moves[$0] }, of: \.character,
      together: { (moves) throws(StorageError) in try moveTogether(moves) },
      singly: { (moves) throws(StorageError) in try moveSingly(moves) })
    for (index, result) in zip(valid, moved) { results[index] = result }
    return results.compactMap { $0 }
  }

  private func moveTogether(
    _ moves: [HoldingMove]
  ) throws(StorageError) -> [CharacterID: HoldingResult] {
    let values = try moves.map { (move) throws(StorageError) in try move.values }
    let rows = try run(values) { values in
      """
      UPDATE characters SET sequence = moved.column2, holder = moved.column3
      FROM (VALUES \(values)) AS moved
      WHERE characters.id = moved.column1 AND characters.sequence = moved.column4
        AND characters.holder = moved.column5
      RETURNING id, sequence, value_version
      """
    }
    var results: [CharacterID: HoldingResult] = [:]
    for row in rows {
      results[CharacterID(try row.number(0))] = .won(
        HandoffSequence(try row.number(1)), ValueVersion(try row.number(2)))
    }
    return results
  }

  private func moveSingly(_ moves: [HoldingMove]) throws(StorageError) -> [HoldingResult] {
    let known = try lockedHoldings(of: moves.lazy.map(\.character))
    var holdings = known.mapValues(\.holding)
    let results = moves.map { move in
      guard let current = holdings[move.character], let version = known[move.character]?.version
      else { return HoldingResult.refused(.unknownCharacter) }
      let isWon = current == move.expected || current == move.wanted
      if isWon { holdings[move.character] = move.wanted }
      return isWon ? .won(move.wanted.sequence, version) : .refused(.superseded(current))
    }
    try store(holdings.filter { known[$0.key]?.holding != $0.value })
    return results
  }

  /// Writes who holds characters, which somebody must.
  func store(_ holdings: [CharacterID: Holding]) throws(StorageError) {
    let values = try holdings.sorted { $0.key < $1.key }.map {
      (character, holding) throws(StorageError) in
      guard let holder = holding.holder else { throw .invalid(reason: "nobody holds") }
      return [
        try SQLValue.number(character.rawValue, "character"),
        try SQLValue.number(holding.sequence.rawValue, "sequence"),
        SQLValue.integer(Int64(holder.rawValue)),
      ]
    }
    try run(values) { values in
      """
      UPDATE characters SET sequence = moved.column2, holder = moved.column3
      FROM (VALUES \(values)) AS moved WHERE characters.id = moved.column1
      """
    }
  }
}

/// A compare-and-set from (s, A) to (s + step, the fence's region).
private struct HoldingMove {
  let character: CharacterID
  let from: HandoffSequence
  let source: RegionID
  let step: UInt64
  let fence: RegionFence

  var expected: Holding { Holding(sequence: from, holder: source) }
  var wanted: Holding { Holding(sequence: from.advanced(by: step), holder: fence.region) }

  /// The character, what is wanted, and what is expected.
  var values: [SQLValue] {
    get throws(StorageError) {
      [
        try .number(character.rawValue, "character"),
        try .number(wanted.sequence.rawValue, "sequence"),
        .integer(Int64(fence.region.rawValue)), try .number(from.rawValue, "sequence"),
        .integer(Int64(source.rawValue)),
      ]
    }
  }
}
