import Model
import Storage
import Testing

@Suite struct PoolTests {
  private static let connections = """
    SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    """

  @Test func connectionsAreBounded() async throws {
    let database = try await TestDatabase(.postgreSQL)
    let store = try await StoreLocation.parse(database.url + "&pool=3").open()
    try await store.register(TestStore.regions)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 { group.addTask { try await store.regions().count } }
      for try await count in group { #expect(count == 4) }
    }
    let open = try #require(Int(try await database.execute(Self.connections)[0]))
    #expect((1...3).contains(open))
    await store.close()
    // The server notices the ends of connections one after the other.
    while try await database.execute(Self.connections) != ["0"] {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test func closingWaitsForWhatWasAskedBefore() async throws {
    let test = try await TestStore(.postgreSQL)
    let holder = try SQLConsole(test.database.url)
    try holder.execute("BEGIN; LOCK TABLE placement_plans")
    let store = test.store
    let plan = Task { try await store.storePlan([1], replacing: 0) }
    let waits = """
      SELECT COUNT(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """
    while try await test.database.execute(waits) != ["1"] {
      try await Task.sleep(for: .milliseconds(5))
    }
    let closing = Task { await store.close() }
    try holder.execute("COMMIT")
    await closing.value
    #expect(try await plan.value == .stored(version: 1))
    await #expect(throws: StorageError.closed) { try await store.plan() }
    await store.close()
  }

  @Test func aStoreThatIsForgottenClosesItsConnections() async throws {
    let database = try await TestDatabase(.postgreSQL)
    do {
      let store = try await database.open()
      #expect(try await store.regions().isEmpty)
    }
    while try await database.execute(Self.connections) != ["0"] {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test func passwordsLetInAndAreNotRepeated() async throws {
    let database = try await TestDatabase(.postgreSQL)
    let password = "s%40cr%2Fet"
    try await database.execute(
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'keyed') THEN
          CREATE ROLE keyed LOGIN SUPERUSER PASSWORD 's@cr/et';
        END IF;
      END $$
      """)
    // The server asks everybody for a password whose database is called as the user is.
    try await database.execute("CREATE DATABASE keyed")
    let server = try await TestServer.shared()
    let store = try await StoreLocation.parse(
      server.url("keyed", user: "keyed") + "&password=" + password
    ).open()
    #expect(try await store.regions().isEmpty)
    await store.close()
    let error = await #expect(throws: StorageError.self) {
      try await StoreLocation.parse(server.url("keyed", user: "keyed") + "&password=wr0ng").open()
    }
    #expect(error?.description.contains("authentication failed") == true)
    #expect(error?.description.contains("wr0ng") == false)
    try await database.execute("DROP DATABASE keyed WITH (FORCE)")
  }
}
