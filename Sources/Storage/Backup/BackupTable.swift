/// One table as backups copy it. The tests compare this list with the schema of both back ends.
struct BackupTable: Hashable, Sendable {
  let name: String
  /// The step of the schema that made it.
  let since: Int
  /// The columns of its primary key, by which it is read piece by piece.
  let key: [String]
  /// Its other columns, those of the step that made it.
  let others: [String]
  /// Columns that later steps added, by step.
  var added: [Int: [String]] = [:]
  /// Whether the database issues its ids: then the last one is copied too, so that no id is ever
  /// used again.
  var isIdentified = false
  /// How many rows are read at once.
  var pageRows = 512

  var columns: [String] { key + others + added.sorted { $0.key < $1.key }.flatMap(\.value) }

  /// Every table but `schema_migrations`, those that others refer to first.
  static let all: [BackupTable] = cluster + players + belongings + staff + orders

  /// The tables and columns of a version of the schema.
  static func tables(at version: Int) -> [BackupTable] {
    all.filter { $0.since <= version }.map { table in
      var table = table
      table.added = table.added.filter { $0.key <= version }
      return table
    }
  }

  private static let cluster = [
    BackupTable(
      name: "regions", since: 1, key: ["id"],
      others: ["epoch", "owner_shard", "owner_incarnation"]),
    BackupTable(
      name: "accounts", since: 1, key: ["id"], others: ["kind", "created_at"],
      isIdentified: true),
    BackupTable(
      name: "characters", since: 1, key: ["id"],
      others: [
        "account_id", "name", "created_at", "sequence", "holder", "value_version", "map", "x", "y",
        "state", "last_input", "inputs_applied", "input_gaps", "input_duplicates",
      ],
      added: [
        4: ["saved_sequence", "saved_epoch", "saved_number"],
        5: ["forgotten_login", "forgotten_number"],
      ], isIdentified: true, pageRows: 128),
    BackupTable(
      name: "sessions", since: 1, key: ["character_id"],
      others: ["generation", "token_hash", "previous_hash", "changed_at"]),
    BackupTable(
      name: "checkpoints", since: 1, key: ["region_id"], others: ["epoch", "tick", "bytes"],
      pageRows: 2),
    BackupTable(
      name: "placement_plans", since: 1, key: ["id"], others: ["version", "document"]),
  ]

  private static let players = [
    BackupTable(
      name: "credentials", since: 2, key: ["account_id"],
      others: ["name", "name_key", "password_hash", "token_stamp", "changed_at"]),
    BackupTable(
      name: "character_names", since: 2, key: ["character_id"], others: ["name_key"]),
    BackupTable(
      name: "tickets", since: 2, key: ["character_id"], others: ["token_hash", "expires_at"]),
    BackupTable(
      name: "cluster_keys", since: 2, key: ["name"], others: ["bytes", "created_at"]),
  ]

  private static let belongings = [
    BackupTable(
      name: "operations", since: 3, key: ["id"], others: ["character_id", "result", "done_at"]),
    BackupTable(
      name: "items", since: 3, key: ["id"],
      others: ["owner", "kind", "count", "x", "y", "lies_since"], isIdentified: true),
    BackupTable(
      name: "item_moves", since: 3, key: ["operation", "number"],
      others: ["from_owner", "from_item", "to_owner", "to_item", "kind", "count"]),
    BackupTable(
      name: "gold_accounts", since: 3, key: ["account"], others: ["balance"]),
    BackupTable(
      name: "gold_entries", since: 3, key: ["operation", "account"], others: ["amount"]),
    BackupTable(
      name: "mails", since: 3, key: ["id"],
      others: ["recipient", "sender", "sender_name", "subject", "body", "sent_at"],
      isIdentified: true),
  ]

  private static let staff = [
    BackupTable(
      name: "staff", since: 6, key: ["id"],
      others: [
        "name", "name_key", "password_hash", "role", "disabled", "factor_secret",
        "factor_proposed", "factor_step", "factor_failures", "factor_locked_until", "created_at",
        "changed_at",
      ], isIdentified: true),
    BackupTable(
      name: "staff_sessions", since: 6, key: ["id"],
      others: [
        "staff_id", "token_hash", "second_factor", "address", "opened_at", "seen_at", "ends_at",
      ], isIdentified: true),
    BackupTable(
      name: "audit", since: 6, key: ["id"],
      others: [
        "at", "session_id", "actor", "role", "address", "action", "target", "operation",
        "details", "hash",
      ]),
    BackupTable(name: "audit_head", since: 6, key: ["id"], others: ["last_id", "hash"]),
  ]

  private static let orders = [
    BackupTable(
      name: "admin_operations", since: 7, key: ["id"],
      others: [
        "kind", "scope", "payload", "actor", "reason", "issued_at", "deadline", "undo_of", "state",
        "admin", "admin_incarnation",
      ]),
    BackupTable(
      name: "admin_receipts", since: 7, key: ["operation_id", "node", "incarnation"],
      others: ["outcome", "detail", "reached", "changed_at"]),
    BackupTable(
      name: "announcements", since: 7, key: ["id"],
      others: [
        "scope", "payload", "actor", "created_at", "starts_at", "every_ms", "until_at", "next_at",
        "occurrence", "missed", "cancelled_at",
      ]),
    BackupTable(
      name: "mutes", since: 7, key: ["operation_id"],
      others: ["subject", "until_at", "lifted_by"]),
  ]
}
