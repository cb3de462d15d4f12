extension SQLTransaction {
  /// Nil when the name is taken.
  func addStaff(
    _ name: String, passwordHash: String, role: String, now: Int64, audit: AuditEntry
  ) throws(StorageError) -> StaffID? {
    guard !name.isEmpty, !role.isEmpty, !name.utf8.contains(0), !role.utf8.contains(0) else {
      throw .invalid(reason: "a name or a role of staff is empty or has a NUL")
    }
    try checkSize(name.utf8.count, max: StorageLimits.nameBytesMax, "a name of staff")
    try checkSize(role.utf8.count, max: StorageLimits.nameBytesMax, "a role")
    try checkHash(passwordHash)
    let made = try row(
      """
      INSERT INTO staff (name, name_key, password_hash, role, created_at, changed_at)
      VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (name_key) DO NOTHING RETURNING id
      """,
      [
        .text(name), .text(NameKey.key(of: name)), .text(passwordHash), .text(role),
        .integer(now),
      ])
    guard let made else { return nil }
    let id = StaffID(try made.number(0))
    var audit = audit
    audit.target = id.description
    try appendAudit(audit)
    return id
  }

  func staff(named name: String) throws(StorageError) -> StaffRow? {
    let found = try row(
      "SELECT \(StaffRow.columns) FROM staff WHERE name_key = $1",
      [.text(NameKey.key(of: name))])
    return try found.map { (row) throws(StorageError) in try StaffRow(row) }
  }

  func staff(_ id: StaffID) throws(StorageError) -> StaffRow? {
    let found = try row(
      "SELECT \(StaffRow.columns) FROM staff WHERE id = $1", [try .number(id.rawValue, "staff")])
    return try found.map { (row) throws(StorageError) in try StaffRow(row) }
  }

  func staff() throws(StorageError) -> [StaffRow] {
    let found = try rows(
      "SELECT \(StaffRow.columns) FROM staff ORDER BY name_key LIMIT $1",
      [.integer(Int64(StorageLimits.staffMax))])
    return try found.map { (row) throws(StorageError) in try StaffRow(row) }
  }

  /// False for an unknown account: then nothing is written.
  func changeStaff(
    _ id: StaffID, _ changes: [StaffChange], keeping session: StaffSessionID?, now: Int64,
    audit: AuditEntry
  ) throws(StorageError) -> Bool {
    let number = try SQLValue.number(id.rawValue, "staff")
    let held = try run(
      "UPDATE staff SET changed_at = $1 WHERE id = $2", [.integer(now), number])
    guard held > 0 else { return false }
    for change in changes { try apply(change, to: number) }
    try run(
      "DELETE FROM staff_sessions WHERE staff_id = $1 AND id <> $2",
      [number, try .number(session?.rawValue ?? 0, "session")])
    try appendAudit(audit)
    return true
  }

  private func apply(_ change: StaffChange, to id: SQLValue) throws(StorageError) {
    switch change {
    case .role(let role):
      guard !role.isEmpty, !role.utf8.contains(0) else {
        throw .invalid(reason: "a role is empty or has a NUL")
      }
      try checkSize(role.utf8.count, max: StorageLimits.nameBytesMax, "a role")
      try run("UPDATE staff SET role = $1 WHERE id = $2", [.text(role), id])
    case .disabled(let isDisabled):
      try run("UPDATE staff SET disabled = $1 WHERE id = $2", [.integer(isDisabled ? 1 : 0), id])
    case .passwordHash(let hash):
      try checkHash(hash)
      try run("UPDATE staff SET password_hash = $1 WHERE id = $2", [.text(hash), id])
    case .factorRemoved:
      // The step stays: a code that was used is never taken again.
      try run(
        """
        UPDATE staff SET factor_secret = NULL, factor_proposed = NULL, factor_failures = 0,
          factor_locked_until = 0 WHERE id = $1
        """, [id])
    }
  }

  private func checkHash(_ hash: String) throws(StorageError) {
    guard !hash.isEmpty, !hash.utf8.contains(0) else {
      throw .invalid(reason: "a password's hash is empty or has a NUL")
    }
    try checkSize(hash.utf8.count, max: StorageLimits.passwordHashBytesMax, "a password's hash")
  }
}

extension StaffRow {
  static let columns = """
    id, name, password_hash, role, disabled,
    CASE WHEN factor_secret IS NULL THEN 0 ELSE 1 END, factor_locked_until, created_at
    """

  /// Reads `columns`.
  init(_ row: ResultRow) throws(StorageError) {
    id = StaffID(try row.number(0))
    name = try row.text(1)
    passwordHash = try row.text(2)
    role = try row.text(3)
    isDisabled = try row.integer(4) != 0
    hasSecondFactor = try row.integer(5) != 0
    lockedUntil = try row.integer(6)
    createdAt = try row.integer(7)
  }
}
