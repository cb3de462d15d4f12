import Model

/// What was asked up to here by a character is only answered while it is recorded, and never done:
/// the log-in of a request, and its number there.
struct ForgettingMark: Hashable, Comparable, Sendable {
  let login: UInt64
  let number: UInt64

  static let none = ForgettingMark(login: 0, number: 0)

  init(login: UInt64, number: UInt64) {
    // A client may count as it likes; the columns hold numbers with a sign.
    self.login = min(login, UInt64(Int64.max))
    self.number = min(number, UInt64(Int64.max))
  }

  static func < (a: Self, b: Self) -> Bool { (a.login, a.number) < (b.login, b.number) }
}

extension SQLTransaction {
  /// Forgets the results of operations, the oldest first. The names of those that were done stay, as
  /// their entries in the ledgers do; what players were refused goes wholly, behind a mark of the
  /// character's. Answers how many results went.
  func forgetResults(doneBefore moment: Int64, max: Int) throws(StorageError) -> Int {
    let found = try rows(
      """
      SELECT id, result FROM operations WHERE done_at < $1 AND length(result) > 2
      ORDER BY done_at LIMIT $2
      """, [.integer(moment), .integer(Int64(max))])
    var marks: [CharacterID: ForgettingMark] = [:]
    var (shrinking, going): ([SQLValue], [SQLValue]) = ([], [])
    for row in found {
      let id = try row.text(0)
      guard case .request(let character, let login, let number)? = OperationID(id) else {
        shrinking.append(.text(id))
        continue
      }
      marks[character] = Swift.max(
        marks[character, default: .none], ForgettingMark(login: login, number: number))
      // Under a result that is damaged something may have been done.
      if case .refused? = try? RecordedResult(bytes: try row.bytes(1)) {
        going.append(.text(id))
      } else {
        shrinking.append(.text(id))
      }
    }
    // Whoever does or repeats a request holds its character too: it finds the result or the mark.
    try lock(characters: marks.keys.sorted())
    try advance(marks)
    let shrunk = try run(shrinking.map { [$0, .bytes(RecordedResult.forgotten.bytes)] }) { values in
      """
      UPDATE operations SET result = forgotten.column2 FROM (VALUES \(values)) AS forgotten
      WHERE operations.id = forgotten.column1 AND length(operations.result) > 2
      RETURNING id
      """
    }
    let gone = try rows(of: going) { places in
      "DELETE FROM operations WHERE id IN (\(places)) RETURNING id"
    }
    return shrunk.count + gone.count
  }

  private func advance(_ marks: [CharacterID: ForgettingMark]) throws(StorageError) {
    let values = try marks.sorted { $0.key < $1.key }.map {
      (character, mark) throws(StorageError) in
      [
        try SQLValue.number(character.rawValue, "character"), try .number(mark.login, "login"),
        try .number(mark.number, "number"),
      ]
    }
    try run(values) { values in
      """
      UPDATE characters SET forgotten_login = mark.column2, forgotten_number = mark.column3
      FROM (VALUES \(values)) AS mark
      WHERE characters.id = mark.column1
        AND (characters.forgotten_login, characters.forgotten_number) < (mark.column2, mark.column3)
      """
    }
  }
}
