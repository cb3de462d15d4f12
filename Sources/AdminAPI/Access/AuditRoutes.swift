import Hummingbird
import Storage

extension AdminFeature {
  /// Who did what.
  public static func audit(_ access: StaffAccess) -> AdminFeature {
    AdminFeature([
      AdminRoute(
        method: .get, path: "/api/audit", permission: .viewAudit,
        summary: "The audit log, the newest rows first, page by page.",
        query: [
          .init(name: "before", shape: .id, summary: "Only rows before this one: `next`."),
          .init(
            name: "limit", shape: .integer(min: 1, max: Int64(StorageLimits.auditPageMax)),
            summary: "How many rows at most; 100 when it is not given."),
          .init(name: "actor", shape: .text(max: 256), summary: "Only what somebody did."),
          .init(name: "action", shape: .text(max: 256), summary: "Only one kind of action."),
          .init(name: "target", shape: .text(max: 256), summary: "Only what was done to this."),
          .init(name: "operation", shape: .text(max: 256), summary: "Only of one operation."),
          .init(
            name: "since_ms", shape: .moment, summary: "The first moment, in ms since 1970."),
          .init(
            name: "until_ms", shape: .moment, summary: "The first moment that is too late."),
        ], answer: AuditDocument.shape
      ) { request in try await page(request, of: access.store) },
      chain(access),
    ])
  }

  /// Going through the log reads every row, so that many who ask get one answer.
  private static func chain(_ access: StaffAccess) -> AdminRoute {
    let check = AuditChainCheck(access)
    return AdminRoute(
      method: .get, path: "/api/audit/chain", permission: .viewAudit,
      summary: "Whether every row of the audit log is there and as it was written.",
      answer: AuditChainDocument.shape
    ) { _ in .json(AuditChainDocument(try await check.state())) }
  }

  private static func page(
    _ request: AdminRequest, of store: any Store
  ) async throws -> Response {
    let limit = Int(try request.integer("limit") ?? 100)
    let filter = AuditFilter(
      before: try request.integer("before").map { UInt64($0) }, actor: request.query["actor"],
      action: request.query["action"], target: request.query["target"],
      operation: request.query["operation"], since: try request.integer("since_ms"),
      until: try request.integer("until_ms"))
    let page = try await store.audit(filter, max: limit)
    return .whole(.ok, "application/json", AuditDocument.page(page, limit: limit).text + "\n")
  }
}

/// A page of the audit log. Details stand as they were written, so no name in them is changed.
enum AuditDocument {
  static let shape = JSONShape.object([
    .init(
      "rows",
      .list(
        .object([
          .init("id", .id), .init("at_ms", .moment), .init("actor", .text()),
          .init("role", .text()), .init("session", .id, isRequired: false),
          .init("address", .text()), .init("action", .text()), .init("target", .text()),
          .init("operation", .text()), .init("details", .anything),
          .init("hash", .text(min: 64, max: 64)),
        ]))),
    .init("next", .id, isRequired: false, "`before` of the next page; none: this is the last."),
    .init(
      "head",
      .object([.init("id", .integer(min: 0)), .init("hash", .text(min: 64, max: 64))]),
      "The end of the chain."),
  ])

  static func page(_ page: AuditPage, limit: Int) -> JSONValue {
    var document: [String: JSONValue] = [
      "rows": .list(page.rows.map(row)),
      "head": ["id": number(page.head.id), "hash": .text(hex(page.head.hash))],
    ]
    if page.rows.count == limit, let last = page.rows.last, last.id > 1 {
      document["next"] = number(last.id)
    }
    return .object(document)
  }

  private static func row(_ row: AuditRow) -> JSONValue {
    let entry = row.entry
    var document: [String: JSONValue] = [
      "id": number(row.id), "at_ms": .integer(entry.at), "actor": .text(entry.actor),
      "role": .text(entry.role), "address": .text(entry.address), "action": .text(entry.action),
      "target": .text(entry.target), "operation": .text(entry.operation),
      "details": JSONValue(bytes: Array(entry.details.utf8)) ?? .text(entry.details),
      "hash": .text(hex(row.hash)),
    ]
    if let session = entry.session { document["session"] = number(session.rawValue) }
    return .object(document)
  }

  private static func number(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
