extension SQLTransaction {
  /// Another secret to be confirmed. False when a second factor is set up already, and for an
  /// unknown account.
  func proposeFactor(
    of staff: StaffID, secret: [UInt8], now: Int64, audit: AuditEntry
  ) throws(StorageError) -> Bool {
    let changed = try run(
      """
      UPDATE staff SET factor_proposed = $1, changed_at = $2
      WHERE id = $3 AND factor_secret IS NULL
      """, [.bytes(secret), .integer(now), try .number(staff.rawValue, "staff")])
    if changed > 0 { try appendAudit(audit) }
    return changed > 0
  }

  /// The proposed secret counts from now on, if the code fits it. The session that asked has its
  /// second factor then, the account's others end.
  func confirmFactor(
    of staff: StaffID, by session: StaffSessionID, at moment: Int64,
    verifying check: FactorCheck, audit: AuditEntry
  ) throws(StorageError) -> FactorConfirmation {
    guard let known = try holdFactor(of: staff), let secret = known.proposed else {
      return .notProposed
    }
    let outcome = try tryCode(of: staff, known, secret, at: moment, check, audit)
    if let outcome { return outcome.confirmation }
    let number = try SQLValue.number(staff.rawValue, "staff")
    let current = try SQLValue.number(session.rawValue, "session")
    try run(
      """
      UPDATE staff SET factor_secret = factor_proposed, factor_proposed = NULL WHERE id = $1
      """, [number])
    try run(
      "DELETE FROM staff_sessions WHERE staff_id = $1 AND id <> $2", [number, current])
    try run("UPDATE staff_sessions SET second_factor = 1 WHERE id = $1", [current])
    try appendAudit(audit)
    return .confirmed
  }

  // MARK: Codes

  /// Reads what an account's codes are checked with, and holds its row: of several who try codes at
  /// once each sees what the one before left.
  func holdFactor(of staff: StaffID) throws(StorageError) -> KnownFactor? {
    let held = try row(
      """
      UPDATE staff SET changed_at = changed_at WHERE id = $1
      RETURNING disabled, factor_secret, factor_proposed, factor_step, factor_failures,
        factor_locked_until
      """, [try .number(staff.rawValue, "staff")])
    guard let held else { return nil }
    return KnownFactor(
      isDisabled: try held.integer(0) != 0,
      secret: held.values[1] == .null ? nil : try held.bytes(1),
      proposed: held.values[2] == .null ? nil : try held.bytes(2),
      step: try held.number(3), failures: try held.integer(4), lockedUntil: try held.integer(5))
  }

  /// Looks at a code. Nil when it is right: then its step is used up, and failures are forgotten.
  func tryCode(
    of staff: StaffID, _ known: KnownFactor, _ secret: [UInt8], at moment: Int64,
    _ check: FactorCheck, _ audit: AuditEntry
  ) throws(StorageError) -> CodeRefusal? {
    guard known.lockedUntil <= moment else { return .locked(until: known.lockedUntil) }
    let number = try SQLValue.number(staff.rawValue, "staff")
    let step = check(secret)
    if let step, step > known.step {
      try run(
        """
        UPDATE staff SET factor_step = $1, factor_failures = 0, factor_locked_until = 0
        WHERE id = $2
        """, [try .number(step, "step"), number])
      return nil
    }
    let failures = known.failures + 1
    let isLocked = failures >= StorageLimits.factorFailuresMax
    let until = isLocked ? moment + StorageLimits.factorLockMilliseconds : 0
    try run(
      "UPDATE staff SET factor_failures = $1, factor_locked_until = $2 WHERE id = $3",
      [.integer(isLocked ? 0 : failures), .integer(until), number])
    var audit = audit
    audit.action = isLocked ? "factor.lock" : "factor.refuse"
    audit.details = AuditEntry.details(["reason": step == nil ? "wrong_code" : "used_code"])
    try appendAudit(audit)
    return isLocked ? .locked(until: until) : .wrong
  }
}

/// What storage knows of an account's second factor.
struct KnownFactor {
  let isDisabled: Bool
  let secret: [UInt8]?
  let proposed: [UInt8]?
  /// The last step whose code was used.
  let step: UInt64
  let failures: Int64
  let lockedUntil: Int64
}

/// Why a code is not taken.
enum CodeRefusal {
  case wrong
  case locked(until: Int64)

  var logIn: StaffLogInResult {
    switch self {
    case .wrong: .wrongCode
    case .locked(let until): .locked(until: until)
    }
  }

  var confirmation: FactorConfirmation {
    switch self {
    case .wrong: .wrongCode
    case .locked(let until): .locked(until: until)
    }
  }
}
