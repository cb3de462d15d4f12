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

  /// Each as if it came after those before it.
  private func write(
    _ saves: [CharacterSave], leaving: Bool
  ) throws(StorageError) -> [SaveRefusal] {
    let stale = try stale(saves.lazy.map(\.fence))
    var holdings = try lockedHoldings(of: saves.lazy.map(\.character)).mapValues(\.holding)
    var written: [CharacterID: CharacterBody] = [:]
    var refusals: [SaveRefusal] = []
    for save in saves {
      let current = holdings[save.character]
      if let row = stale[save.fence] {
        refusals.append(SaveRefusal(character: save.character, reason: .staleEpoch(row)))
      } else if current == Holding(sequence: save.sequence, holder: save.fence.region) {
        written[save.character] = save.body
        if leaving {
          holdings[save.character] = Holding(sequence: save.sequence, holder: nil)
        }
      } else if !save.isDone(leaving: leaving, current) {
        let reason = current.map { HoldingRefusal.superseded($0) } ?? .unknownCharacter
        refusals.append(SaveRefusal(character: save.character, reason: reason))
      }
    }
    try store(written, leaving: leaving)
    return refusals
  }

  private func store(
    _ bodies: [CharacterID: CharacterBody], leaving: Bool
  ) throws(StorageError) {
    let values = try bodies.sorted { $0.key < $1.key }.map {
      (character, body) throws(StorageError) in
      [try .number(character.rawValue, "character")] + (try body.values)
    }
    try run(values) { values in
      """
      UPDATE characters SET map = saved.column2, x = saved.column3, y = saved.column4,
        state = saved.column5, last_input = saved.column6, inputs_applied = saved.column7,
        input_gaps = saved.column8, input_duplicates = saved.column9\(leaving ? ", holder = NULL" : "")
      FROM (VALUES \(values)) AS saved WHERE characters.id = saved.column1
      """
    }
  }
}

extension CharacterSave {
  /// Only this leave clears the holder at this sequence: its answer was lost.
  fileprivate func isDone(leaving: Bool, _ current: Holding?) -> Bool {
    leaving && current == Holding(sequence: sequence, holder: nil)
  }
}
