import Model
import Storage

/// An operation as the API shows it. Moments are milliseconds since 1970.
struct OperationDocument: Encodable {
  struct Receipt: Encodable {
    var node: String
    var incarnation: UInt64
    var outcome: String
    /// Why, of `refused` and `unreachable`; how the character was before, of `applied`.
    var detail: String?
    /// Players.
    var reached: UInt64
    var changedAt: Int64
  }

  var id: String
  var kind: String
  var scope: String
  var payload: JSONValue
  var actor: String
  var reason: String
  var issuedAt: Int64
  var deadline: Int64
  var undoOf: String?
  var undoneBy: String?
  var canBeUndone: Bool
  /// `open` or `done`.
  var state: String
  /// Players that all nodes together reached.
  var reached: UInt64
  /// Nodes by outcome.
  var outcomes: [String: Int]
  var receipts: [Receipt]

  init(_ row: AdminOperationRow) {
    id = "\(row.id)"
    kind = row.kind
    scope = row.scope
    payload = JSONValue(bytes: Array(row.payload.utf8)) ?? .null
    actor = row.actor
    reason = row.reason
    issuedAt = row.issuedAt
    deadline = row.deadline
    undoOf = row.undoOf.map { "\($0)" }
    undoneBy = row.undoneBy.map { "\($0)" }
    canBeUndone =
      row.undoneBy == nil && OperationCatalog.kind(of: row)?.inverse(of: row) != nil
    state = row.isOpen ? "open" : "done"
    reached = row.receipts.reduce(0) { $0 + $1.reached }
    outcomes = Dictionary(row.receipts.map { ($0.outcome.rawValue, 1) }, uniquingKeysWith: +)
    receipts = row.receipts.map {
      Receipt(
        node: $0.target.node.description, incarnation: $0.target.incarnation.rawValue,
        outcome: $0.outcome.rawValue, detail: $0.detail.isEmpty ? nil : $0.detail,
        reached: $0.reached, changedAt: $0.changedAt)
    }
  }

  static let shape: JSONShape = .object([
    .init("id", .text(min: 32, max: 32)),
    .init(
      "kind", .text(choices: OperationCatalog.kinds.map { $0.name } + [Undo.name])),
    .init("scope", .text(), "everybody, map/N, region/M:C,R, character/N or account/N"),
    .init("payload", .anything, "what was asked for"),
    .init("actor", .text()), .init("reason", .text()),
    .init("issued_at", .integer(), "milliseconds since 1970"),
    .init("deadline", .integer(), "after it no node begins with it"),
    .init("undo_of", .text(), isRequired: false), .init("undone_by", .text(), isRequired: false),
    .init("can_be_undone", .flag), .init("state", .text(choices: ["open", "done"])),
    .init("reached", .integer(min: 0), "players, at all nodes together"),
    .init("outcomes", .map(.integer(min: 0)), "nodes by outcome"),
    .init(
      "receipts",
      .list(
        .object([
          .init("node", .text()), .init("incarnation", .integer(), "which run of the node"),
          .init(
            "outcome", .text(choices: AdminReceiptRow.Outcome.allCases.map(\.rawValue))),
          .init(
            "detail", .text(), isRequired: false,
            "why, of refused and unreachable; how the character was before, of applied"),
          .init("reached", .integer(min: 0)), .init("changed_at", .integer()),
        ]))),
  ])
}

/// A page of operations, the newest first.
struct OperationsDocument: Encodable {
  var operations: [OperationDocument]
  /// To be given as `before` for the next page; nil on the last one.
  var next: Int64?

  static let shape: JSONShape = .object([
    .init("operations", .list(OperationDocument.shape)),
    .init("next", .integer(), isRequired: false, "`before` of the next page"),
  ])
}
