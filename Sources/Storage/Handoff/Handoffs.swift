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

  /// Compare-and-sets of who holds characters, each as if it came after those before it. A row that
  /// already says what was wanted counts as won: the claim was repeated after a lost answer.
  private func move(_ moves: [HoldingMove]) throws(StorageError) -> [HoldingResult] {
    let stale = try stale(moves.lazy.map(\.fence))
    let known = try lockedHoldings(of: moves.lazy.map(\.character))
    var holdings = known.mapValues(\.holding)
    var results: [HoldingResult] = []
    for move in moves {
      guard stale[move.fence] == nil else {
        results.append(.refused(stale[move.fence].map { .staleEpoch($0) } ?? .unknownCharacter))
        continue
      }
      guard let current = holdings[move.character], let version = known[move.character]?.version
      else {
        results.append(.refused(.unknownCharacter))
        continue
      }
      let isWon = current == move.expected || current == move.wanted
      if isWon { holdings[move.character] = move.wanted }
      results.append(
        isWon ? .won(move.wanted.sequence, version) : .refused(.superseded(current)))
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
}
