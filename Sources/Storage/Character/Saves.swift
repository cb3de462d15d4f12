import Model

extension SQLTransaction {
  func save(_ saves: [CharacterSave]) throws(StorageError) -> [SaveRefusal] {
    try write(saves, leaving: false)
  }

  /// Leaving keeps the sequence and clears the holder: from then on nobody may commit, and the next
  /// attach goes two higher.
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
        input_gaps = saved.column10, input_duplicates = saved.column11,
        saved_sequence = saved.column2, saved_epoch = saved.column12,
        saved_number = saved.column13\(leaving ? ", holder = NULL" : "")
      FROM (VALUES \(values)) AS saved
      WHERE characters.id = saved.column1 AND characters.sequence = saved.column2
        AND characters.holder = saved.column3
        AND (characters.saved_sequence, characters.saved_epoch, characters.saved_number)
          < (saved.column2, saved.column12, saved.column13)
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
    var marks = try saveMarks(of: holdings.keys.sorted())
    var written: [CharacterID: CharacterSave] = [:]
    let reasons: [HoldingRefusal?] = saves.map { save in
      let current = holdings[save.character]
      guard current == Holding(sequence: save.sequence, holder: save.fence.region) else {
        if save.isDone(leaving: leaving, current) { return nil }
        return current.map { .superseded($0) } ?? .unknownCharacter
      }
      guard save.isLater(than: marks[save.character]) else { return nil }
      written[save.character] = save
      marks[save.character] = save.mark
      if leaving {
        holdings[save.character] = Holding(sequence: save.sequence, holder: nil)
      }
      return nil
    }
    _ = try writeTogether(
      written.sorted { $0.key < $1.key }.map(\.value), leaving: leaving)
    return reasons
  }

  private func saveMarks(
    of characters: [CharacterID]
  ) throws(StorageError) -> [CharacterID: SaveMark] {
    let keys = try characters.map { (character) throws(StorageError) in
      try SQLValue.number(character.rawValue, "character")
    }
    let found = try rows(of: keys) { places in
      """
      SELECT id, saved_sequence, saved_epoch, saved_number FROM characters WHERE id IN (\(places))
      """
    }
    var marks: [CharacterID: SaveMark] = [:]
    for row in found {
      marks[CharacterID(try row.number(0))] = SaveMark(
        sequence: HandoffSequence(try row.number(1)), epoch: Epoch(try row.number(2)),
        number: try row.number(3))
    }
    return marks
  }
}

extension CharacterSave {
  /// The character, what is expected, the columns from `map` to `input_duplicates`, and the rest of
  /// the mark.
  fileprivate var values: [SQLValue] {
    get throws(StorageError) {
      [
        try .number(character.rawValue, "character"), try .number(sequence.rawValue, "sequence"),
        .integer(Int64(fence.region.rawValue)),
      ] + (try body.values) + [
        try .number(fence.epoch.rawValue, "epoch"), try .number(number, "the number of a save"),
      ]
    }
  }

  /// One that is not was overtaken by a newer save, or repeats one that was carried out: there is
  /// nothing left to do, and nothing to refuse.
  fileprivate func isLater(than last: SaveMark?) -> Bool { last.map { $0 < mark } ?? true }

  /// Only this leave clears the holder at this sequence: its answer was lost.
  fileprivate func isDone(leaving: Bool, _ current: Holding?) -> Bool {
    leaving && current == Holding(sequence: sequence, holder: nil)
  }
}
