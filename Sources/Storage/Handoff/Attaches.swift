import Model

extension SQLTransaction {
  /// Each as if it came after those before it.
  func attach(_ claims: [AttachClaim]) throws(StorageError) -> [AttachResult] {
    let stale = try stale(claims.lazy.map(\.fence))
    let ids = Set(claims.map(\.character)).sorted()
    try lock(characters: ids)
    let keys = try ids.map { (id) throws(StorageError) in
      try SQLValue.number(id.rawValue, "character")
    }
    var characters = try characters(keys)
    let generations = try generations(keys)
    var attached: [CharacterID: Holding] = [:]
    var results: [AttachResult] = []
    for claim in claims {
      let known = characters[claim.character]
      let generation = generations[claim.character] ?? SessionGeneration(0)
      if let refusal = claim.refusal(stale: stale, known, generation) {
        results.append(.refused(refusal))
      } else if let known {
        let row = known.attached(as: try claim.holding)
        characters[row.id] = row
        attached[row.id] = row.holding
        results.append(.won(row))
      }
    }
    try store(attached)
    return results
  }

  private func characters(
    _ keys: [SQLValue]
  ) throws(StorageError) -> [CharacterID: CharacterRow] {
    let found = try rows(of: keys) { "\(CharacterRow.selection) WHERE id IN (\($0))" }
    var characters: [CharacterID: CharacterRow] = [:]
    for row in found {
      let character = try CharacterRow(row)
      characters[character.id] = character
    }
    return characters
  }

  private func generations(
    _ keys: [SQLValue]
  ) throws(StorageError) -> [CharacterID: SessionGeneration] {
    let found = try rows(of: keys) { places in
      "SELECT character_id, generation FROM sessions WHERE character_id IN (\(places))"
    }
    var generations: [CharacterID: SessionGeneration] = [:]
    for row in found {
      generations[CharacterID(try row.number(0))] = SessionGeneration(try row.number(1))
    }
    return generations
  }
}

extension AttachClaim {
  fileprivate func refusal(
    stale: [RegionFence: RegionRow], _ known: CharacterRow?, _ current: SessionGeneration
  ) -> AttachRefusal? {
    if let row = stale[fence] { return .staleEpoch(row) }
    guard let known else { return .unknownCharacter }
    if generation != current { return .staleGeneration(current) }
    return known.holding.sequence <= seen ? nil : .superseded(known.holding)
  }

  /// Above whatever the gateway has seen, and so above whatever was stored.
  fileprivate var holding: Holding {
    get throws(StorageError) {
      guard seen.rawValue <= UInt64(Int64.max) - 2 else {
        throw .invalid(reason: "sequence \(seen.rawValue) leaves no room for the next")
      }
      return Holding(sequence: seen.advanced(by: 2), holder: fence.region)
    }
  }
}

extension CharacterRow {
  fileprivate func attached(as holding: Holding) -> CharacterRow {
    CharacterRow(
      id: id, account: account, name: name, holding: holding, valueVersion: valueVersion,
      body: body)
  }
}
