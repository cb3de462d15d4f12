import Model

extension SQLTransaction {
  func save(_ saves: [CharacterSave]) throws(StorageError) -> [SaveRefusal] {
    try write(saves, leaving: false)
  }

  /// Leaving keeps the sequence and clears the holder: from then on nobody may commit, so a save
  /// that comes late cannot turn the character back, and the next attach goes two higher.
  func leave(_ saves: [CharacterSave]) throws(StorageError) -> [SaveRefusal] {
    try write(saves, leaving: true)
  }

  private func write(
    _ saves: [CharacterSave], leaving: Bool
  ) throws(StorageError) -> [SaveRefusal] {
    let stale = try stale(saves.lazy.map(\.fence))
    let refusals: [SaveRefusal?] = try ascending(saves, by: \.character) {
      (save) throws(StorageError) in
      let reason: HoldingRefusal? =
        if let row = stale[save.fence] {
          .staleEpoch(row)
        } else {
          try write(save, leaving: leaving)
        }
      return reason.map { SaveRefusal(character: save.character, reason: $0) }
    }
    return refusals.compactMap { $0 }
  }

  private func write(
    _ save: CharacterSave, leaving: Bool
  ) throws(StorageError) -> HoldingRefusal? {
    let holder = SQLValue.integer(Int64(save.fence.region.rawValue))
    let changed = try run(
      """
      UPDATE characters SET map = $1, x = $2, y = $3, state = $4, last_input = $5,
        inputs_applied = $6, input_gaps = $7, input_duplicates = $8, holder = $9
      WHERE id = $10 AND sequence = $11 AND holder = $12
      """,
      (try save.body.values) + [
        leaving ? .null : holder, try .number(save.character.rawValue, "character"),
        try .number(save.sequence.rawValue, "sequence"), holder,
      ])
    if changed > 0 { return nil }
    guard let current = try holding(of: save.character)?.holding else { return .unknownCharacter }
    // Only this leave clears the holder at this sequence: its answer was lost.
    if leaving, current == Holding(sequence: save.sequence, holder: nil) { return nil }
    return .superseded(current)
  }
}
