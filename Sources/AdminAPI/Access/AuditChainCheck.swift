import Storage

/// Goes through the audit log's chain for whoever asks: once for all who ask within a short time.
actor AuditChainCheck {
  /// What was found, and when, in milliseconds since 1970.
  struct Result: Sendable {
    var at: Int64
    var verification: AuditVerification
  }

  private let access: StaffAccess
  private var last: Result?
  private var running: Task<Result, any Error>?

  init(_ access: StaffAccess) { self.access = access }

  func state() async throws -> Result {
    if let last, access.moment - last.at < AdminLimits.auditChainMilliseconds { return last }
    if let running { return try await running.value }
    let access = access
    let fresh = Task {
      Result(at: access.moment, verification: try await access.store.verifyAudit())
    }
    running = fresh
    defer { running = nil }
    let result = try await fresh.value
    last = result
    return result
  }
}

/// The state of the chain, as the API shows it.
struct AuditChainDocument: Encodable {
  static let shape = JSONShape.object([
    .init("whole", .flag), .init("rows", .integer(min: 0)),
    .init("checked_ms", .moment, "When the log was gone through."),
    .init("faults", .list(.text()), "What is wrong, in sentences."),
  ])

  var whole: Bool
  var rows: UInt64
  var checkedMs: Int64
  var faults: [String]

  init(_ result: AuditChainCheck.Result) {
    whole = result.verification.isWhole
    rows = result.verification.rows
    checkedMs = result.at
    faults = result.verification.faults.map(\.description)
  }
}
