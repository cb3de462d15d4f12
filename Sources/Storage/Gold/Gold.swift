import Model

extension SQLTransaction {
  /// The balance of an account; 0 when it was never used.
  func gold(of owner: Owner) throws(StorageError) -> UInt64 {
    let found = try row(
      "SELECT balance FROM gold_accounts WHERE account = $1", [.text(owner.name())])
    return try found?.number(0) ?? 0
  }

  func storeGold(_ gold: UInt64, of account: String) throws(StorageError) {
    try post(
      """
      INSERT INTO gold_accounts (account, balance) VALUES ($1, $2)
      ON CONFLICT (account) DO UPDATE SET balance = excluded.balance
      """, [.text(account), try .number(gold, "gold")])
  }

  /// An owner that is no more; its balance is 0 by then.
  func closeAccount(of owner: Owner) throws(StorageError) {
    try post(
      "DELETE FROM gold_accounts WHERE account = $1 AND balance = 0", [.text(owner.name())])
  }

  func enterGold(
    _ amount: Int64, account: String, operation: String
  ) throws(StorageError) {
    try post(
      "INSERT INTO gold_entries (operation, account, amount) VALUES ($1, $2, $3)",
      [.text(operation), .text(account), .integer(amount)])
  }
}
