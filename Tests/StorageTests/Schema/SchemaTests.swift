import Storage
import Testing

@Suite struct SchemaTests {
  @Test(arguments: BackEnd.allCases)
  func upDownUp(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let store = try await database.open()
    let made = try await database.tables()
    #expect(made.contains("characters"))
    let status = try await store.schemaStatus()
    #expect(status.current == status.latest)
    #expect(status.steps.map(\.version) == Array(1...status.latest))
    #expect(status.steps.allSatisfy { $0.appliedAt != nil })

    #expect(try await store.migrate(to: 0) == status.latest)
    #expect(try await database.tables() == ["schema_migrations"])
    let emptied = try await store.schemaStatus()
    #expect(emptied.current == 0)
    #expect(emptied.steps.map(\.name) == status.steps.map(\.name))
    #expect(emptied.steps.allSatisfy { $0.appliedAt == nil })

    #expect(try await store.migrate(to: nil) == 0)
    #expect(try await database.tables() == made)
    #expect(try await store.migrate(to: nil) == status.latest)
    try await store.register(TestStore.regions)
    #expect(try await store.regions().count == 4)
  }

  @Test(arguments: BackEnd.allCases)
  func processesThatStartTogetherMigrateOnce(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    try await withThrowingTaskGroup(of: SchemaStatus.self) { group in
      for _ in 0..<8 {
        group.addTask { try await database.open().schemaStatus() }
      }
      for try await status in group { #expect(status.current == status.latest) }
    }
  }

  @Test(arguments: BackEnd.allCases)
  func aNewerSchemaIsRefused(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let latest = try await database.open().schemaStatus().latest
    try await database.execute("INSERT INTO schema_migrations VALUES (999, 'tomorrow', 0)")
    let newer = StorageError.schemaTooNew(found: 999, known: latest)
    for policy in [SchemaPolicy.migrate, .require] {
      await #expect(throws: newer) {
        try await database.open(schema: policy)
      }
    }
    // To look at it is allowed, to change it is not.
    let store = try await database.open(schema: .ignore)
    #expect(try await store.schemaStatus().steps.last?.name == "tomorrow")
    await #expect(throws: newer) { try await store.migrate(to: nil) }
    await #expect(throws: newer) { try await store.migrate(to: 0) }
  }

  @Test(arguments: BackEnd.allCases)
  func anOlderSchemaIsRefusedWhenMigratingWasNotAskedFor(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let older = await #expect(throws: StorageError.self) {
      try await database.open(schema: .require)
    }
    guard case .schemaTooOld(found: 0, let needed)? = older else {
      throw TestFailure("not refused as too old: \(String(describing: older))")
    }
    let store = try await database.open(schema: .ignore)
    #expect(try await store.migrate(to: nil) == 0)
    await store.close()
    let status = try await database.open(schema: .require).schemaStatus()
    #expect(status.current == needed)
  }

  @Test(arguments: [-1, 1000], BackEnd.allCases)
  func versionsThatDoNotExistAreRefused(version: Int, backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let store = try await database.open()
    await #expect(throws: StorageError.self) { try await store.migrate(to: version) }
    #expect(try await store.schemaStatus().current == store.schemaStatus().latest)
  }

  /// What the program never does, the database does not let anybody do.
  @Test(
    arguments: [
      "UPDATE regions SET epoch = -1",
      "UPDATE regions SET owner_shard = 1",
      "UPDATE regions SET owner_shard = 1, owner_incarnation = 1",
      "UPDATE characters SET holder = 12345",
      "UPDATE characters SET sequence = 0",
      "UPDATE characters SET saved_number = -1",
      "UPDATE characters SET account_id = 999",
      "UPDATE sessions SET token_hash = NULL",
      "UPDATE sessions SET token_hash = previous_hash",
      "UPDATE sessions SET token_hash = x'00'",
      "UPDATE sessions SET generation = 0",
      "DELETE FROM regions WHERE id = 0",
      "INSERT INTO placement_plans VALUES (2, 1, x'')",
    ], BackEnd.allCases)
  func constraintsHold(sql: String, backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    _ = try await test.store.openSession(row.id, token: .random())
    try await test.store.register([TestStore.regions[3]])
    // The back ends write bytes differently.
    let sql = backEnd == .sqlite ? sql : sql.replacing(#/x'(\d*)'/#) { "'\\x\($0.1)'::bytea" }
    let error = await #expect(throws: (any Error).self) {
      // Region 3 has no owner and epoch 0, so the checks on it apply as well.
      try await test.database.execute(sql)
    }
    if let error { #expect(test.database.isConstraint(error), "\(error)") }
  }
}
