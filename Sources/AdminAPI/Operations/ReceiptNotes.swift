import Cluster
import Metrics
import Model
import Storage
import Wire

/// What became known of operations and is not written yet. A value; its owner holds the lock.
struct ReceiptNotes {
  struct Note {
    let id: AdminOperationID
    var receipts: [AdminReceiptRow] = []
    /// The round is over.
    var isClosing = false
  }

  private var notes: [AdminOperationID: Note] = [:]
  private var count = 0
  private let dropped = Counter(label: "pangea_admin_operation_receipts_dropped_total")

  mutating func add(_ receipt: AdminReceiptRow, of id: AdminOperationID) {
    guard count < AdminLimits.unwrittenReceiptsMax else { return dropped.increment() }
    count += 1
    notes[id, default: Note(id: id)].receipts.append(receipt)
    if receipt.outcome != .asked {
      Counter(
        label: "pangea_admin_operation_receipts_total",
        dimensions: [("outcome", receipt.outcome.rawValue)]
      ).increment()
    }
  }

  mutating func close(_ id: AdminOperationID) { notes[id, default: Note(id: id)].isClosing = true }

  /// An answer for which no round waits: it takes the place of `unreachable`.
  mutating func addLate(_ receipt: OperationReceipt, from node: NodeID, now: UInt64) {
    // A later run only says that it is not the one that was meant.
    guard receipt.node == node, receipt.outcome != .refused(.otherRun) else { return }
    let target = OperationTarget(node: node, incarnation: receipt.incarnation)
    add(AdminReceiptRow(target, .answered(receipt.outcome), now: now), of: receipt.id)
  }

  mutating func takeAll() -> [Note] {
    defer {
      notes = [:]
      count = 0
    }
    return notes.values.sorted { $0.id < $1.id }
  }

  /// What could not be written: before what came since.
  mutating func putBack(_ note: Note) {
    var note = note
    let newer = notes[note.id]
    note.receipts += newer?.receipts ?? []
    note.isClosing = note.isClosing || newer?.isClosing ?? false
    count += note.receipts.count - (newer?.receipts.count ?? 0)
    notes[note.id] = note
  }
}

extension AdminReceiptRow {
  /// A target that is asked from now on.
  static func asked(_ target: OperationTarget, now: UInt64) -> AdminReceiptRow {
    AdminReceiptRow(
      target: AdminTarget(node: target.node, incarnation: target.incarnation), outcome: .asked,
      changedAt: Int64(clamping: now))
  }

  init(_ target: OperationTarget, _ result: OperationResult, now: UInt64) {
    let (outcome, detail, reached): (Outcome, String, UInt64) =
      switch result {
      case .answered(.applied(let players)): (.applied, "", UInt64(players))
      case .answered(.changed(let before)): (.applied, before, 1)
      case .answered(.refused(let refusal)): (.refused, "\(refusal)", 0)
      case .answered(.nothingToDo): (.nothingToDo, "", 0)
      case .unreachable(let absence): (.unreachable, absence.rawValue, 0)
      }
    self.init(
      target: AdminTarget(node: target.node, incarnation: target.incarnation), outcome: outcome,
      detail: detail, reached: reached, changedAt: Int64(clamping: now))
  }

  var operationTarget: OperationTarget {
    OperationTarget(node: target.node, incarnation: target.incarnation)
  }

  /// Nil: not known yet.
  var result: OperationResult? {
    switch outcome {
    case .asked: nil
    case .applied:
      .answered(
        detail.isEmpty ? .applied(reached: UInt32(clamping: reached)) : .changed(before: detail))
    case .refused:
      .answered(
        .refused(OperationOutcome.Refusal.allCases.first { "\($0)" == detail } ?? .unknown))
    case .nothingToDo: .answered(.nothingToDo)
    case .unreachable: .unreachable(OperationResult.Absence(rawValue: detail) ?? .silent)
    }
  }
}

extension OperationOrder {
  /// For the admin process that issues it; its target is filled in for each node.
  init(_ draft: AdminOperationDraft, kind: Kind, scope: OperationScope) {
    self.init(
      id: draft.id, admin: draft.run.admin, target: Incarnation(0), actor: draft.actor,
      issuedAt: UInt64(clamping: draft.issuedAt), deadline: UInt64(clamping: draft.deadline),
      undoOf: draft.undoOf, scope: scope, kind: kind)
  }

  /// For the admin process that goes on with it.
  init(_ row: AdminOperationRow, admin: AdminID, kind: Kind, scope: OperationScope) {
    self.init(
      id: row.id, admin: admin, target: Incarnation(0), actor: row.actor,
      issuedAt: UInt64(clamping: row.issuedAt), deadline: UInt64(clamping: row.deadline),
      undoOf: row.undoOf, scope: scope, kind: kind)
  }
}
