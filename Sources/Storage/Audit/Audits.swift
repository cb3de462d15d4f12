import Model

extension SQLTransaction {
  /// Needs a transaction that sees one moment of the database.
  func auditBelongings() throws(StorageError) -> BelongingsAudit {
    var audit = BelongingsAudit()
    audit.kinds = try kindSums()
    audit.items = try count("items")
    audit.operations = try count("operations")
    try auditGold(&audit)
    audit.itemDeviations = try itemDeviations()
    audit.goldDeviations = try goldDeviations()
    audit.unbalancedOperations = try texts(
      """
      SELECT operation FROM gold_entries GROUP BY operation HAVING SUM(amount) <> 0
      ORDER BY operation LIMIT $1
      """)
    audit.unrecordedOperations = try texts(
      """
      SELECT operation FROM item_moves WHERE operation NOT IN (SELECT id FROM operations)
      UNION
      SELECT operation FROM gold_entries WHERE operation NOT IN (SELECT id FROM operations)
      ORDER BY operation LIMIT $1
      """)
    audit.ownerlessItems = try ownerlessItems()
    audit.ownerlessAccounts = try texts(
      """
      SELECT account FROM gold_accounts
      WHERE account NOT IN (SELECT 'character/' || CAST(id AS TEXT) FROM characters)
        AND account NOT IN (SELECT 'mail/' || CAST(id AS TEXT) FROM mails)
      ORDER BY account LIMIT $1
      """)
    return audit
  }

  private var most: SQLValue { .integer(Int64(StorageLimits.auditRowsMax)) }

  private func count(_ table: String) throws(StorageError) -> Int64 {
    try row("SELECT COUNT(*) FROM \(table)", [])?.integer(0) ?? 0
  }

  private func texts(_ sql: String) throws(StorageError) -> [String] {
    var texts: [String] = []
    for row in try rows(sql, [most]) { texts.append(try row.text(0)) }
    return texts
  }

  private func kindSums() throws(StorageError) -> [BelongingsAudit.Kind] {
    let found = try rows(
      """
      SELECT kind, CAST(SUM(held) AS BIGINT), CAST(SUM(ledger) AS BIGINT) FROM (
        SELECT kind, count AS held, 0 AS ledger FROM items
        UNION ALL SELECT kind, 0, count FROM item_moves WHERE from_owner = 'mint'
        UNION ALL SELECT kind, 0, -count FROM item_moves WHERE to_owner = 'burn'
      ) AS pieces GROUP BY kind
      """, [])
    var kinds: [BelongingsAudit.Kind] = []
    for row in found {
      kinds.append(
        .init(
          kind: ItemKind(try row.text(0)), held: try row.integer(1), ledger: try row.integer(2)))
    }
    return kinds.sorted { $0.kind < $1.kind }
  }

  private func auditGold(_ audit: inout BelongingsAudit) throws(StorageError) {
    let held = try row("SELECT CAST(COALESCE(SUM(balance), 0) AS BIGINT) FROM gold_accounts", [])
    audit.goldHeld = try held?.integer(0) ?? 0
    let world = try rows(
      """
      SELECT account, CAST(SUM(amount) AS BIGINT) FROM gold_entries
      WHERE account IN ('mint', 'burn') GROUP BY account
      """, [])
    for row in world {
      let amount = try row.integer(1)
      if try row.text(0) == "mint" { audit.goldMinted = -amount } else { audit.goldBurnt = amount }
    }
    audit.goldSum = audit.goldHeld - audit.goldMinted + audit.goldBurnt
  }

  private func itemDeviations() throws(StorageError) -> [BelongingsAudit.Deviation] {
    let found = try rows(
      """
      SELECT owner, CAST(SUM(held) AS BIGINT), CAST(SUM(ledger) AS BIGINT), kind FROM (
        SELECT owner, kind, count AS held, 0 AS ledger FROM items
        UNION ALL SELECT to_owner, kind, 0, count FROM item_moves WHERE to_owner <> 'burn'
        UNION ALL SELECT from_owner, kind, 0, -count FROM item_moves WHERE from_owner <> 'mint'
      ) AS pieces GROUP BY owner, kind HAVING SUM(held) <> SUM(ledger)
      ORDER BY owner, kind LIMIT $1
      """, [most])
    var deviations: [BelongingsAudit.Deviation] = []
    for row in found { deviations.append(try .init(row, kind: ItemKind(try row.text(3)))) }
    return deviations
  }

  private func goldDeviations() throws(StorageError) -> [BelongingsAudit.Deviation] {
    let found = try rows(
      """
      SELECT account, CAST(SUM(held) AS BIGINT), CAST(SUM(ledger) AS BIGINT) FROM (
        SELECT account, balance AS held, 0 AS ledger FROM gold_accounts
        UNION ALL
        SELECT account, 0, amount FROM gold_entries WHERE account NOT IN ('mint', 'burn')
      ) AS amounts GROUP BY account HAVING SUM(held) <> SUM(ledger)
      ORDER BY account LIMIT $1
      """, [most])
    var deviations: [BelongingsAudit.Deviation] = []
    for row in found { deviations.append(try .init(row, kind: nil)) }
    return deviations
  }

  private func ownerlessItems() throws(StorageError) -> [ItemID] {
    let found = try rows(
      """
      SELECT id FROM items
      WHERE owner NOT IN (SELECT 'character/' || CAST(id AS TEXT) FROM characters)
        AND owner NOT IN (SELECT 'ground/' || CAST(id AS TEXT) FROM regions)
        AND owner NOT IN (SELECT 'mail/' || CAST(id AS TEXT) FROM mails)
      ORDER BY id LIMIT $1
      """, [most])
    var items: [ItemID] = []
    for row in found { items.append(ItemID(try row.number(0))) }
    return items
  }
}

extension BelongingsAudit.Deviation {
  /// Reads owner, held and ledger.
  fileprivate init(_ row: ResultRow, kind: ItemKind?) throws(StorageError) {
    self.init(
      owner: try row.text(0), kind: kind, held: try row.integer(1), ledger: try row.integer(2))
  }
}
