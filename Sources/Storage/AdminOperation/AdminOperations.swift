import Model

extension SQLTransaction {
  /// Writes an operation, whom it asks, what it changes here, and who ordered it: all or nothing.
  func record(
    _ draft: AdminOperationDraft, audit: AuditEntry
  ) throws(StorageError) -> AdminRecording {
    try checkSize(
      draft.payload.utf8.count, max: StorageLimits.adminPayloadBytesMax, "an operation's payload")
    try checkSize(
      draft.reason.utf8.count, max: StorageLimits.adminReasonBytesMax, "an operation's reason")
    guard draft.targets.count <= StorageLimits.batchRowsMax else {
      throw .invalid(reason: "an operation for \(draft.targets.count) nodes")
    }
    let made = try run(
      """
      INSERT INTO admin_operations (id, kind, scope, payload, actor, reason, issued_at, deadline,
        undo_of, state, admin, admin_incarnation)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11) ON CONFLICT DO NOTHING
      """,
      [
        .text("\(draft.id)"), .text(draft.kind), .text(draft.scope), .text(draft.payload),
        .text(draft.actor), .text(draft.reason), .integer(draft.issuedAt),
        .integer(draft.deadline), draft.undoOf.map { SQLValue.text("\($0)") } ?? .null,
        .integer(Int64(draft.run.admin.rawValue)),
        try .number(draft.run.incarnation.rawValue, "incarnation"),
      ])
    guard made > 0 else {
      let found = try row(
        "SELECT 1 FROM admin_operations WHERE id = $1", [.text("\(draft.id)")])
      return found == nil ? .undoneBefore : .exists
    }
    for target in draft.targets {
      try write(
        AdminReceiptRow(target: target, outcome: .asked, changedAt: draft.issuedAt),
        of: draft.id)
    }
    if let mute = draft.mute { try change(mute, by: draft.id) }
    try appendAudit(audit)
    return .recorded
  }

  /// Writes what became of an operation at some nodes. What a node said itself stays for ever.
  func settle(
    _ receipts: [AdminReceiptRow], of id: AdminOperationID, closing: Bool
  ) throws(StorageError) {
    for receipt in receipts { try write(receipt, of: id) }
    if closing {
      try run("UPDATE admin_operations SET state = 'done' WHERE id = $1", [.text("\(id)")])
    }
  }

  private func write(
    _ receipt: AdminReceiptRow, of id: AdminOperationID
  ) throws(StorageError) {
    try run(
      """
      INSERT INTO admin_receipts (operation_id, node, incarnation, outcome, detail, reached,
        changed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (operation_id, node, incarnation) DO UPDATE SET outcome = excluded.outcome,
        detail = excluded.detail, reached = excluded.reached, changed_at = excluded.changed_at
      WHERE excluded.outcome <> 'asked' AND admin_receipts.outcome IN ('asked', 'unreachable')
      """,
      [
        .text("\(id)"), .text(receipt.target.node.description),
        try .number(receipt.target.incarnation.rawValue, "incarnation"),
        .text(receipt.outcome.rawValue), .text(receipt.detail),
        try .number(receipt.reached, "players reached"), .integer(receipt.changedAt),
      ])
  }

  /// Takes over the care for an open operation; false when somebody else was faster.
  func adopt(
    _ id: AdminOperationID, from old: AdminRun, by new: AdminRun
  ) throws(StorageError) -> Bool {
    try run(
      """
      UPDATE admin_operations SET admin = $1, admin_incarnation = $2
      WHERE id = $3 AND admin = $4 AND admin_incarnation = $5 AND state = 'open'
      """,
      [
        .integer(Int64(new.admin.rawValue)), try .number(new.incarnation.rawValue, "incarnation"),
        .text("\(id)"), .integer(Int64(old.admin.rawValue)),
        try .number(old.incarnation.rawValue, "incarnation"),
      ]) > 0
  }

  // MARK: Reading

