import Model
import Storage

extension Findings {
  /// What is wrong with items.
  mutating func addItems(_ audit: BelongingsAudit) {
    for kind in audit.kinds where kind.held != kind.ledger {
      add("there are \(kind.held) \(kind.kind), and the ledger says \(kind.ledger)")
    }
    for deviation in audit.itemDeviations {
      add(
        """
        \(deviation.owner) has \(deviation.held) \(deviation.kind?.rawValue ?? "pieces"), and the \
        ledger says \(deviation.ledger)
        """)
    }
    for item in audit.ownerlessItems { add("the owner of item \(item.rawValue) does not exist") }
    for operation in audit.unrecordedOperations {
      add("the ledgers name operation \(operation), which is not recorded")
    }
  }

  /// What is wrong with gold.
  mutating func addGold(_ audit: BelongingsAudit) {
    if audit.goldSum != 0 { add("all accounts together hold \(audit.goldSum) instead of 0") }
    for deviation in audit.goldDeviations {
      add(
        "\(deviation.owner) has \(deviation.held) gold, and the ledger says \(deviation.ledger)")
    }
    for operation in audit.unbalancedOperations {
      add("the entries of operation \(operation) do not add up to 0")
    }
    for account in audit.ownerlessAccounts { add("the owner of account \(account) does not exist") }
  }
}
