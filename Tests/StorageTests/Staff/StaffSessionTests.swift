import Storage
import Testing

@Suite struct StaffSessionTests {
  private static let start = StaffFixture.start

  @Test(arguments: BackEnd.allCases)
  func aSessionIsFoundUntilItEnds(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    guard case .opened(let id, false) = try await fixture.logIn(1) else {
      throw TestFailure("no session")
    }
    let row = try #require(try await fixture.session(1))
    #expect(row.id == id && row.staff == fixture.ada && row.name == "Ada" && row.role == "gm")
    #expect(!row.hasSecondFactor && row.seenAt == Self.start)
    #expect(try await fixture.session(1, at: row.endsAt - 1) != nil)
    #expect(try await fixture.session(1, at: row.endsAt) == nil)
    #expect(try await fixture.session(1, idleSince: Self.start - 1) != nil)
    #expect(try await fixture.session(1, idleSince: Self.start) == nil)
    try await fixture.store.touchStaffSession(id, at: Self.start + 50)
    #expect(try await fixture.session(1, idleSince: Self.start) != nil)
    try await fixture.store.touchStaffSession(id, at: Self.start + 20)
    #expect(try await fixture.session(1)?.seenAt == Self.start + 50, "it does not go back")
    #expect(try await fixture.session(2) == nil)
    let opened = try await fixture.store.audit(AuditFilter(action: "session.open"), max: 9)
    #expect(opened.rows.map(\.entry.session) == [id])
  }

  @Test(arguments: BackEnd.allCases)
  func theEnvironmentsUserHasSessionsToo(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    let result = try await fixture.store.openStaffSession(
      StaffLogIn(
        staff: nil, token: try .numbered(1), at: Self.start, endsAt: Self.start + 10,
        address: ""),
      verifying: nil, audit: StaffFixture.entry("session.open"))
    guard case .opened(_, hasSecondFactor: true) = result else { throw TestFailure("\(result)") }
    _ = try await fixture.logIn(2)
    let row = try #require(try await fixture.session(1))
    #expect(row.staff == nil && row.name.isEmpty && row.role.isEmpty)
    let closed = try await fixture.store.closeStaffSessions(
      of: nil, audit: StaffFixture.entry("session.close_all"))
    #expect(closed == 1)
    #expect(try await fixture.session(1) == nil)
    #expect(try await fixture.session(2) != nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aDisabledAccountHasNone(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    _ = try await fixture.logIn(1)
    try await fixture.test.database.execute("UPDATE staff SET disabled = 1")
    #expect(try await fixture.session(1) == nil)
    #expect(try await fixture.logIn(2) == .refused)
    #expect(try await fixture.logIn(2, of: StaffID(99)) == .refused)
  }

  @Test(arguments: BackEnd.allCases)
  func closingIsDoneAndWrittenOnce(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    guard case .opened(let id, _) = try await fixture.logIn(1) else {
      throw TestFailure("no session")
    }
    _ = try await fixture.logIn(2)
    let entry = StaffFixture.entry("session.close")
    #expect(try await fixture.store.closeStaffSession(id, audit: entry))
    #expect(try await !fixture.store.closeStaffSession(id, audit: entry))
    #expect(try await fixture.session(1) == nil)
    #expect(try await fixture.session(2) != nil)
    #expect(try await fixture.store.closeStaffSessions(of: fixture.ada, audit: entry) == 1)
    #expect(try await fixture.store.closeStaffSessions(of: fixture.ada, audit: entry) == 0)
    let closings = try await fixture.actions().count { $0 == "session.close" }
    #expect(closings == 2)
  }

  @Test(arguments: BackEnd.allCases)
  func theOldestOfTooManyEnds(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    for token in 0...UInt8(StorageLimits.staffSessionsMax) { _ = try await fixture.logIn(token) }
    #expect(try await fixture.session(0) == nil)
    #expect(try await fixture.session(1) != nil)
    // Those that are over make room.
    let later = Self.start + 1_000_000
    _ = try await fixture.logIn(99, at: later)
    let rows = try await fixture.test.database.execute("SELECT COUNT(*) FROM staff_sessions")
    #expect(rows == ["1"])
  }
}
