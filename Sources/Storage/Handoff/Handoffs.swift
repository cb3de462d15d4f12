import Model

extension SQLTransaction {
  func claim(_ claims: [HandoffClaim]) throws(StorageError) -> [HoldingResult] {
    let stale = try stale(claims.lazy.map(\.fence))
    return try ascending(claims, by: \.character) { (claim) throws(StorageError) in
      if let row = stale[claim.fence] { return .refused(.staleEpoch(row)) }
      return try move(
        claim.character, from: claim.from, claim.source,
        to: claim.from.advanced(by: 1), claim.fence.region)
    }
  }

  func revoke(_ revokes: [HandoffRevoke]) throws(StorageError) -> [HoldingResult] {
    let stale = try stale(revokes.lazy.map(\.fence))
    return try ascending(revokes, by: \.character) { (revoke) throws(StorageError) in
      if let row = stale[revoke.fence] { return .refused(.staleEpoch(row)) }
      return try move(
        revoke.character, from: revoke.from, revoke.fence.region,
        to: revoke.from.advanced(by: 2), revoke.fence.region)
    }
  }

  /// The compare-and-set of a character's holding. A row that already says what was wanted counts
  /// as won: the claim was repeated after a lost answer.
  private func move(
    _ character: CharacterID, from: HandoffSequence, _ source: RegionID, to: HandoffSequence,
    _ target: RegionID
  ) throws(StorageError) -> HoldingResult {
    let moved = try row(
      """
      UPDATE characters SET sequence = $1, holder = $2
      WHERE id = $3 AND sequence = $4 AND holder = $5 RETURNING value_version
      """,
      [
        try .number(to.rawValue, "sequence"), .integer(Int64(target.rawValue)),
        try .number(character.rawValue, "character"), try .number(from.rawValue, "sequence"),
        .integer(Int64(source.rawValue)),
      ])
    if let moved { return .won(to, ValueVersion(try moved.number(0))) }
    guard let (current, version) = try holding(of: character) else {
      return .refused(.unknownCharacter)
    }
    return current == Holding(sequence: to, holder: target)
      ? .won(to, version) : .refused(.superseded(current))
  }

  func holding(
    of character: CharacterID
  ) throws(StorageError) -> (holding: Holding, version: ValueVersion)? {
    let row = try row(
      "SELECT sequence, holder, value_version FROM characters WHERE id = $1",
      [try .number(character.rawValue, "character")])
    guard let row else { return nil }
    let holder = try row.optionalNumber(1)
    return (
      Holding(
        sequence: HandoffSequence(try row.number(0)),
        holder: holder.map { RegionID(rawValue: UInt32(truncatingIfNeeded: $0)) }),
      ValueVersion(try row.number(2))
    )
  }
}
