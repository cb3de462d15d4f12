import Model

extension SQLiteStore {
  public func addStaff(
    _ name: String, passwordHash: String, role: String, audit: AuditEntry
  ) async throws(StorageError) -> StaffID? {
    let now = now
    return try await write(.changeStaff) { (transaction) throws(StorageError) in
      try transaction.addStaff(
        name, passwordHash: passwordHash, role: role, now: now, audit: audit)
    }
  }

  public func staff(named name: String) async throws(StorageError) -> StaffRow? {
    try await read(.staff) { (transaction) throws(StorageError) in
      try transaction.staff(named: name)
    }
  }

  public func staff(_ id: StaffID) async throws(StorageError) -> StaffRow? {
    try await read(.staff) { (transaction) throws(StorageError) in try transaction.staff(id) }
  }

  public func staff() async throws(StorageError) -> [StaffRow] {
    try await read(.staff) { (transaction) throws(StorageError) in try transaction.staff() }
  }

  public func changeStaff(
    _ id: StaffID, _ changes: [StaffChange], keeping session: StaffSessionID?, audit: AuditEntry
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.changeStaff) { (transaction) throws(StorageError) in
      try transaction.changeStaff(id, changes, keeping: session, now: now, audit: audit)
    }
  }

  public func proposeFactor(
    of staff: StaffID, secret: [UInt8], audit: AuditEntry
  ) async throws(StorageError) -> Bool {
    let now = now
    return try await write(.factor) { (transaction) throws(StorageError) in
      try transaction.proposeFactor(of: staff, secret: secret, now: now, audit: audit)
    }
  }

  public func confirmFactor(
    of staff: StaffID, by session: StaffSessionID, at moment: Int64,
    verifying check: @escaping FactorCheck, audit: AuditEntry
  ) async throws(StorageError) -> FactorConfirmation {
    try await write(.factor) { (transaction) throws(StorageError) in
      try transaction.confirmFactor(
        of: staff, by: session, at: moment, verifying: check, audit: audit)
    }
  }
}

// MARK: Sessions

extension SQLiteStore {
  public func openStaffSession(
    _ logIn: StaffLogIn, verifying check: FactorCheck?, audit: AuditEntry
  ) async throws(StorageError) -> StaffLogInResult {
    try await write(.openStaffSession) { (transaction) throws(StorageError) in
      try transaction.openStaffSession(logIn, verifying: check, audit: audit)
    }
  }

  public func staffSession(
    _ token: TokenHash, at moment: Int64, idleSince: Int64
  ) async throws(StorageError) -> StaffSessionRow? {
    try await read(.staffSession) { (transaction) throws(StorageError) in
      try transaction.staffSession(token, at: moment, idleSince: idleSince)
    }
  }

  public func touchStaffSession(
    _ id: StaffSessionID, at moment: Int64
  ) async throws(StorageError) {
    try await write(.staffSession) { (transaction) throws(StorageError) in
      try transaction.touchStaffSession(id, at: moment)
    }
  }

  public func closeStaffSession(
    _ id: StaffSessionID, audit: AuditEntry
  ) async throws(StorageError) -> Bool {
    try await write(.closeStaffSession) { (transaction) throws(StorageError) in
      try transaction.closeStaffSession(id, audit: audit)
    }
  }

  public func closeStaffSessions(
    of staff: StaffID?, audit: AuditEntry
  ) async throws(StorageError) -> Int {
    try await write(.closeStaffSession) { (transaction) throws(StorageError) in
      try transaction.closeStaffSessions(of: staff, audit: audit)
    }
  }
}

// MARK: The audit log

extension SQLiteStore {
  @discardableResult
  public func append(audit entry: AuditEntry) async throws(StorageError) -> AuditHead {
    try await write(.audit) { (transaction) throws(StorageError) in
      try transaction.appendAudit(entry)
    }
  }

  public func audit(_ filter: AuditFilter, max: Int) async throws(StorageError) -> AuditPage {
    try await read(.audit) { (transaction) throws(StorageError) in
      try transaction.auditPage(
        filter, max: Swift.min(Swift.max(1, max), StorageLimits.auditPageMax))
    }
  }

  public func verifyAudit() async throws(StorageError) -> AuditVerification {
    try await read(.verifyAudit) { (transaction) throws(StorageError) in
      try transaction.verifyAudit()
    }
  }
}
