extension Migration {
  /// Accounts with a name and a password, names that belong to one character, one-time tickets, and
  /// the keys that the processes of a cluster share.
  static let players = Migration(
    version: 2, name: "accounts",
    up: [credentials, names, tickets, keys],
    down: [
      "DROP TABLE cluster_keys", "DROP TABLE tickets", "DROP TABLE character_names",
      "DROP TABLE credentials",
      // Nobody could log in to them any more.
      "DELETE FROM accounts WHERE kind = 'player'",
    ])

  private static let credentials = """
    CREATE TABLE credentials (
      account_id {key} REFERENCES accounts (id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
      password_hash TEXT NOT NULL CHECK (password_hash <> ''),
      token_stamp BIGINT NOT NULL DEFAULT 1 CHECK (token_stamp > 0),
      changed_at BIGINT NOT NULL
    )
    """

  private static let names = """
    CREATE TABLE character_names (
      character_id {key} REFERENCES characters (id) ON DELETE CASCADE,
      name_key TEXT NOT NULL UNIQUE CHECK (name_key <> '')
    )
    """

  private static let tickets = """
    CREATE TABLE tickets (
      character_id {key} REFERENCES characters (id) ON DELETE CASCADE,
      token_hash {bytes} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      expires_at BIGINT NOT NULL
    )
    """

  private static let keys = """
    CREATE TABLE cluster_keys (
      name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
      bytes {bytes} NOT NULL CHECK (length(bytes) >= 16),
      created_at BIGINT NOT NULL
    )
    """
}
