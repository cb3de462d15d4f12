import Model
import Storage
import Testing

/// What the program never does with belongings, the database does not let anybody do.
@Suite struct BelongingsSchemaTests {
  private static let forbidden = [
    "UPDATE items SET count = 0",
    "UPDATE items SET count = -1",
    "UPDATE items SET count = 4294967296",
    "UPDATE items SET owner = 'mint'",
    "UPDATE items SET owner = NULL",
    "UPDATE items SET kind = ''",
    "UPDATE items SET owner = 'ground/0' WHERE x IS NULL",
    "UPDATE items SET x = NULL WHERE x IS NOT NULL",
    "UPDATE items SET lies_since = NULL WHERE x IS NOT NULL",
    "UPDATE item_moves SET count = 0",
    "UPDATE item_moves SET from_owner = 'burn'",
    "UPDATE item_moves SET to_item = NULL",
    "UPDATE gold_accounts SET balance = -1",
    "UPDATE gold_accounts SET balance = 9007199254740992",
    "UPDATE gold_accounts SET account = 'ground/0'",
    "UPDATE gold_entries SET amount = 0",
    "INSERT INTO gold_entries SELECT operation, account, 1 FROM gold_entries",
    "INSERT INTO operations SELECT * FROM operations",
    "UPDATE mails SET recipient = 999",
    "DELETE FROM characters WHERE id IN (SELECT recipient FROM mails)",
  ]

  @Test(arguments: BackEnd.allCases, forbidden)
  func constraintsHold(on backEnd: BackEnd, sql: String) async throws {
    var market = try await Market(backEnd)
    let (ada, _) = (try await market.guest(), try await market.player("Bob"))
    try await market.give(ada, [(Market.potion, 6)], gold: 50)
    _ = try await market.lay([(Market.sword, 1)])
    try await market.done(
      .sendMail(MailDraft(recipient: "Bob", subject: "", text: "", gold: 5), by: ada))
    let error = await #expect(throws: (any Error).self) {
      try await market.test.database.execute(sql)
    }
    #expect(error.map(market.test.database.isConstraint) == true, "\(error as Any)")
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func theStepGoesDownAndUp(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    try await market.give(ada, [(Market.potion, 6)], gold: 50)
    let tables = try await market.test.database.tables()
    #expect(try await market.store.migrate(to: 2) >= 3)
    let older = try await market.test.database.tables()
    #expect(!older.contains("items") && older.contains("characters"))
    await #expect(throws: StorageError.self) { try await market.store.belongings(of: ada) }
    try await market.store.migrate(to: nil)
    #expect(try await market.test.database.tables() == tables)
    // What they had is lost, and the books are those of an empty world.
    let owned = try await market.belongings(ada)
    #expect(owned == Belongings(valueVersion: 1, gold: 0, items: []))
    #expect(try await market.store.auditBelongings() == BelongingsAudit())
    try await market.give(ada, gold: 1)
    try await market.expectCleanBooks()
  }
}
