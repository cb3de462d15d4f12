import Model

extension SQLiteStore {
  public func record(
    _ draft: AdminOperationDraft, audit: AuditEntry
  ) async throws(StorageError) -> AdminRecording {
    try await write(.recordAdminOperation, rows: draft.targets.count) {
      (transaction) throws(StorageError) in
      try transaction.record(draft, audit: audit)
    }
  }

  public func settle(
    _ receipts: [AdminReceiptRow], of id: AdminOperationID, closing: Bool
  ) async throws(StorageError) {
    try await write(.settleAdminOperation, rows: receipts.count) {
      (transaction) throws(StorageError) in
      try transaction.settle(receipts, of: id, closing: closing)
    }
  }

  public func adopt(
    _ id: AdminOperationID, from old: AdminRun, by new: AdminRun
  ) async throws(StorageError) -> Bool {
    try await write(.settleAdminOperation) { (transaction) throws(StorageError) in
      try transaction.adopt(id, from: old, by: new)
    }
  }

  public func adminOperation(
    _ id: AdminOperationID
  ) async throws(StorageError) -> AdminOperationRow? {
    try await read(.adminOperations) { (transaction) throws(StorageError) in
      try transaction.adminOperation(id)
    }
  }

  public func adminOperations(
    before moment: Int64?, max: Int
  ) async throws(StorageError) -> [AdminOperationRow] {
    try await read(.adminOperations, rows: max) { (transaction) throws(StorageError) in
      try transaction.adminOperations(before: moment, max: max)
    }
  }

  public func openAdminOperations(max: Int) async throws(StorageError) -> [AdminOperationRow] {
    try await read(.adminOperations, rows: max) { (transaction) throws(StorageError) in
      try transaction.openAdminOperations(max: max)
    }
  }

  public func create(
    _ announcement: AnnouncementRow, audit: AuditEntry
  ) async throws(StorageError) -> Bool {
    try await write(.changeAnnouncement) { (transaction) throws(StorageError) in
      try transaction.create(announcement, audit: audit)
    }
  }

  public func announcements(max: Int) async throws(StorageError) -> [AnnouncementRow] {
    try await read(.announcements, rows: max) { (transaction) throws(StorageError) in
      try transaction.announcements(max: max)
    }
  }

  public func announcement(
    _ id: AdminOperationID
  ) async throws(StorageError) -> AnnouncementRow? {
    try await read(.announcements) { (transaction) throws(StorageError) in
      try transaction.announcement(id)
    }
  }

  public func dueAnnouncements(
    at moment: Int64, max: Int
  ) async throws(StorageError) -> [AnnouncementRow] {
    try await read(.announcements, rows: max) { (transaction) throws(StorageError) in
      try transaction.dueAnnouncements(at: moment, max: max)
    }
  }

  public func cancelAnnouncement(
    _ id: AdminOperationID, at moment: Int64, audit: AuditEntry
  ) async throws(StorageError) -> Bool {
    try await write(.changeAnnouncement) { (transaction) throws(StorageError) in
      try transaction.cancelAnnouncement(id, at: moment, audit: audit)
    }
  }

  public func advance(
    _ step: AnnouncementStep, audit: AuditEntry
  ) async throws(StorageError) -> AdminRecording {
    try await write(.recordAdminOperation, rows: step.draft?.targets.count ?? 0) {
      (transaction) throws(StorageError) in
      try transaction.advance(step, audit: audit)
    }
  }

  public func mutedUntil(
    account: AccountID, character: CharacterID
  ) async throws(StorageError) -> Int64? {
    try await read(.mutes) { (transaction) throws(StorageError) in
      try transaction.mutedUntil(account: account, character: character)
    }
  }
}
