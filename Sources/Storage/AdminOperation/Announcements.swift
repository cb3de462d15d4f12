import Model

/// Words for players that are said later, or again and again. Moments are milliseconds since 1970.
public struct AnnouncementRow: Hashable, Sendable {
  public var id: AdminOperationID
  /// A name that storage does not look into, as the one after it.
  public var scope: String
  /// JSON.
  public var payload: String
  public var actor: String
  public var createdAt: Int64
  public var startsAt: Int64
  /// Milliseconds from one to the next; nil: once.
  public var every: Int64?
  /// None at or after this; nil: for ever.
  public var until: Int64?
  /// Nil: there will be no more.
  public var nextAt: Int64?
  /// The number of the next one, from 0.
  public var occurrence: UInt64
  /// How many were not said, because nobody was there to say them in time.
  public var missed: UInt64
  public var cancelledAt: Int64?

  public init(
    id: AdminOperationID, scope: String, payload: String, actor: String, createdAt: Int64,
    startsAt: Int64, every: Int64? = nil, until: Int64? = nil, nextAt: Int64?,
    occurrence: UInt64 = 0, missed: UInt64 = 0, cancelledAt: Int64? = nil
  ) {
    self.id = id
    self.scope = scope
    self.payload = payload
    self.actor = actor
    self.createdAt = createdAt
    self.startsAt = startsAt
    self.every = every
    self.until = until
    self.nextAt = nextAt
    self.occurrence = occurrence
    self.missed = missed
    self.cancelledAt = cancelledAt
  }
}

/// An announcement goes on from one occurrence to the next.
public struct AnnouncementStep: Hashable, Sendable {
  public var id: AdminOperationID
  /// The number that the announcement must be at; else nothing is done.
  public var occurrence: UInt64
  /// What is said now; nil: this one was missed.
  public var draft: AdminOperationDraft?
  /// Where it goes on.
  public var nextOccurrence: UInt64
  public var nextAt: Int64?
  /// How many are left out.
  public var missed: UInt64

  public init(
    id: AdminOperationID, occurrence: UInt64, draft: AdminOperationDraft?,
    nextOccurrence: UInt64, nextAt: Int64?, missed: UInt64
  ) {
    self.id = id
    self.occurrence = occurrence
    self.draft = draft
    self.nextOccurrence = nextOccurrence
    self.nextAt = nextAt
    self.missed = missed
  }
}

extension SQLTransaction {
  /// False when as many as may be wait already.
  func create(
    _ announcement: AnnouncementRow, audit: AuditEntry
  ) throws(StorageError) -> Bool {
    try checkSize(
      announcement.payload.utf8.count, max: StorageLimits.adminPayloadBytesMax, "an announcement")
    let waiting = try row("SELECT COUNT(*) FROM announcements WHERE next_at IS NOT NULL", [])
    guard try waiting?.integer(0) ?? 0 < Int64(StorageLimits.announcementsMax) else {
      return false
    }
    try run(
      """
      INSERT INTO announcements (id, scope, payload, actor, created_at, starts_at, every_ms,
        until_at, next_at, occurrence, missed)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        .text("\(announcement.id)"), .text(announcement.scope), .text(announcement.payload),
        .text(announcement.actor), .integer(announcement.createdAt),
        .integer(announcement.startsAt), .integer(announcement.every ?? 0),
        announcement.until.map { SQLValue.integer($0) } ?? .null,
        announcement.nextAt.map { SQLValue.integer($0) } ?? .null,
        try .number(announcement.occurrence, "occurrence"),
        try .number(announcement.missed, "missed"),
      ])
    try appendAudit(audit)
    return true
  }

  /// Those that wait first, the soonest before the others; then the newest of the rest.
  func announcements(max: Int) throws(StorageError) -> [AnnouncementRow] {
    try announcements(
      """
      ORDER BY CASE WHEN next_at IS NULL THEN 1 ELSE 0 END, next_at, created_at DESC, id LIMIT $1
      """, [.integer(Int64(max))])
  }

  func announcement(_ id: AdminOperationID) throws(StorageError) -> AnnouncementRow? {
    try announcements("WHERE id = $1", [.text("\(id)")]).first
  }

  /// Those whose time has come at a moment, the oldest first.
  func dueAnnouncements(at moment: Int64, max: Int) throws(StorageError) -> [AnnouncementRow] {
    try announcements(
      "WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2",
      [.integer(moment), .integer(Int64(max))])
  }

  /// False when there was nothing to cancel.
  func cancelAnnouncement(
    _ id: AdminOperationID, at moment: Int64, audit: AuditEntry
  ) throws(StorageError) -> Bool {
    let changed = try run(
      """
      UPDATE announcements SET next_at = NULL, cancelled_at = $1
      WHERE id = $2 AND next_at IS NOT NULL
      """, [.integer(moment), .text("\(id)")])
    if changed > 0 { try appendAudit(audit) }
    return changed > 0
  }

  /// One occurrence: said, or missed. Of two processes one finds it at its number.
  func advance(_ step: AnnouncementStep, audit: AuditEntry) throws(StorageError) -> AdminRecording {
    let changed = try run(
      """
      UPDATE announcements SET occurrence = $1, next_at = $2, missed = missed + $3
      WHERE id = $4 AND occurrence = $5 AND next_at IS NOT NULL
      """,
      [
        try .number(step.nextOccurrence, "occurrence"),
        step.nextAt.map { SQLValue.integer($0) } ?? .null, try .number(step.missed, "missed"),
        .text("\(step.id)"), try .number(step.occurrence, "occurrence"),
      ])
    guard changed > 0 else { return .exists }
    guard let draft = step.draft else { return .recorded }
    return try record(draft, audit: audit)
  }

  private func announcements(
    _ condition: String, _ values: [SQLValue]
  ) throws(StorageError) -> [AnnouncementRow] {
    let found = try rows(
      """
      SELECT id, scope, payload, actor, created_at, starts_at, every_ms, until_at, next_at,
        occurrence, missed, cancelled_at
      FROM announcements \(condition)
      """, values)
    return try found.map { (row) throws(StorageError) in
      let every = try row.integer(6)
      return AnnouncementRow(
        id: try row.operation(0), scope: try row.text(1), payload: try row.text(2),
        actor: try row.text(3), createdAt: try row.integer(4), startsAt: try row.integer(5),
        every: every == 0 ? nil : every, until: try row.optionalInteger(7),
        nextAt: try row.optionalInteger(8), occurrence: try row.number(9),
        missed: try row.number(10), cancelledAt: try row.optionalInteger(11))
    }
  }
}
