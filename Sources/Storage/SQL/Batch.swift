/// Statements that handle many rows at once. Their text depends only on a few sizes, so that each
/// is prepared once: a batch is filled up to the next size by repeating its last row, which changes
/// nothing in the statements that use this.
enum SQLText {
  /// `$1, $2, …`, as `IN` wants them.
  static func places(_ count: Int) -> String {
    var text = ""
    appendPlaces(1..<count + 1, to: &text)
    return text
  }

  /// `($1, $2), ($3, $4), …`, as `VALUES` wants rows.
  static func rows(_ count: Int, columns: Int) -> String {
    var text = ""
    for row in 0..<count {
      text += row == 0 ? "(" : ", ("
      appendPlaces(row * columns + 1..<(row + 1) * columns + 1, to: &text)
      text += ")"
    }
    return text
  }

  private static func appendPlaces(_ numbers: Range<Int>, to text: inout String) {
    for number in numbers {
      text += number == numbers.lowerBound ? "$" : ", $"
      text += String(number)
    }
  }

  /// The sizes of statements: powers of two, and one half-way between two of them.
  static func size(for count: Int) -> Int {
    var size = 1
    while size < count {
      if size >= 2, size / 2 * 3 >= count { return size / 2 * 3 }
      size *= 2
    }
    return size
  }
}

extension Array {
  /// The elements in pieces of one of the sizes of statements, at most `max` each; the last element
  /// is repeated where one lacks some.
  func batches(max: Int) -> [[Element]] {
    stride(from: 0, to: count, by: max).map { start in
      let piece = self[start..<Swift.min(start + max, count)]
      guard let last = piece.last else { return [] }
      let size = Swift.min(SQLText.size(for: piece.count), max)
      return Array(piece) + Array(repeating: last, count: size - piece.count)
    }
  }
}

extension SQLTransaction {
  /// Runs a query for many keys: `sql` gets the places of `IN`. Rows come in no certain order.
  func rows(
    of keys: [SQLValue], _ sql: (_ places: String) -> String
  ) throws(StorageError) -> [ResultRow] {
    var found: [ResultRow] = []
    for batch in keys.batches(max: StorageLimits.statementRowsMax) {
      found += try rows(sql(SQLText.places(batch.count)), batch)
    }
    return found
  }

  /// Runs a statement for many rows of values, which `sql` gets as `VALUES` wants them, and answers
  /// what it returns. Both back ends name their columns `column1`, `column2` … No value may be null,
  /// because a null has no type. The last row may come several times.
  @discardableResult
  func run(
    _ rows: [[SQLValue]], _ sql: (_ values: String) -> String
  ) throws(StorageError) -> [ResultRow] {
    var found: [ResultRow] = []
    for batch in rows.batches(max: StorageLimits.statementRowsMax) {
      let columns = batch.first?.count ?? 0
      found += try self.rows(
        sql(SQLText.rows(batch.count, columns: columns)), batch.flatMap { $0 })
    }
    return found
  }

  /// Does many changes of different rows in statements of many rows, and what is left one after the
  /// other: what such a statement did not do, and further changes of a row that stands in the list
  /// several times. Answers in the order given, as if each came after those before it.
  ///
  /// - Parameters:
  ///   - together: answers for the rows that it changed.
  ///   - singly: gets indices, in order, and answers for all of them.
  func changes<Change, ID: Hashable & Comparable, Answer>(
    _ changes: [Change], of id: (Change) -> ID,
    together: ([Change]) throws(StorageError) -> [ID: Answer],
    singly: ([Change]) throws(StorageError) -> [Answer]
  ) throws(StorageError) -> [Answer] {
    var first: [ID: Int] = [:]
    for (index, change) in changes.enumerated() where first[id(change)] == nil {
      first[id(change)] = index
    }
    let order = first.sorted { $0.key < $1.key }
    let done = try together(order.map { changes[$0.value] })
    var answers = [Answer?](repeating: nil, count: changes.count)
    for (id, index) in order { answers[index] = done[id] }
    let left = changes.indices.filter { answers[$0] == nil }
    if !left.isEmpty {
      for (index, answer) in zip(left, try singly(left.map { changes[$0] })) {
        answers[index] = answer
      }
    }
    return answers.compactMap { $0 }
  }
}
