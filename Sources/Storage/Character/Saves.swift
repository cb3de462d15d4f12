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
    var reasons = saves.map { save in stale[save.fence].map { HoldingRefusal.staleEpoch($0) } }
    let valid = saves.indices.filter { reasons[$0] == nil }
    let written = try changes(
      valid.map { saves[$0] }, of: \.character,
      together: { (saves) throws(StorageError) in try writeTogether(saves, leaving: leaving) },
      singly: { (saves) throws(StorageError) in try writeSingly(saves, leaving: leaving) })
    for (index, reason) in zip(valid, written) { reasons[index] = reason }
    return zip(saves, reasons).compactMap { save, reason in
      reason.map { SaveRefusal(character: save.character, reason: $0) }
    }
  }

  /// Nil for what was written.
  private func writeTogether(
    _ saves: [CharacterSave], leaving: Bool
  ) throws(StorageError) -> [CharacterID: HoldingRefusal?] {
    let values = try saves.map { (save) throws(StorageError) in try save.values }
    let rows = try run(values) { values in
      """
      UPDATE characters SET map = saved.column4, x = saved.column5, y = saved.column6,
        state = saved.column7, last_input = saved.column8, inputs_applied = saved.column9,
        input_gaps = saved.column10, input_duplicates = saved.column11\(leaving ? ", holder = NULL" : "")
      FROM (VALUES \(values)) AS saved
      WHERE characters.id = saved.column1 AND characters.sequence = saved.column2
        AND characters.holder = saved.column3
      RETURNING id
      """
    }
    var written: [CharacterID: HoldingRefusal?] = [:]
    for row in rows { written.updateValue(nil, forKey: CharacterID(try row.number(0))) }
    return written
  }

  private func writeSingly(
    _ saves: [CharacterSave], leaving: Bool
  ) throws(StorageError) -> [HoldingRefusal?] {
    var holdings = try lockedHoldings(of: saves.lazy.map(\.character)).mapValues(\.holding)
    var written: [CharacterID: CharacterSave] = [:]
    let reasons: [HoldingRefusal?] = saves.map { save in
      let current = holdings[save.character]
      if current == Holding(sequence: save.sequence, holder: save.fence.region) {
        written[save.character] = save
        if leaving {
          holdings[save.character] = Holding(sequence: save.sequence, holder: nil)
        }
        return nil
      }
      if save.isDone(leaving: leaving, current) { return nil }
      return current.map { .superseded($0) } ?? .unknownCharacter
    }
    _ = try writeTogether(
      written.sorted { $0.key < $1.key }.map(\.value), leaving: leaving)
    return reasons
  }
}

extension CharacterSave {
  /// The character, what is expected, and the columns from `map` to `input_duplicates`.
  fileprivate var values: [SQLValue] {
    get throws(StorageError) {
      [
        try .number(character.rawValue, "character"), try .number(sequence.rawValue, "sequence"),
        .integer(Int64(fence.region.rawValue)),
      ] + (try body.values)
    }
  }

  /// Only this leave clears the holder at this sequence: its answer was lost.
  fileprivate func isDone(leaving: Bool, _ current: Holding?) -> Bool {
    leaving && current == Holding(sequence: sequence, holder: nil)
  }
}