  func adminOperation(_ id: AdminOperationID) throws(StorageError) -> AdminOperationRow? {
    try adminOperations("WHERE o.id = $1", [.text("\(id)")]).first
  }

  /// The newest first.
  func adminOperations(
    before moment: Int64?, max: Int
  ) throws(StorageError) -> [AdminOperationRow] {
    try adminOperations(
      "WHERE o.issued_at < $1 ORDER BY o.issued_at DESC, o.id LIMIT $2",
      [.integer(moment ?? .max), .integer(Int64(max))])
  }

  /// Those whose nodes have not all answered, the oldest first.
  func openAdminOperations(max: Int) throws(StorageError) -> [AdminOperationRow] {
    try adminOperations(
      "WHERE o.state = 'open' ORDER BY o.issued_at, o.id LIMIT $1", [.integer(Int64(max))])
  }

  private func adminOperations(
    _ condition: String, _ values: [SQLValue]
  ) throws(StorageError) -> [AdminOperationRow] {
    let found = try rows(
      """
      SELECT o.id, o.kind, o.scope, o.payload, o.actor, o.reason, o.issued_at, o.deadline,
        o.undo_of, u.id, o.state, o.admin, o.admin_incarnation
      FROM admin_operations o LEFT JOIN admin_operations u ON u.undo_of = o.id \(condition)
      """, values)
    let receipts = try self.receipts(of: found.map { $0.values[0] })
    return try found.map { (row) throws(StorageError) in
      try AdminOperationRow(row, receipts: receipts[try row.text(0)] ?? [])
    }
  }

  private func receipts(of ids: [SQLValue]) throws(StorageError) -> [String: [AdminReceiptRow]] {
    let found = try rows(of: ids) {
      """
      SELECT operation_id, node, incarnation, outcome, detail, reached, changed_at
      FROM admin_receipts WHERE operation_id IN (\($0)) ORDER BY node, incarnation
      """
    }
    var receipts: [String: [AdminReceiptRow]] = [:]
    for row in found { receipts[try row.text(0), default: []].append(try AdminReceiptRow(row)) }
    return receipts
  }
}

extension AdminOperationRow {
  fileprivate init(_ row: ResultRow, receipts: [AdminReceiptRow]) throws(StorageError) {
    self.init(
      id: try row.operation(0), kind: try row.text(1), scope: try row.text(2),
      payload: try row.text(3), actor: try row.text(4), reason: try row.text(5),
      issuedAt: try row.integer(6), deadline: try row.integer(7),
      undoOf: try row.optionalOperation(8), undoneBy: try row.optionalOperation(9),
      isOpen: try row.text(10) == "open",
      run: AdminRun(
        admin: AdminID(UInt32(truncatingIfNeeded: try row.number(11))),
        incarnation: Incarnation(try row.number(12))),
      receipts: receipts)
  }
}

extension AdminReceiptRow {
  fileprivate init(_ row: ResultRow) throws(StorageError) {
    let (name, word) = (try row.text(1), try row.text(3))
    guard let node = NodeID(name), let outcome = Outcome(rawValue: word) else {
      throw .corrupt(path: "database", reason: "a receipt of \(name) says \(word)")
    }
    self.init(
      target: AdminTarget(node: node, incarnation: Incarnation(try row.number(2))),
      outcome: outcome, detail: try row.text(4), reached: try row.number(5),
      changedAt: try row.integer(6))
  }
}

extension ResultRow {
  func operation(_ column: Int) throws(StorageError) -> AdminOperationID {
    let text = try text(column)
    guard let id = AdminOperationID(text) else {
      throw .corrupt(path: "database", reason: "column \(column) of a row holds \(text)")
    }
    return id
  }

  func optionalOperation(_ column: Int) throws(StorageError) -> AdminOperationID? {
    values[column] == .null ? nil : try operation(column)
  }

  func optionalInteger(_ column: Int) throws(StorageError) -> Int64? {
    values[column] == .null ? nil : try integer(column)
  }
}
