extension SQLTransaction {
  /// Opens a session; `audit` is written with its number. What a wrong code changes is written too.
  func openStaffSession(
    _ logIn: StaffLogIn, verifying check: FactorCheck?, audit: AuditEntry
  ) throws(StorageError) -> StaffLogInResult {
    var hasSecondFactor = true
    if let staff = logIn.staff {
      guard let known = try holdFactor(of: staff), !known.isDisabled else { return .refused }
      hasSecondFactor = known.secret != nil
      if let secret = known.secret {
        guard let check else { return .codeNeeded }
        let outcome = try tryCode(of: staff, known, secret, at: logIn.at, check, audit)
        if let outcome { return outcome.logIn }
      }
    }
    try forgetSessions(of: logIn.staff, at: logIn.at)
    let made = try row(
      """
      INSERT INTO staff_sessions (staff_id, token_hash, second_factor, address, opened_at,
        seen_at, ends_at)
      VALUES ($1, $2, $3, $4, $5, $5, $6) RETURNING id
      """,
      [
        try staffNumber(logIn.staff), .bytes(logIn.token.bytes),
        .integer(hasSecondFactor ? 1 : 0), .text(logIn.address), .integer(logIn.at),
        .integer(logIn.endsAt),
      ])
    guard let made else { throw .unavailable(reason: "the session got no number") }
    let session = StaffSessionID(try made.number(0))
    var audit = audit
    audit.session = session
    try appendAudit(audit)
    return .opened(session, hasSecondFactor: hasSecondFactor)
  }

  /// Nil for one that is unknown, over, or idle since before a moment, and when its account is
  /// disabled.
  func staffSession(
    _ token: TokenHash, at moment: Int64, idleSince: Int64
  ) throws(StorageError) -> StaffSessionRow? {
    let found = try row(
      """
      SELECT staff_sessions.id, staff_id, COALESCE(staff.name, ''), COALESCE(staff.role, ''),
        second_factor, seen_at, ends_at
      FROM staff_sessions LEFT JOIN staff ON staff.id = staff_id
      WHERE token_hash = $1 AND ends_at > $2 AND seen_at > $3
        AND (staff_id IS NULL OR staff.disabled = 0)
      """, [.bytes(token.bytes), .integer(moment), .integer(idleSince)])
    guard let found else { return nil }
    return StaffSessionRow(
      id: StaffSessionID(try found.number(0)),
      staff: try found.optionalNumber(1).map { StaffID($0) }, name: try found.text(2),
      role: try found.text(3), hasSecondFactor: try found.integer(4) != 0,
      seenAt: try found.integer(5), endsAt: try found.integer(6))
  }

  func touchStaffSession(_ id: StaffSessionID, at moment: Int64) throws(StorageError) {
    try run(
      "UPDATE staff_sessions SET seen_at = $1 WHERE id = $2 AND seen_at < $1",
      [.integer(moment), try .number(id.rawValue, "session")])
  }

  /// False when it was over already: then nothing is written.
  func closeStaffSession(
    _ id: StaffSessionID, audit: AuditEntry
  ) throws(StorageError) -> Bool {
    let closed = try run(
      "DELETE FROM staff_sessions WHERE id = $1", [try .number(id.rawValue, "session")])
    if closed > 0 { try appendAudit(audit) }
    return closed > 0
  }

  /// Answers how many there were; none: nothing is written.
  func closeStaffSessions(of staff: StaffID?, audit: AuditEntry) throws(StorageError) -> Int {
    let closed =
      if let staff {
        try run(
          "DELETE FROM staff_sessions WHERE staff_id = $1",
          [try .number(staff.rawValue, "staff")])
      } else {
        try run("DELETE FROM staff_sessions WHERE staff_id IS NULL", [])
      }
    if closed > 0 { try appendAudit(audit) }
    return closed
  }

  /// Removes what is over, and the oldest of somebody's when there are too many.
  private func forgetSessions(of staff: StaffID?, at moment: Int64) throws(StorageError) {
    try run("DELETE FROM staff_sessions WHERE ends_at <= $1", [.integer(moment)])
    let others = try rows(
      staff == nil
        ? "SELECT id FROM staff_sessions WHERE staff_id IS NULL ORDER BY id DESC"
        : "SELECT id FROM staff_sessions WHERE staff_id = $1 ORDER BY id DESC",
      staff == nil ? [] : [try staffNumber(staff)])
    for row in others.dropFirst(StorageLimits.staffSessionsMax - 1) {
      try run("DELETE FROM staff_sessions WHERE id = $1", [row.values[0]])
    }
  }

  private func staffNumber(_ staff: StaffID?) throws(StorageError) -> SQLValue {
    guard let staff else { return .null }
    return try .number(staff.rawValue, "staff")
  }
}
