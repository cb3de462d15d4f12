import Model
import Testing

@testable import Storage

/// A process that stands still in the middle of a transaction does not hold up the others for long.
@Suite struct StandstillTests {
  private func connection(to test: TestStore) throws -> PostgreSQLConnection {
    guard case .postgreSQL(let location) = try StoreLocation.parse(test.database.url) else {
      throw TestFailure("no location")
    }
    return try PostgreSQLConnection(location, until: .now + .seconds(10))
  }

  @Test func everyConnectionAsksTheServerToEndIt() async throws {
    let test = try await TestStore(.postgreSQL)
    let connection = try connection(to: test)
    connection.begin([], until: .now + .seconds(10))
    for (setting, milliseconds) in [
      ("idle_in_transaction_session_timeout", StorageLimits.idleTransactionMillisecondsMax),
      ("lock_timeout", StorageLimits.lockMillisecondsMax),
      ("statement_timeout", StorageLimits.busyMillisecondsMax),
    ] {
      let answer = try connection.execute(
        PostgreSQLStatement(
          sql: "SELECT setting FROM pg_settings WHERE name = $1", values: [.text(setting)]))
      #expect(try answer.rows.first?.text(0) == "\(milliseconds)", "\(setting)")
    }
  }

  /// It holds a region alone, and a character, and then does nothing, as if it had been stopped.
  @Test func theServerEndsItsTransactionAndTheOthersGoOn() async throws {
    let test = try await TestStore(.postgreSQL)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let stopped = try connection(to: test)
    stopped.begin([PostgreSQLTransaction.Access.write.begin], until: .now + .seconds(60))
    let transaction = PostgreSQLTransaction(connection: stopped, access: .write)
    transaction.lock(regions: [fence.region], .exclusive)
    try transaction.lock(characters: [row.id])
    _ = try transaction.rows("UPDATE characters SET name = 'Bo' RETURNING id", [])

    var body = row.body
    body.position = Position(x: 5, y: 6)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: body)
    #expect(try await test.store.save([save]).isEmpty)
    #expect(try await test.fence(0, owner: TestStore.shardB).epoch == fence.epoch.next)
    // Woken, it learns that nothing of its transaction is there.
    #expect(throws: StorageError.self) { try transaction.rows("SELECT 1", []) }
    #expect(stopped.isBroken)
    let stored = try await test.store.character(row.id)
    #expect(stored?.name == "Ada" && stored?.body == body)
  }
}
