extension Migration {
  /// What operators ordered and what became of it at each node, announcements to come, and who may
  /// not talk.
  static let orders = Migration(
    version: 7, name: "orders",
    up: [
      orderTable, "CREATE INDEX admin_operations_by_time ON admin_operations (issued_at)",
      "CREATE INDEX admin_operations_open ON admin_operations (issued_at) WHERE state = 'open'",
      receipts, announcements,
      "CREATE INDEX announcements_due ON announcements (next_at) WHERE next_at IS NOT NULL", mutes,
      "CREATE INDEX mutes_by_subject ON mutes (subject)",
    ],
    down: [
      "DROP TABLE mutes", "DROP TABLE announcements", "DROP TABLE admin_receipts",
      "DROP TABLE admin_operations",
    ])

  /// An operation is taken back once: `undo_of` is unique.
  private static let orderTable = """
    CREATE TABLE admin_operations (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
      kind TEXT NOT NULL CHECK (kind <> ''),
      scope TEXT NOT NULL CHECK (scope <> ''),
      payload TEXT NOT NULL,
      actor TEXT NOT NULL CHECK (actor <> ''),
      reason TEXT NOT NULL,
      issued_at BIGINT NOT NULL,
      deadline BIGINT NOT NULL,
      undo_of TEXT UNIQUE CHECK (length(undo_of) = 32),
      state TEXT NOT NULL CHECK (state IN ('open', 'done')),
      admin BIGINT NOT NULL,
      admin_incarnation BIGINT NOT NULL,
      CHECK (deadline >= issued_at)
    )
    """

  /// One row for each run of a node that was asked, from the moment of asking.
  private static let receipts = """
    CREATE TABLE admin_receipts (
      operation_id TEXT NOT NULL REFERENCES admin_operations (id),
      node TEXT NOT NULL CHECK (node <> ''),
      incarnation BIGINT NOT NULL CHECK (incarnation >= 0),
      outcome TEXT NOT NULL
        CHECK (outcome IN ('asked', 'applied', 'refused', 'nothing_to_do', 'unreachable')),
      detail TEXT NOT NULL,
      reached BIGINT NOT NULL CHECK (reached >= 0),
      changed_at BIGINT NOT NULL,
      PRIMARY KEY (operation_id, node, incarnation)
    )
    """

  private static let announcements = """
    CREATE TABLE announcements (
      id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
      scope TEXT NOT NULL CHECK (scope <> ''),
      payload TEXT NOT NULL,
      actor TEXT NOT NULL CHECK (actor <> ''),
      created_at BIGINT NOT NULL,
      starts_at BIGINT NOT NULL,
      every_ms BIGINT NOT NULL CHECK (every_ms >= 0),
      until_at BIGINT,
      next_at BIGINT,
      occurrence BIGINT NOT NULL CHECK (occurrence >= 0),
      missed BIGINT NOT NULL CHECK (missed >= 0),
      cancelled_at BIGINT
    )
    """

  /// Each by the operation that made it, so that taking that one back leaves the others.
  private static let mutes = """
    CREATE TABLE mutes (
      operation_id TEXT NOT NULL PRIMARY KEY REFERENCES admin_operations (id),
      subject TEXT NOT NULL CHECK (subject LIKE 'character/%' OR subject LIKE 'account/%'),
      until_at BIGINT NOT NULL,
      lifted_by TEXT REFERENCES admin_operations (id)
    )
    """
}
