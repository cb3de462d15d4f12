extension SQLTransaction {
  /// Writes a row of the audit log, with whatever else this transaction does or not at all.
  ///
  /// The end of the chain is held until the transaction ends, so that writers chain one after the
  /// other: call it last, after every other lock.
  @discardableResult
  func appendAudit(_ entry: AuditEntry) throws(StorageError) -> AuditHead {
    try entry.check()
    // The update that changes nothing holds the row, which on PostgreSQL a plain read would not.
    let held = try row(
      """
      INSERT INTO audit_head (id, last_id, hash) VALUES (1, 0, $1)
      ON CONFLICT (id) DO UPDATE SET last_id = audit_head.last_id RETURNING last_id, hash
      """, [.bytes(AuditHead.start.hash)])
    guard let held else { throw .unavailable(reason: "the audit log has no end") }
    let id = try held.number(0) + 1
    let hash = try AuditChain.hash(of: entry, id: id, after: try held.bytes(1))
    try run(
      """
      INSERT INTO audit (id, at, session_id, actor, role, address, action, target, operation,
        details, hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        try .number(id, "audit row"), .integer(entry.at),
        try .number(entry.session?.rawValue ?? 0, "session"),
      ] + entry.texts.map { .text($0) } + [.bytes(hash)])
    try run(
      "UPDATE audit_head SET last_id = $1, hash = $2 WHERE id = 1",
      [try .number(id, "audit row"), .bytes(hash)])
    return AuditHead(id: id, hash: hash)
  }

  func auditHead() throws(StorageError) -> AuditHead {
    let row = try row("SELECT last_id, hash FROM audit_head WHERE id = 1", [])
    return try row.map { (row) throws(StorageError) in
      AuditHead(id: try row.number(0), hash: try row.bytes(1))
    } ?? .start
  }

  func auditPage(_ filter: AuditFilter, max: Int) throws(StorageError) -> AuditPage {
    var conditions: [String] = []
    var values: [SQLValue] = []
    func add(_ condition: String, _ value: SQLValue) {
      values.append(value)
      conditions.append("\(condition) $\(values.count)")
    }
    if let before = filter.before {
      add("id <", .integer(Int64(clamping: before)))
    }
    for (column, text) in [
      ("actor", filter.actor), ("action", filter.action), ("target", filter.target),
      ("operation", filter.operation),
    ] {
      if let text { add("\(column) =", .text(text)) }
    }
    if let since = filter.since { add("at >=", .integer(since)) }
    if let until = filter.until { add("at <", .integer(until)) }
    values.append(.integer(Int64(max)))
    let found = try rows(
      """
      SELECT \(AuditRow.columns) FROM audit
      \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
      ORDER BY id DESC LIMIT $\(values.count)
      """, values)
    return AuditPage(
      rows: try found.map { (row) throws(StorageError) in try AuditRow(row) },
      head: try auditHead())
  }
}

extension AuditRow {
  static let columns =
    "id, at, session_id, actor, role, address, action, target, operation, details, hash"

  /// Reads `columns`.
  init(_ row: ResultRow) throws(StorageError) {
    let session = try row.number(2)
    self.init(
      id: try row.number(0),
      entry: AuditEntry(
        at: try row.integer(1), actor: try row.text(3), role: try row.text(4),
        session: session == 0 ? nil : StaffSessionID(session), address: try row.text(5),
        action: try row.text(6), target: try row.text(7), operation: try row.text(8),
        details: try row.text(9)),
      hash: try row.bytes(10))
  }
}

extension AuditEntry {
  /// Refuses what the database would not keep as it is.
  fileprivate func check() throws(StorageError) {
    guard !actor.isEmpty, !action.isEmpty else {
      throw .invalid(reason: "a row of the audit log without an actor or an action")
    }
    for text in texts {
      guard !text.utf8.contains(0) else {
        throw .invalid(reason: "a text of the audit log has a NUL")
      }
    }
    try checkSize(details.utf8.count, max: StorageLimits.auditDetailsBytesMax, "audit details")
    for text in [actor, role, address, action, target, operation] {
      try checkSize(text.utf8.count, max: StorageLimits.auditTextBytesMax, "an audit text")
    }
  }
}
