import Storage
import Testing

/// A store and somebody of the staff, and what tests do with them over and over.
struct StaffFixture {
  static let start: Int64 = 1_700_000_000_000

  let test: TestStore
  let ada: StaffID

  var store: any Store { test.store }

  init(_ backEnd: BackEnd) async throws {
    test = try await TestStore(backEnd)
    let made = try await test.store.addStaff(
      "Ada", passwordHash: "hash", role: "gm", audit: Self.entry("staff.add"))
    ada = try #require(made)
  }

  static func entry(_ action: String, at moment: Int64 = start) -> AuditEntry {
    AuditEntry(at: moment, actor: "tester", role: "super_admin", action: action)
  }

  func logIn(
    _ token: UInt8, code step: UInt64? = nil, at moment: Int64 = start, of staff: StaffID? = nil
  ) async throws -> StaffLogInResult {
    var check: FactorCheck?
    if let step { check = { _ in step == 0 ? nil : step } }
    return try await store.openStaffSession(
      StaffLogIn(
        staff: staff ?? ada, token: try .numbered(token), at: moment, endsAt: moment + 1_000_000,
        address: "127.0.0.1"),
      verifying: check, audit: Self.entry("session.open", at: moment))
  }

  func session(
    _ token: UInt8, at moment: Int64 = start, idleSince: Int64 = 0
  ) async throws -> StaffSessionRow? {
    try await store.staffSession(.numbered(token), at: moment, idleSince: idleSince)
  }

  /// Sets up a second factor; answers the session that did.
  @discardableResult
  func enrol(token: UInt8 = 200, step: UInt64 = 1) async throws -> StaffSessionID {
    guard case .opened(let session, _) = try await logIn(token) else {
      throw TestFailure("no session")
    }
    let secret = [UInt8](repeating: 9, count: 20)
    #expect(
      try await store.proposeFactor(
        of: ada, secret: secret, audit: Self.entry("factor.propose")))
    let confirmation = try await store.confirmFactor(
      of: ada, by: session, at: Self.start, verifying: { $0 == secret ? step : nil },
      audit: Self.entry("factor.confirm"))
    #expect(confirmation == .confirmed)
    return session
  }

  /// The actions of the audit log, oldest first.
  func actions() async throws -> [String] {
    try await store.audit(AuditFilter(), max: 500).rows.reversed().map(\.entry.action)
  }
}
