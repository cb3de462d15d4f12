import Storage
import Testing

@Suite struct FactorTests {
  private static let start = StaffFixture.start

  @Test(arguments: BackEnd.allCases)
  func aConfirmedFactorIsAskedFor(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    _ = try await fixture.logIn(1)
    let session = try await fixture.enrol()
    #expect(try await fixture.session(200)?.id == session)
    #expect(try await fixture.session(200)?.hasSecondFactor == true)
    #expect(try await fixture.session(1) == nil, "others end")
    #expect(try await fixture.store.staff(fixture.ada)?.hasSecondFactor == true)
    #expect(try await fixture.logIn(2) == .codeNeeded)
    guard case .opened(_, hasSecondFactor: true) = try await fixture.logIn(2, code: 2) else {
      throw TestFailure("the code was not taken")
    }
    // Another one is not proposed over it.
    #expect(
      try await !fixture.store.proposeFactor(
        of: fixture.ada, secret: Array(repeating: 1, count: 20),
        audit: StaffFixture.entry("factor.propose")))
  }

  @Test(arguments: BackEnd.allCases)
  func aStepIsTakenOnce(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    try await fixture.enrol(step: 10)
    #expect(try await fixture.logIn(1, code: 10) == .wrongCode, "used to confirm")
    #expect(try await fixture.logIn(1, code: 9) == .wrongCode, "older")
    guard case .opened = try await fixture.logIn(1, code: 11) else {
      throw TestFailure("the code was not taken")
    }
    #expect(try await fixture.logIn(2, code: 11) == .wrongCode)
    // Also not after the factor was taken away and set up anew.
    _ = try await fixture.store.changeStaff(
      fixture.ada, [.factorRemoved], keeping: nil, audit: StaffFixture.entry("staff.reset"))
    try await fixture.enrol(token: 201, step: 12)
    #expect(try await fixture.logIn(3, code: 11) == .wrongCode)
    #expect(try await fixture.actions().count { $0 == "factor.refuse" } == 4)
  }

  @Test(arguments: BackEnd.allCases)
  func fiveWrongCodesLockForAWhile(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    try await fixture.enrol()
    for _ in 1..<StorageLimits.factorFailuresMax {
      #expect(try await fixture.logIn(1, code: 0) == .wrongCode)
    }
    let until = Self.start + StorageLimits.factorLockMilliseconds
    #expect(try await fixture.logIn(1, code: 0) == .locked(until: until))
    #expect(try await fixture.logIn(1, code: 5) == .locked(until: until), "also the right one")
    #expect(try await fixture.logIn(1, code: 5, at: until - 1) == .locked(until: until))
    #expect(try await fixture.store.staff(fixture.ada)?.lockedUntil == until)
    guard case .opened = try await fixture.logIn(1, code: 5, at: until) else {
      throw TestFailure("the lock did not end")
    }
    #expect(try await fixture.logIn(2, code: 0, at: until) == .wrongCode, "it counts from 1 again")
    #expect(try await fixture.actions().count { $0 == "factor.lock" } == 1)
  }

  @Test(arguments: BackEnd.allCases)
  func aRightCodeForgetsWrongOnes(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    try await fixture.enrol()
    for round in 1...4 {
      for _ in 1..<StorageLimits.factorFailuresMax {
        #expect(try await fixture.logIn(1, code: 0) == .wrongCode)
      }
      guard case .opened = try await fixture.logIn(UInt8(round), code: UInt64(round + 1)) else {
        throw TestFailure("round \(round)")
      }
    }
  }

  /// However many tries come at once and from wherever: one code is taken, five wrong ones lock.
  @Test(arguments: BackEnd.allCases)
  func triesAtOnceAreCountedOneByOne(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    try await fixture.enrol()
    let results = try await withThrowingTaskGroup(of: StaffLogInResult.self) { group in
      for token in 0..<12 {
        group.addTask { try await fixture.logIn(UInt8(token), code: 7) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let opened = results.count { if case .opened = $0 { true } else { false } }
    let wrong = results.count { $0 == .wrongCode }
    let locked = results.count { if case .locked = $0 { true } else { false } }
    // The right one may come after some wrong ones, never after the lock.
    #expect(opened == 1 && locked >= 2 && wrong + locked == 11)
  }

  @Test(arguments: BackEnd.allCases)
  func confirmingCountsWrongCodesToo(_ backEnd: BackEnd) async throws {
    let fixture = try await StaffFixture(backEnd)
    guard case .opened(let session, _) = try await fixture.logIn(1) else {
      throw TestFailure("no session")
    }
    func confirm(_ step: UInt64?) async throws -> FactorConfirmation {
      try await fixture.store.confirmFactor(
        of: fixture.ada, by: session, at: Self.start, verifying: { _ in step },
        audit: StaffFixture.entry("factor.confirm"))
    }
    #expect(try await confirm(1) == .notProposed)
    _ = try await fixture.store.proposeFactor(
      of: fixture.ada, secret: Array(repeating: 3, count: 20),
      audit: StaffFixture.entry("factor.propose"))
    for _ in 1..<StorageLimits.factorFailuresMax { #expect(try await confirm(nil) == .wrongCode) }
    let until = Self.start + StorageLimits.factorLockMilliseconds
    #expect(try await confirm(nil) == .locked(until: until))
    #expect(try await confirm(4) == .locked(until: until))
    #expect(try await fixture.store.staff(fixture.ada)?.hasSecondFactor == false)
  }
}
