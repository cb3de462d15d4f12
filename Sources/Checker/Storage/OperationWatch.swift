import Cluster
import Model
import Storage

/// Holds the records of operations of operators against what the checker has seen itself: each has a
/// receipt for every process that was there when it was issued, no process has two, and what a
/// process said stays.
public struct OperationWatch: Sendable {
  /// When a run of a process was seen to live, in milliseconds since 1970.
  private struct Sighting {
    let first: Int64
    var last: Int64
  }

  private var looks = 0
  private var findings = Findings()
  private var seen: [AdminTarget: Sighting] = [:]
  private var answers: [AdminOperationID: [AdminTarget: AdminReceiptRow]] = [:]
  /// What was told once is not told again at every look.
  private var told: Set<AdminOperationID> = []
  private var receipts: Int64 = 0
  private var unreachable: Int64 = 0
  private var waiting: AdminOperationID?

  public init() {}

  /// - Parameter nodes: those that had a lease at this look; nil when nobody was asked.
  public mutating func read(_ rows: [AdminOperationRow], nodes: [NodeRecord]?, at moment: Int64) {
    looks += 1
    for record in nodes ?? [] {
      if case .admin = record.node { continue }
      let target = AdminTarget(node: record.node, incarnation: record.incarnation)
      seen[target, default: Sighting(first: moment, last: moment)].last = moment
    }
    waiting = nil
    for row in rows { read(row, at: moment) }
    let all = answers.values.flatMap(\.values)
    receipts = Int64(all.count)
    unreachable = Int64(all.count { $0.outcome == .unreachable })
  }

  private mutating func read(_ row: AdminOperationRow, at moment: Int64) {
    compare(row)
    guard moment > row.deadline + CheckerLimits.operationMillisecondsMax else { return }
    guard !row.isOpen else {
      waiting = row.id
      return
    }
    guard told.insert(row.id).inserted else { return }
    for receipt in row.receipts where receipt.outcome == .asked {
      findings.add(
        "operation \(row.id) is over, and what \(receipt.target.node) made of it is not known")
    }
    let named = Set(row.receipts.map(\.target))
    for (target, sighting) in seen where !named.contains(target) {
      let margin = CheckerLimits.registryMillisecondsMax
      if sighting.first + margin < row.issuedAt, sighting.last > row.issuedAt {
        findings.add("operation \(row.id) has no receipt of \(target.node), which was there")
      }
    }
  }

  private mutating func compare(_ row: AdminOperationRow) {
    var now: [AdminTarget: AdminReceiptRow] = [:]
    for receipt in row.receipts {
      if now.updateValue(receipt, forKey: receipt.target) != nil {
        findings.add("operation \(row.id) has two receipts of \(receipt.target.node)")
      }
    }
    for (target, before) in answers[row.id] ?? [:]
    where before.outcome != .asked && before.outcome != .unreachable && now[target] != before {
      findings.add("operation \(row.id) has another receipt of \(target.node) than before")
    }
    answers[row.id] = now
  }

  public var check: Check {
    let open = waiting.map { "operation \($0) is past its deadline, and no admin process ends it" }
    let nothing = answers.isEmpty ? "no operation was ordered" : nil
    return findings.check(
      .orders, "orders", unknown: nothing ?? open,
      figures: [
        "operations": Int64(answers.count), "receipts": receipts, "unreachable": unreachable,
      ])
  }
}
