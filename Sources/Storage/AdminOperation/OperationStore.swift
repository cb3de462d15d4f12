import Model

/// The part of `Store` that remembers what operators ordered.
public protocol OperationStore: Sendable {
  // MARK: Operations

  /// Records an operation with everybody whom it asks, what it changes here, and the row of the
  /// audit log, in one: nothing is asked of anybody before.
  func record(
    _ draft: AdminOperationDraft, audit: AuditEntry
  ) async throws(StorageError) -> AdminRecording
  /// Records what became of an operation at some nodes; `closing`: nobody is asked any more. What a
  /// node said itself is never replaced.
  func settle(
    _ receipts: [AdminReceiptRow], of id: AdminOperationID, closing: Bool
  ) async throws(StorageError)
  /// Takes over the care for an open operation from a run that ended. False when somebody else did.
  func adopt(
    _ id: AdminOperationID, from old: AdminRun, by new: AdminRun
  ) async throws(StorageError) -> Bool
  /// Nil for an unknown one.
  func adminOperation(_ id: AdminOperationID) async throws(StorageError) -> AdminOperationRow?
  /// The newest first; with a moment in milliseconds since 1970 only those issued before.
  func adminOperations(
    before moment: Int64?, max: Int
  ) async throws(StorageError) -> [AdminOperationRow]
  /// Those that somebody still has to look after, the oldest first.
  func openAdminOperations(max: Int) async throws(StorageError) -> [AdminOperationRow]

  // MARK: Announcements

  /// False when `StorageLimits.announcementsMax` wait already: then nothing is written.
  func create(
    _ announcement: AnnouncementRow, audit: AuditEntry
  ) async throws(StorageError) -> Bool
  /// Those that wait, the soonest first, then the newest of those that are over.
  func announcements(max: Int) async throws(StorageError) -> [AnnouncementRow]
  /// Nil for an unknown one.
  func announcement(_ id: AdminOperationID) async throws(StorageError) -> AnnouncementRow?
  /// Those whose time has come at a moment in milliseconds since 1970, the oldest first.
  func dueAnnouncements(
    at moment: Int64, max: Int
  ) async throws(StorageError) -> [AnnouncementRow]
  /// No more of it from now on. False when there would have been no more: then nothing is written.
  func cancelAnnouncement(
    _ id: AdminOperationID, at moment: Int64, audit: AuditEntry
  ) async throws(StorageError) -> Bool
  /// Goes on from one occurrence to the next, and records the operation that says it. Of two that
  /// try, one is answered `recorded`.
  func advance(
    _ step: AnnouncementStep, audit: AuditEntry
  ) async throws(StorageError) -> AdminRecording

  // MARK: Mutes

  /// Until when a character may not talk, in milliseconds since 1970, which may be over; nil: it
  /// was never muted, or that was taken back.
  func mutedUntil(
    account: AccountID, character: CharacterID
  ) async throws(StorageError) -> Int64?
}
