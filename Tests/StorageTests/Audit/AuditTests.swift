import Model
import Storage
import Testing

/// The books are clean after everything that the program does, and whatever somebody changes beside
/// the program shows.
@Suite struct AuditTests {
  @Test(arguments: BackEnd.allCases)
  func nothingIsAccountedFor(on backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let audit = try await test.store.auditBelongings()
    withExtendedLifetime(test) {}
    #expect(audit == BelongingsAudit())
    #expect(audit.isClean)
  }

  private struct Tampering: Sendable, CustomTestStringConvertible {
    let sql: String
    /// What it must show in.
    let shows: @Sendable (BelongingsAudit) -> Bool

    var testDescription: String { sql }
  }

  private static let tamperings: [Tampering] = [
    .init(sql: "UPDATE items SET count = count + 1 WHERE kind = 'potion'") {
      $0.itemDeviations.map(\.held) == [7] && $0.itemDeviations.map(\.ledger) == [6]
        && $0.kinds.contains { $0.held == 7 && $0.ledger == 6 }
    },
    .init(sql: "DELETE FROM items WHERE kind = 'iron_sword'") {
      $0.itemDeviations.map(\.held) == [0] && $0.items == 1
    },
    .init(
      sql: """
        INSERT INTO items (owner, kind, count) SELECT owner, kind, count FROM items
        WHERE kind = 'potion'
        """
    ) { $0.itemDeviations.map(\.held) == [12] && $0.items == 3 },
    .init(sql: "UPDATE items SET owner = 'character/99999' WHERE kind = 'potion'") {
      $0.itemDeviations.count == 2 && $0.ownerlessItems.count == 1
    },
    .init(sql: "UPDATE items SET kind = 'relic' WHERE kind = 'potion'") {
      $0.itemDeviations.count == 2 && $0.kinds.count == 3
    },
    .init(sql: "UPDATE gold_accounts SET balance = balance + 5") {
      $0.goldDeviations.map(\.held) == [55] && $0.goldSum == 5
    },
    .init(sql: "DELETE FROM gold_accounts") { $0.goldDeviations.count == 1 && $0.goldHeld == 0 },
    .init(sql: "INSERT INTO gold_accounts VALUES ('mail/4711', 0)") {
      $0.ownerlessAccounts == ["mail/4711"]
    },
    .init(sql: "UPDATE gold_entries SET amount = amount - 1 WHERE account = 'mint'") {
      $0.unbalancedOperations.count == 1 && $0.goldSum == -1
    },
    .init(sql: "DELETE FROM operations") { $0.unrecordedOperations.count == 1 },
    .init(sql: "DELETE FROM item_moves WHERE kind = 'potion'") {
      $0.itemDeviations.map(\.ledger) == [0]
    },
  ]

  @Test(arguments: BackEnd.allCases, tamperings.indices)
  func tamperingShows(on backEnd: BackEnd, number: Int) async throws {
    let tampering = Self.tamperings[number]
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    try await market.give(ada, [(Market.potion, 6), (Market.sword, 1)], gold: 50)
    try await market.expectCleanBooks()
    try await market.test.database.execute(tampering.sql)
    let audit = try await market.store.auditBelongings()
    #expect(!audit.isClean)
    #expect(tampering.shows(audit), "\(tampering.sql): \(audit)")
  }

  @Test(arguments: BackEnd.allCases)
  func listsEnd(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let kinds = (0..<StorageLimits.auditRowsMax + 20).map { (ItemKind("kind_\($0)"), UInt32(1)) }
    try await market.give(ada, kinds)
    try await market.test.database.execute("UPDATE items SET count = 2")
    let audit = try await market.store.auditBelongings()
    #expect(audit.itemDeviations.count == StorageLimits.auditRowsMax)
    #expect(audit.kinds.count == kinds.count)
  }
}
