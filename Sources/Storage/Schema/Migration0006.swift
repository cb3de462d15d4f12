extension Migration {
  /// Accounts of staff, their sessions, and the audit log with the end of its chain.
  static let staff = Migration(
    version: 6, name: "staff",
    up: [
      staffAccounts, staffSessions,
      "CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id)", audit,
      "CREATE INDEX audit_by_actor ON audit (actor, id)",
      "CREATE INDEX audit_by_target ON audit (target, id)", auditHead,
    ],
    down: [
      "DROP TABLE audit_head", "DROP TABLE audit", "DROP TABLE staff_sessions",
      "DROP TABLE staff",
    ])

  private static let staffAccounts = """
    CREATE TABLE staff (
      id {identity},
      name TEXT NOT NULL CHECK (name <> ''),
      name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
      password_hash TEXT NOT NULL CHECK (password_hash <> ''),
      role TEXT NOT NULL CHECK (role <> ''),
      disabled BIGINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
      factor_secret {bytes} CHECK (length(factor_secret) BETWEEN 16 AND 64),
      factor_proposed {bytes} CHECK (length(factor_proposed) BETWEEN 16 AND 64),
      factor_step BIGINT NOT NULL DEFAULT 0 CHECK (factor_step >= 0),
      factor_failures BIGINT NOT NULL DEFAULT 0 CHECK (factor_failures >= 0),
      factor_locked_until BIGINT NOT NULL DEFAULT 0,
      created_at BIGINT NOT NULL,
      changed_at BIGINT NOT NULL,
      CHECK (factor_secret IS NULL OR factor_proposed IS NULL)
    )
    """

  /// Without an account it is a session of the environment's user.
  private static let staffSessions = """
    CREATE TABLE staff_sessions (
      id {identity},
      staff_id BIGINT REFERENCES staff (id) ON DELETE CASCADE,
      token_hash {bytes} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      second_factor BIGINT NOT NULL CHECK (second_factor IN (0, 1)),
      address TEXT NOT NULL,
      opened_at BIGINT NOT NULL,
      seen_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL
    )
    """

  /// Nothing refers to a row and a row refers to nothing: it outlives whatever it speaks of.
  private static let audit = """
    CREATE TABLE audit (
      id {key} CHECK (id > 0),
      at BIGINT NOT NULL,
      session_id BIGINT NOT NULL CHECK (session_id >= 0),
      actor TEXT NOT NULL CHECK (actor <> ''),
      role TEXT NOT NULL,
      address TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action <> ''),
      target TEXT NOT NULL,
      operation TEXT NOT NULL,
      details TEXT NOT NULL,
      hash {bytes} NOT NULL CHECK (length(hash) = 32)
    )
    """

  private static let auditHead = """
    CREATE TABLE audit_head (
      id {key} CHECK (id = 1),
      last_id BIGINT NOT NULL CHECK (last_id >= 0),
      hash {bytes} NOT NULL CHECK (length(hash) = 32)
    )
    """
}
