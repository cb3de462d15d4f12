extension Migration {
  /// What characters own: items, gold and letters, the ledgers of both, and the operations that
  /// changed them.
  static let belongings = Migration(
    version: 3, name: "belongings",
    up: [
      operations, "CREATE INDEX operations_by_time ON operations (done_at)", items,
      "CREATE INDEX items_by_owner ON items (owner)", itemMoves, goldAccounts,
      goldEntries, mails, "CREATE INDEX mails_by_recipient ON mails (recipient)",
    ],
    down: [
      "DROP TABLE mails", "DROP TABLE gold_entries", "DROP TABLE gold_accounts",
      "DROP TABLE item_moves", "DROP TABLE items", "DROP TABLE operations",
    ])

  private static let operations = """
    CREATE TABLE operations (
      id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
      character_id BIGINT,
      result {bytes} NOT NULL CHECK (length(result) > 0),
      done_at BIGINT NOT NULL
    )
    """

  /// One column says whose it is, so that it is always somebody's and never two people's.
  private static let items = """
    CREATE TABLE items (
      id {identity},
      owner TEXT NOT NULL CHECK (
        owner LIKE 'character/%' OR owner LIKE 'ground/%' OR owner LIKE 'mail/%'),
      kind TEXT NOT NULL CHECK (kind <> ''),
      count BIGINT NOT NULL CHECK (count BETWEEN 1 AND 4294967295),
      x BIGINT CHECK (x BETWEEN -2147483648 AND 2147483647),
      y BIGINT CHECK (y BETWEEN -2147483648 AND 2147483647),
      lies_since BIGINT,
      CHECK ((owner LIKE 'ground/%') = (x IS NOT NULL)),
      CHECK ((x IS NULL) = (y IS NULL)),
      CHECK ((x IS NULL) = (lies_since IS NULL))
    )
    """

  /// For every owner and kind: what came less what went is what there is. `mint` and `burn` are
  /// owners without items.
  private static let itemMoves = """
    CREATE TABLE item_moves (
      operation TEXT NOT NULL,
      number BIGINT NOT NULL CHECK (number > 0),
      from_owner TEXT NOT NULL CHECK (from_owner <> 'burn'),
      from_item BIGINT,
      to_owner TEXT NOT NULL CHECK (to_owner <> 'mint'),
      to_item BIGINT,
      kind TEXT NOT NULL CHECK (kind <> ''),
      count BIGINT NOT NULL CHECK (count > 0),
      PRIMARY KEY (operation, number),
      CHECK ((from_owner = 'mint') = (from_item IS NULL)),
      CHECK ((to_owner = 'burn') = (to_item IS NULL))
    )
    """

  /// The balances of characters and letters. `mint` and `burn` have only entries: a balance of
  /// theirs would be one row for which all operations wait.
  private static let goldAccounts = """
    CREATE TABLE gold_accounts (
      account TEXT NOT NULL PRIMARY KEY CHECK (
        account LIKE 'character/%' OR account LIKE 'mail/%'),
      balance BIGINT NOT NULL CHECK (balance BETWEEN 0 AND 9007199254740991)
    )
    """

  /// The entries of one operation add up to 0.
  private static let goldEntries = """
    CREATE TABLE gold_entries (
      operation TEXT NOT NULL,
      account TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount <> 0),
      PRIMARY KEY (operation, account)
    )
    """

  /// The recipient is not removed while letters wait: what is attached must be accounted for first.
  private static let mails = """
    CREATE TABLE mails (
      id {identity},
      recipient BIGINT NOT NULL REFERENCES characters (id),
      sender BIGINT NOT NULL,
      sender_name TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      sent_at BIGINT NOT NULL
    )
    """
}
