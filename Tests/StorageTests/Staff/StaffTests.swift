import Storage
import Testing

@Suite struct StaffTests {
  @Test(arguments: BackEnd.allCases)
  func anAccountIsFoundByNameAndID(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    let row = try #require(try await fixture.store.staff(named: "ADA"))
    #expect(row.id == fixture.ada && row.name == "Ada" && row.role == "gm")
    #expect(row.passwordHash == "hash" && !row.isDisabled && !row.hasSecondFactor)
    #expect(row.lockedUntil == 0 && row.createdAt == StaffFixture.start)
    #expect(try await fixture.store.staff(fixture.ada) == row)
    #expect(try await fixture.store.staff() == [row])
    #expect(try await fixture.store.staff(named: "bo") == nil)
    #expect(try await fixture.store.staff(StaffID(99)) == nil)
    // Players' accounts are others.
    #expect(try await fixture.store.account(named: "Ada") == nil)
    let page = try await fixture.store.audit(AuditFilter(), max: 10)
    #expect(page.rows.map(\.entry.target) == [fixture.ada.description])
  }

  @Test(arguments: BackEnd.allCases, ["ada", "ADA", "\u{FF21}da"])
  func aTakenNameWritesNothing(_ backEnd: BackEnd, _ name: String) async throws {
    let fixture = try await StaffFixture(backEnd)
    let made = try await fixture.store.addStaff(
      name, passwordHash: "other", role: "sre", audit: StaffFixture.entry("staff.add"))
    #expect(made == nil)
    #expect(try await fixture.actions() == ["staff.add"])
  }

  @Test(arguments: BackEnd.allCases)
  func everyChangeEndsSessionsAndIsWrittenDown(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    let changes: [StaffChange] = [
      .role("sre"), .disabled(true), .disabled(false), .passwordHash("new"), .factorRemoved,
    ]
    for (index, change) in changes.enumerated() {
      let token = UInt8(index)
      let isDisabled = try #require(try await fixture.store.staff(fixture.ada)).isDisabled
      if !isDisabled { _ = try await fixture.logIn(token) }
      #expect(
        try await fixture.store.changeStaff(
          fixture.ada, [change], keeping: nil, audit: StaffFixture.entry("change.\(index)")))
      #expect(try await fixture.session(token) == nil, "after \(change)")
      #expect(try await fixture.actions().last == "change.\(index)")
    }
    let row = try #require(try await fixture.store.staff(fixture.ada))
    #expect(row.role == "sre" && !row.isDisabled && row.passwordHash == "new")
  }

  @Test(arguments: BackEnd.allCases)
  func theSessionThatAsksMayStay(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    guard case .opened(let kept, _) = try await fixture.logIn(1) else {
      throw TestFailure("no session")
    }
    _ = try await fixture.logIn(2)
    #expect(
      try await fixture.store.changeStaff(
        fixture.ada, [.passwordHash("new")], keeping: kept,
        audit: StaffFixture.entry("staff.password")))
    #expect(try await fixture.session(1)?.id == kept)
    #expect(try await fixture.session(2) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func anUnknownAccountIsNotChanged(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    #expect(
      try await !fixture.store.changeStaff(
        StaffID(99), [.role("sre")], keeping: nil, audit: StaffFixture.entry("staff.change")))
    #expect(try await fixture.actions() == ["staff.add"])
  }

  @Test(arguments: BackEnd.allCases)
  func badValuesWriteNothing(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    let entry = StaffFixture.entry("staff.add")
    for (name, role) in [
      ("", "gm"), ("b\0", "gm"), ("bo", ""), (String(repeating: "b", count: 65), "gm"),
    ] {
      await #expect(throws: StorageError.self) {
        try await fixture.store.addStaff(name, passwordHash: "x", role: role, audit: entry)
      }
    }
    // The row of the audit log is refused: then the account is not made either.
    var bad = entry
    bad.details = String(repeating: " ", count: StorageLimits.auditDetailsBytesMax + 1)
    await #expect(throws: StorageError.self) {
      try await fixture.store.addStaff("bo", passwordHash: "x", role: "gm", audit: bad)
    }
    #expect(try await fixture.store.staff().count == 1)
    #expect(try await fixture.actions() == ["staff.add"])
  }
}
