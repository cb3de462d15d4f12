/// Which rows of the audit log are looked for. What is nil does not matter.
public struct AuditFilter: Hashable, Sendable {
  /// Only rows before this one: the last of the page before.
  public var before: UInt64?
  public var actor: String?
  public var action: String?
  public var target: String?
  public var operation: String?
  /// Milliseconds since 1970, the first that counts.
  public var since: Int64?
  /// Milliseconds since 1970, the first that does not count any more.
  public var until: Int64?

  public init(
    before: UInt64? = nil, actor: String? = nil, action: String? = nil, target: String? = nil,
    operation: String? = nil, since: Int64? = nil, until: Int64? = nil
  ) {
    self.before = before
    self.actor = actor
    self.action = action
    self.target = target
    self.operation = operation
    self.since = since
    self.until = until
  }
}

/// Some rows of the audit log, the newest first, and the end of its chain at the same moment.
public struct AuditPage: Hashable, Sendable {
  public let rows: [AuditRow]
  public let head: AuditHead

  public init(rows: [AuditRow], head: AuditHead) {
    self.rows = rows
    self.head = head
  }
}
