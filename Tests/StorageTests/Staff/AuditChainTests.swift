import Testing

@testable import Storage

@Suite struct AuditChainTests {
  private func entry(_ number: Int, actor: String = "ada") -> AuditEntry {
    AuditEntry(
      at: 1_000 + Int64(number), actor: actor, role: "gm", session: StaffSessionID(7),
      address: "::1", action: number.isMultiple(of: 2) ? "a.even" : "a.odd",
      target: "character/\(number)", operation: "op-\(number / 3)",
      details: AuditEntry.details(["Ω": "\"\(number)\\"]))
  }

  private func filled(_ backEnd: BackEnd, rows: Int = 10) async throws -> TestStore {
    let test = try await TestStore(backEnd)
    for number in 1...rows { try await test.store.append(audit: entry(number)) }
    return test
  }

  @Test(arguments: BackEnd.allCases)
  func rowsComeBackAsTheyWereWritten(_ backEnd: BackEnd) async throws {
    let test = try await filled(backEnd)
    let page = try await test.store.audit(AuditFilter(), max: 100)
    #expect(page.rows.map(\.id) == (1...10).reversed().map { UInt64($0) })
    #expect(page.rows.map(\.entry) == (1...10).reversed().map { entry($0) })
    #expect(page.head == AuditHead(id: 10, hash: page.rows[0].hash))
    let whole = try await test.store.verifyAudit()
    #expect(whole.isWhole && whole.rows == 10 && whole.head == page.head)
  }

  /// The bytes that are hashed are for ever: old rows are looked at by newer code.
  @Test func theHashIsTheOneOfTheDocument() throws {
    let hash = try AuditChain.hash(of: entry(1), id: 1, after: AuditHead.start.hash)
    let hex = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(hex == Self.first)
  }

  /// Computed by another program from the description of `AuditChain`.
  private static let first = "d8b0e4a4de3ba6c8bfe4fc8ffa115a91810bd8757a9a32ca44d53ec5f29dc5be"

  @Test func noTwoEntriesHaveTheSameBytes() throws {
    let zeros = AuditHead.start.hash
    var hashes: Set<[UInt8]> = []
    var plain = AuditEntry(at: 0, actor: "ab", role: "c", action: "d")
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: zeros))
    hashes.insert(try AuditChain.hash(of: plain, id: 2, after: zeros))
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: Array(repeating: 1, count: 32)))
    (plain.actor, plain.role) = ("a", "bc")
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: zeros))
    (plain.role, plain.address) = ("b", "c")
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: zeros))
    plain.session = StaffSessionID(1)
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: zeros))
    (plain.session, plain.at) = (nil, 1)
    hashes.insert(try AuditChain.hash(of: plain, id: 1, after: zeros))
    #expect(hashes.count == 7)
  }

  struct Tampering: Sendable, CustomTestStringConvertible {
    let sql: [String]
    let faults: [AuditFault]

    var testDescription: String { sql.joined(separator: "; ") }
  }

  static let tamperings: [Tampering] = [
    .init(sql: ["UPDATE audit SET actor = 'bo' WHERE id = 4"], faults: [.altered(4)]),
    .init(sql: ["UPDATE audit SET at = at + 1 WHERE id = 1"], faults: [.altered(1)]),
    .init(sql: ["UPDATE audit SET details = '{}' WHERE id = 10"], faults: [.altered(10)]),
    .init(
      sql: ["UPDATE audit SET session_id = 0 WHERE id IN (2, 9)"],
      faults: [.altered(2), .altered(9)]),
    .init(sql: ["DELETE FROM audit WHERE id = 5"], faults: [.missing(from: 5, to: 5)]),
    .init(
      sql: ["DELETE FROM audit WHERE id BETWEEN 1 AND 3"], faults: [.missing(from: 1, to: 3)]),
    .init(sql: ["DELETE FROM audit WHERE id > 8"], faults: [.missing(from: 9, to: 10)]),
    .init(sql: ["DELETE FROM audit"], faults: [.missing(from: 1, to: 10)]),
    .init(sql: ["DELETE FROM audit_head"], faults: [.otherEnd(last: 10, head: 0)]),
    .init(
      sql: ["DELETE FROM audit WHERE id = 10", "UPDATE audit_head SET last_id = 9"],
      faults: [.otherEnd(last: 9, head: 9)]),
    // The last row is taken out, and its hash made the one of another.
    .init(
      sql: [
        "UPDATE audit SET id = 11 WHERE id = 5", "UPDATE audit SET id = 5 WHERE id = 6",
        "UPDATE audit SET id = 6 WHERE id = 11",
      ], faults: [.altered(5), .altered(6), .altered(7)]),
  ]

  @Test(arguments: BackEnd.allCases, tamperings)
  func tamperingIsNamedByItsRows(_ backEnd: BackEnd, _ tampering: Tampering) async throws {
    let test = try await filled(backEnd)
    for sql in tampering.sql { try await test.database.execute(sql) }
    let result = try await test.store.verifyAudit()
    #expect(result.faults == tampering.faults)
    #expect(!result.isWhole)
  }

  @Test(arguments: BackEnd.allCases)
  func writersChainOneAfterTheOther(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let other = try await test.second()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...60 {
        let store = number.isMultiple(of: 2) ? test.store : other
        group.addTask { try await store.append(audit: entry(number)) }
      }
      try await group.waitForAll()
    }
    let result = try await test.store.verifyAudit()
    #expect(result.isWhole && result.rows == 60)
    let rows = try await test.store.audit(AuditFilter(), max: 100).rows
    #expect(Set(rows.map(\.entry.target)).count == 60)
  }

  @Test(arguments: BackEnd.allCases)
  func pagesAndFilters(_ backEnd: BackEnd) async throws {
    let test = try await filled(backEnd)
    try await test.store.append(audit: entry(11, actor: "bo"))
    func ids(_ filter: AuditFilter, max: Int = 100) async throws -> [UInt64] {
      try await test.store.audit(filter, max: max).rows.map(\.id)
    }
    #expect(try await ids(AuditFilter(), max: 3) == [11, 10, 9])
    #expect(try await ids(AuditFilter(before: 9), max: 3) == [8, 7, 6])
    #expect(try await ids(AuditFilter(actor: "bo")) == [11])
    #expect(try await ids(AuditFilter(action: "a.even")) == [10, 8, 6, 4, 2])
    #expect(try await ids(AuditFilter(before: 8, action: "a.even")) == [6, 4, 2])
    #expect(try await ids(AuditFilter(target: "character/3")) == [3])
    #expect(try await ids(AuditFilter(operation: "op-1")) == [5, 4, 3])
    #expect(try await ids(AuditFilter(since: 1_004, until: 1_006)) == [5, 4])
    #expect(try await ids(AuditFilter(actor: "' OR 1=1 --")) == [])
    #expect(try await ids(AuditFilter(before: .max)).count == 11)
  }

  @Test(arguments: BackEnd.allCases)
  func badEntriesAreRefused(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    var (nobody, nothing, nul, long) = (entry(1), entry(1), entry(1), entry(1))
    nobody.actor = ""
    nothing.action = ""
    nul.target = "a\0b"
    long.address = String(repeating: "a", count: StorageLimits.auditTextBytesMax + 1)
    for bad in [nobody, nothing, nul, long] {
      await #expect(throws: StorageError.self) { try await test.store.append(audit: bad) }
    }
    #expect(try await test.store.verifyAudit() == AuditVerification())
  }
}
