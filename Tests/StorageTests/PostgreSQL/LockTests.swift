import Model
import Storage
import Testing

/// How transactions of PostgreSQL wait for each other.
@Suite struct LockTests {
  /// Waits until so many requests for the lock of a region are not granted yet.
  private func waiting(
    _ count: Int, mode: String, of region: RegionID, in database: TestDatabase
  ) async throws {
    let query = """
      SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = \(region.rawValue)
        AND mode = '\(mode)' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    while try await database.execute(query) != ["\(count)"] {
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test func aClaimIsNotStarvedByWriters() async throws {
    let test = try await TestStore(.postgreSQL)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    // A writer is in the middle of a transaction; a claim comes, and then another writer.
    let writer = try SQLConsole(test.database.url)
    try writer.execute("BEGIN; SELECT pg_advisory_xact_lock_shared(\(fence.region.rawValue))")
    let claim = Task { try await test.fence(0, owner: TestStore.shardB) }
    try await waiting(1, mode: "ExclusiveLock", of: fence.region, in: test.database)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: row.body)
    let saving = Task { try await test.store.save([save]) }
    try await waiting(1, mode: "ShareLock", of: fence.region, in: test.database)
    try writer.execute("COMMIT")
    // The claim had its turn before the writer that came after it.
    let next = try await claim.value
    let current = RegionRow(region: next.region, epoch: next.epoch, owner: TestStore.shardB)
    #expect(
      try await saving.value == [SaveRefusal(character: row.id, reason: .staleEpoch(current))])
  }

  @Test func writersOfOneRegionDoNotWaitForEachOther() async throws {
    let test = try await TestStore(.postgreSQL)
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let writer = try SQLConsole(test.database.url)
    try writer.execute("BEGIN; SELECT pg_advisory_xact_lock_shared(\(fence.region.rawValue))")
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: row.body)
    #expect(try await test.store.save([save]).isEmpty)
    try writer.execute("COMMIT")
  }

  @Test func waitingTooLongIsBusyAndWritesNothing() async throws {
    let test = try await TestStore(.postgreSQL)
    let region = TestStore.regions[0]
    let writer = try SQLConsole(test.database.url)
    try writer.execute("BEGIN; SELECT pg_advisory_xact_lock_shared(\(region.rawValue))")
    await #expect(throws: StorageError.busy) { try await test.fence(0) }
    #expect(try await test.store.regions()[0].epoch == 0)
    try writer.execute("COMMIT")
    _ = try await test.fence(0)
  }

  /// Two transactions that wait for each other in a ring: the server ends one of them, and the
  /// store's is run again.
  @Test func aDeadlockIsTriedAgain() async throws {
    let test = try await TestStore(.postgreSQL)
    let fence = try await test.fence(0)
    let rows = [try await test.attached(to: fence).row, try await test.attached(to: fence).row]
    let other = try SQLConsole(test.database.url)
    try other.execute("SET deadlock_timeout = '1h'")
    try other.execute("BEGIN; UPDATE characters SET name = 'Bo' WHERE id = \(rows[1].id.rawValue)")
    let saves = rows.map { row in
      var body = row.body
      body.position = Position(x: 7, y: 8)
      return CharacterSave(
        character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: body)
    }
    let saving = Task { try await test.store.save(saves) }
    let waits = """
      SELECT COUNT(*) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """
    while try await test.database.execute(waits) != ["1"] {
      try await Task.sleep(for: .milliseconds(2))
    }
    // Blocks its thread until the server has chosen.
    try other.execute("UPDATE characters SET name = 'Bo' WHERE id = \(rows[0].id.rawValue); COMMIT")
    // A busy machine may let the store wait for longer than it does: then it asks once more.
    var refusals: [SaveRefusal]
    do {
      refusals = try await saving.value
    } catch StorageError.busy {
      refusals = try await test.store.save(saves)
    }
    #expect(refusals.isEmpty)
    for row in rows {
      let stored = try await test.store.character(row.id)
      #expect(stored?.name == "Bo")
      #expect(stored?.body.position == Position(x: 7, y: 8))
    }
  }
}
