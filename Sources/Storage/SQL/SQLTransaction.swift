import Model

/// How a transaction holds a region: writers under its epoch share it, a claim has it alone.
enum RegionLock: Sendable {
  case shared
  case exclusive
}

/// One open transaction of a back end. All operations of storage are extensions of this protocol,
/// so that every back end runs the same statements.
///
/// Statements number their parameters `$1`, `$2` … in the order in which they first occur.
protocol SQLTransaction {
  /// The words that differ between the back ends.
  var dialect: SQLDialect { get }

  /// Runs a statement and answers how many rows it changed.
  @discardableResult
  func run(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> Int

  /// Runs a statement whose answer nobody waits for: a back end may send it with the next one that
  /// is waited for, or with the commit, and what goes wrong shows there.
  func post(_ sql: String, _ values: [SQLValue]) throws(StorageError)

  /// Runs a query, or a statement with `RETURNING`, to its end.
  func rows(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> [ResultRow]

  /// Holds regions, given in ascending order, until the transaction ends. A back end whose writers
  /// exclude each other anyway does nothing.
  func lock(regions: [RegionID], _ mode: RegionLock) throws(StorageError)

  /// Holds the rows of characters, given in ascending order, until the transaction ends. What is
  /// read after it is the newest state.
  func lock(characters: [CharacterID]) throws(StorageError)

  /// The same for items.
  func lock(items: [ItemID]) throws(StorageError)

  /// Keeps others from changing the schema until the transaction ends. What is read before it may
  /// be out of date.
  func lockSchema() throws(StorageError)
}

extension SQLTransaction {
  /// The only row of an answer.
  func row(_ sql: String, _ values: [SQLValue]) throws(StorageError) -> ResultRow? {
    let found = try rows(sql, values)
    assert(found.count <= 1, "at most one row was expected")
    return found.first
  }

  /// Handles elements in ascending order of their ids, so that two transactions never wait for
  /// each other in a ring, and answers in the order given. Equal ids keep their order.
  func ascending<Element, ID: Comparable, Answer>(
    _ elements: [Element], by id: (Element) -> ID,
    _ body: (Element) throws(StorageError) -> Answer
  ) throws(StorageError) -> [Answer] {
    let order = elements.indices.sorted { a, b in
      let (first, second) = (id(elements[a]), id(elements[b]))
      return first == second ? a < b : first < second
    }
    var answers = [Answer?](repeating: nil, count: elements.count)
    for index in order { answers[index] = try body(elements[index]) }
    return answers.compactMap { $0 }
  }
}

/// Refuses bytes over a limit.
func checkSize(_ count: Int, max: Int, _ name: String) throws(StorageError) {
  guard count <= max else {
    throw .invalid(reason: "\(name) of \(count) bytes; at most \(max) are allowed")
  }
}
