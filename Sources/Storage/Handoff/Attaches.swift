import Model

extension SQLTransaction {
  func attach(_ claims: [AttachClaim]) throws(StorageError) -> [AttachResult] {
    let stale = try stale(claims.lazy.map(\.fence))
    return try ascending(claims, by: \.character) { (claim) throws(StorageError) in
      if let row = stale[claim.fence] { return .refused(.staleEpoch(row)) }
      return try attach(claim)
    }
  }

  private func attach(_ claim: AttachClaim) throws(StorageError) -> AttachResult {
    guard claim.seen.rawValue <= UInt64(Int64.max) - 2 else {
      throw .invalid(reason: "sequence \(claim.seen.rawValue) leaves no room for the next")
    }
    let attached = try row(
      """
      UPDATE characters
      SET sequence = CASE WHEN sequence > $1 THEN sequence ELSE $1 END + 2, holder = $2
      WHERE id = $3 AND EXISTS (
        SELECT 1 FROM sessions WHERE character_id = characters.id AND generation = $4)
      RETURNING \(CharacterRow.columns)
      """,
      [
        try .number(claim.seen.rawValue, "sequence"),
        .integer(Int64(claim.fence.region.rawValue)),
        try .number(claim.character.rawValue, "character"),
        try .number(claim.generation.rawValue, "generation"),
      ])
    if let attached { return .won(try CharacterRow(attached)) }
    guard try holding(of: claim.character) != nil else { return .refused(.unknownCharacter) }
    return .refused(.staleGeneration(try generation(of: claim.character)))
  }
}
