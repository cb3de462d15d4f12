/// What is wrong with the chain of the audit log.
public enum AuditFault: Hashable, Sendable, CustomStringConvertible {
  /// A row is not what was written, or does not follow the row before.
  case altered(UInt64)
  /// Rows of these numbers are gone.
  case missing(from: UInt64, to: UInt64)
  /// The end that storage remembers is not the last row.
  case otherEnd(last: UInt64, head: UInt64)

  public var description: String {
    switch self {
    case .altered(let id):
      id == 1
        ? "row 1 is not what was written"
        : "row \(id) is not what was written, or does not follow row \(id - 1)"
    case .missing(let from, let to):
      from == to ? "row \(from) is gone" : "rows \(from) ... \(to) are gone"
    case .otherEnd(let last, let head):
      "the log ends with row \(last), and the chain with row \(head) or another one of that number"
    }
  }
}

/// The whole chain of the audit log, gone through at one moment.
public struct AuditVerification: Hashable, Sendable {
  /// How many rows there are.
  public var rows: UInt64 = 0
  public var head: AuditHead = .start
  /// `StorageLimits.auditRowsMax` at most.
  public var faults: [AuditFault] = []

  public init() {}

  /// Whether every row is there and as it was written.
  public var isWhole: Bool { faults.isEmpty }

  fileprivate mutating func add(_ fault: AuditFault) {
    if faults.count < StorageLimits.auditRowsMax { faults.append(fault) }
  }
}

extension SQLTransaction {
  /// Needs a transaction that sees one moment of the database.
  func verifyAudit() throws(StorageError) -> AuditVerification {
    var result = AuditVerification()
    result.head = try auditHead()
    var last = AuditHead.start
    var page = try auditRows(after: 0)
    while !page.isEmpty {
      for row in page {
        if row.id != last.id + 1 {
          result.add(.missing(from: last.id + 1, to: row.id - 1))
        } else if try AuditChain.hash(of: row.entry, id: row.id, after: last.hash) != row.hash {
          result.add(.altered(row.id))
        }
        last = AuditHead(id: row.id, hash: row.hash)
        result.rows += 1
      }
      page = try auditRows(after: last.id)
    }
    if last.id < result.head.id {
      result.add(.missing(from: last.id + 1, to: result.head.id))
    } else if last != result.head {
      result.add(.otherEnd(last: last.id, head: result.head.id))
    }
    return result
  }

  private func auditRows(after id: UInt64) throws(StorageError) -> [AuditRow] {
    let found = try rows(
      "SELECT \(AuditRow.columns) FROM audit WHERE id > $1 ORDER BY id LIMIT $2",
      [try .number(id, "audit row"), .integer(Int64(StorageLimits.auditPageMax))])
    return try found.map { (row) throws(StorageError) in try AuditRow(row) }
  }
}
