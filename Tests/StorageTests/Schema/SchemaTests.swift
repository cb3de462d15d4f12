import GRDB
import Storage
import Testing

@Suite struct SchemaTests {
  private func tables(_ path: String) async throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    return try await queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name
          """)
    }
  }

  private func execute(_ sql: String, in path: String) async throws {
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: sql) }
  }

  @Test func upDownUp() async throws {
    let folder = try TemporaryFolder()
    let store = try await SQLiteStore.open(path: folder.database)
    let made = try await tables(folder.database)
    #expect(made.contains("characters"))
    let status = try await store.schemaStatus()
    #expect(status.current == status.latest)
    #expect(status.steps.map(\.version) == Array(1...status.latest))
    #expect(status.steps.allSatisfy { $0.appliedAt != nil })

    #expect(try await store.migrate(to: 0) == status.latest)
    #expect(try await tables(folder.database) == ["schema_migrations"])
    let emptied = try await store.schemaStatus()
    #expect(emptied.current == 0)
    #expect(emptied.steps.map(\.name) == status.steps.map(\.name))
    #expect(emptied.steps.allSatisfy { $0.appliedAt == nil })

    #expect(try await store.migrate(to: nil) == 0)
    #expect(try await tables(folder.database) == made)
    #expect(try await store.migrate(to: nil) == status.latest)
    try await store.register(TestStore.regions)
    #expect(try await store.regions().count == 4)
  }

  @Test func processesThatStartTogetherMigrateOnce() async throws {
    let folder = try TemporaryFolder()
    let path = folder.database
    try await withThrowingTaskGroup(of: SchemaStatus.self) { group in
      for _ in 0..<8 {
        group.addTask { try await SQLiteStore.open(path: path).schemaStatus() }
      }
      for try await status in group { #expect(status.current == status.latest) }
    }
  }

  @Test func aNewerSchemaIsRefused() async throws {
    let folder = try TemporaryFolder()
    let latest = try await SQLiteStore.open(path: folder.database).schemaStatus().latest
    try await execute(
      "INSERT INTO schema_migrations VALUES (999, 'tomorrow', 0)", in: folder.database)
    let newer = StorageError.schemaTooNew(found: 999, known: latest)
    for policy in [SchemaPolicy.migrate, .require] {
      await #expect(throws: newer) {
        try await SQLiteStore.open(path: folder.database, schema: policy)
      }
    }
    // To look at it is allowed, to change it is not.
    let store = try await SQLiteStore.open(path: folder.database, schema: .ignore)
    #expect(try await store.schemaStatus().steps.last?.name == "tomorrow")
    await #expect(throws: newer) { try await store.migrate(to: nil) }
    await #expect(throws: newer) { try await store.migrate(to: 0) }
  }

  @Test func anOlderSchemaIsRefusedWhenMigratingWasNotAskedFor() async throws {
    let folder = try TemporaryFolder()
    let older = await #expect(throws: StorageError.self) {
      try await SQLiteStore.open(path: folder.database, schema: .require)
    }
    guard case .schemaTooOld(found: 0, let needed)? = older else {
      throw TestFailure("not refused as too old: \(String(describing: older))")
    }
    let store = try await SQLiteStore.open(path: folder.database, schema: .ignore)
    #expect(try await store.migrate(to: nil) == 0)
    await store.close()
    let status = try await SQLiteStore.open(path: folder.database, schema: .require).schemaStatus()
    #expect(status.current == needed)
  }

  @Test(arguments: [-1, 1000])
  func versionsThatDoNotExistAreRefused(version: Int) async throws {
    let folder = try TemporaryFolder()
    let store = try await SQLiteStore.open(path: folder.database)
    await #expect(throws: StorageError.self) { try await store.migrate(to: version) }
    #expect(try await store.schemaStatus().current == store.schemaStatus().latest)
  }

  /// What the program never does, the database does not let anybody do.
  @Test(arguments: [
    "UPDATE regions SET epoch = -1",
    "UPDATE regions SET owner_shard = 1",
    "UPDATE regions SET owner_shard = 1, owner_incarnation = 1",
    "UPDATE characters SET holder = 12345",
    "UPDATE characters SET sequence = 0",
    "UPDATE characters SET account_id = 999",
    "UPDATE sessions SET token_hash = NULL",
    "UPDATE sessions SET token_hash = previous_hash",
    "UPDATE sessions SET token_hash = x'00'",
    "UPDATE sessions SET generation = 0",
    "DELETE FROM regions WHERE id = 0",
    "INSERT INTO placement_plans VALUES (2, 1, x'')",
  ])
  func constraintsHold(sql: String) async throws {
    let test = try await TestStore()
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    _ = try await test.store.openSession(row.id, token: .random())
    try await test.store.register([TestStore.regions[3]])
    let error = await #expect(throws: DatabaseError.self) {
      // Region 3 has no owner and epoch 0, so the checks on it apply as well.
      try await execute(sql, in: test.folder.database)
    }
    #expect(error?.resultCode == .SQLITE_CONSTRAINT)
  }
}
