extension Migration {
  /// Regions, accounts, characters, sessions, checkpoints and the placement plan.
  static let cluster = Migration(
    version: 1, name: "cluster",
    up: [
      regions, accounts, characters,
      "CREATE INDEX characters_by_account ON characters (account_id)", sessions, checkpoints,
      plans,
    ],
    down: [
      "DROP TABLE placement_plans", "DROP TABLE checkpoints", "DROP TABLE sessions",
      "DROP TABLE characters", "DROP TABLE accounts", "DROP TABLE regions",
    ])

  private static let regions = """
    CREATE TABLE regions (
      id {key} CHECK (id BETWEEN 0 AND 4294967295),
      epoch BIGINT NOT NULL CHECK (epoch >= 0),
      owner_shard BIGINT CHECK (owner_shard BETWEEN 0 AND 4294967295),
      owner_incarnation BIGINT CHECK (owner_incarnation >= 0),
      CHECK ((owner_shard IS NULL) = (owner_incarnation IS NULL)),
      CHECK (owner_shard IS NULL OR epoch > 0)
    )
    """

  private static let accounts = """
    CREATE TABLE accounts (
      id {identity},
      kind TEXT NOT NULL CHECK (kind IN ('guest', 'player')),
      created_at BIGINT NOT NULL
    )
    """

  private static let characters = """
    CREATE TABLE characters (
      id {identity},
      account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      created_at BIGINT NOT NULL,
      sequence BIGINT NOT NULL DEFAULT 0 CHECK (sequence >= 0),
      holder BIGINT REFERENCES regions (id),
      value_version BIGINT NOT NULL DEFAULT 0 CHECK (value_version >= 0),
      map BIGINT NOT NULL CHECK (map BETWEEN 0 AND 65535),
      x BIGINT NOT NULL CHECK (x BETWEEN -2147483648 AND 2147483647),
      y BIGINT NOT NULL CHECK (y BETWEEN -2147483648 AND 2147483647),
      state {bytes} NOT NULL,
      last_input BIGINT NOT NULL CHECK (last_input >= 0),
      inputs_applied BIGINT NOT NULL CHECK (inputs_applied >= 0),
      input_gaps BIGINT NOT NULL CHECK (input_gaps >= 0),
      input_duplicates BIGINT NOT NULL CHECK (input_duplicates >= 0),
      CHECK (holder IS NULL OR sequence > 0)
    )
    """

  private static let sessions = """
    CREATE TABLE sessions (
      character_id {key} REFERENCES characters (id) ON DELETE CASCADE,
      generation BIGINT NOT NULL CHECK (generation > 0),
      token_hash {bytes} UNIQUE CHECK (length(token_hash) = 32),
      previous_hash {bytes} UNIQUE CHECK (length(previous_hash) = 32),
      changed_at BIGINT NOT NULL,
      CHECK (previous_hash IS NULL OR token_hash IS NOT NULL),
      CHECK (token_hash <> previous_hash)
    )
    """

  private static let checkpoints = """
    CREATE TABLE checkpoints (
      region_id {key} REFERENCES regions (id),
      epoch BIGINT NOT NULL CHECK (epoch > 0),
      tick BIGINT NOT NULL CHECK (tick >= 0),
      bytes {bytes} NOT NULL
    )
    """

  private static let plans = """
    CREATE TABLE placement_plans (
      id {key} CHECK (id = 1),
      version BIGINT NOT NULL CHECK (version > 0),
      document {bytes} NOT NULL
    )
    """
}
