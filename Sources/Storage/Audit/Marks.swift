import Model

extension SQLTransaction {
  func fencingMarks(
    after character: CharacterID, max: Int
  ) throws(StorageError) -> [FencingMark] {
    let found = try rows(
      """
      SELECT id, \(KnownHolding.columns) FROM characters WHERE id > $1
      ORDER BY id LIMIT $2
      """, [try .number(character.rawValue, "character"), .integer(Int64(max))])
    var marks: [FencingMark] = []
    marks.reserveCapacity(found.count)
    for row in found {
      let known = try KnownHolding(row, from: 1)
      marks.append(
        FencingMark(
          character: CharacterID(try row.number(0)), holding: known.holding,
          valueVersion: known.version))
    }
    return marks
  }

  func newestOperations(max: Int) throws(StorageError) -> [RecordedOperation] {
    let found = try rows(
      "SELECT id, result, done_at FROM operations ORDER BY done_at DESC, id LIMIT $1",
      [.integer(Int64(max))])
    return try found.map { (row) throws(StorageError) in try RecordedOperation(row) }
  }

  /// In no certain order. Those that are not recorded are missing.
  func operations(_ ids: [String]) throws(StorageError) -> [RecordedOperation] {
    let found = try rows(of: Set(ids).sorted().map { .text($0) }) { places in
      "SELECT id, result, done_at FROM operations WHERE id IN (\(places))"
    }
    return try found.map { (row) throws(StorageError) in try RecordedOperation(row) }
  }
}

extension RecordedOperation {
  /// Reads id, result and done_at.
  fileprivate init(_ row: ResultRow) throws(StorageError) {
    let id = try row.text(0)
    self.init(
      id: id, result: Settlement(try RecordedResult(bytes: try row.bytes(1), of: id)),
      doneAt: try row.integer(2))
  }
}
