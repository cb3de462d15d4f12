import Model

extension SQLTransaction {
  /// The items of an owner in ascending order; with ids only those.
  func items(of owner: Owner, only ids: [ItemID]? = nil) throws(StorageError) -> [ItemRow] {
    guard let ids else {
      let found = try rows(
        "SELECT id, kind, count FROM items WHERE owner = $1 ORDER BY id", [.text(owner.name())])
      return try found.map { (row) throws(StorageError) in try ItemRow(row) }
    }
    var items: [ItemRow] = []
    for id in Set(ids).sorted() {
      let found = try row(
        "SELECT id, kind, count FROM items WHERE id = $1 AND owner = $2",
        [try .number(id.rawValue, "item"), .text(owner.name())])
      if let found { items.append(try ItemRow(found)) }
    }
    return items
  }

  func groundItems(of region: RegionID) throws(StorageError) -> [GroundItem] {
    let found = try rows(
      "SELECT \(GroundItem.columns) FROM items WHERE owner = $1 ORDER BY id",
      [.text(Owner.ground(region).name())])
    return try found.map { (row) throws(StorageError) in try GroundItem(row, in: region) }
  }

  func groundItems(_ ids: [ItemID], of region: RegionID) throws(StorageError) -> [GroundItem] {
    var items: [GroundItem] = []
    for id in Set(ids).sorted() {
      let found = try row(
        "SELECT \(GroundItem.columns) FROM items WHERE id = $1 AND owner = $2",
        [try .number(id.rawValue, "item"), .text(Owner.ground(region).name())])
      if let found { items.append(try GroundItem(found, in: region)) }
    }
    return items
  }

  func belongings(of character: CharacterID) throws(StorageError) -> Belongings? {
    guard let (_, version) = try holding(of: character) else { return nil }
    return Belongings(
      valueVersion: version, gold: try gold(of: .character(character)),
      items: try items(of: .character(character)))
  }

  /// Makes a row and answers its id.
  func insertItem(
    _ kind: ItemKind, _ count: UInt32, of owner: String, place: Exchange.Place?
  ) throws(StorageError) -> ItemID {
    let made = try row(
      """
      INSERT INTO items (owner, kind, count, x, y, lies_since)
      VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
      """,
      [.text(owner), .text(kind.rawValue), .integer(Int64(count))] + place.values)
    guard let made else { throw noID }
    return ItemID(try made.number(0))
  }

  /// Changes a row that is as it was loaded; nil as owner removes it.
  func replaceItem(
    _ id: ItemID, _ loaded: Exchange.Loaded, owner: String?, count: UInt32,
    place: Exchange.Place?
  ) throws(StorageError) {
    let key: [SQLValue] = [
      try .number(id.rawValue, "item"), .text(loaded.owner.name()), .integer(Int64(loaded.count)),
    ]
    let changed =
      if let owner {
        try run(
          """
          UPDATE items SET owner = $1, count = $2, x = $3, y = $4, lies_since = $5
          WHERE id = $6 AND owner = $7 AND count = $8
          """, [.text(owner), .integer(Int64(count))] + place.values + key)
      } else {
        try run("DELETE FROM items WHERE id = $1 AND owner = $2 AND count = $3", key)
      }
    // Everything was locked before it was read, so this is somebody who writes without locks.
    guard changed == 1 else { throw .busy }
  }
}

extension Exchange.Place? {
  /// The columns x, y and lies_since.
  fileprivate var values: [SQLValue] {
    guard let self else { return [.null, .null, .null] }
    return [
      .integer(Int64(self.position.x)), .integer(Int64(self.position.y)), .integer(self.since),
    ]
  }
}

extension ItemRow {
  /// Reads id, kind and count.
  init(_ row: ResultRow) throws(StorageError) {
    self.init(
      id: ItemID(try row.number(0)), kind: ItemKind(try row.text(1)),
      count: UInt32(truncatingIfNeeded: try row.number(2)))
  }
}

extension GroundItem {
  fileprivate static let columns = "id, kind, count, x, y, lies_since"

  fileprivate init(_ row: ResultRow, in region: RegionID) throws(StorageError) {
    self.init(
      id: ItemID(try row.number(0)), kind: ItemKind(try row.text(1)),
      count: UInt32(truncatingIfNeeded: try row.number(2)), region: region,
      position: Position(
        x: Fixed(truncatingIfNeeded: try row.integer(3)),
        y: Fixed(truncatingIfNeeded: try row.integer(4))),
      since: try row.integer(5))
  }
}
