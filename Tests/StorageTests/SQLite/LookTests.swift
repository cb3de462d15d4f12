import Model
import Storage
import Testing

/// Whoever only looks is not held up by a process that was stopped in the middle of a write.
@Suite struct LookTests {
  @Test func openingBesideAStoppedWriter() async throws {
    let test = try await TestStore()
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let holder = try BusyTests.Holder(path: test.folder.database)
    let path = test.folder.database
    let store = try await SQLiteStore.open(path: path, schema: .require, busyMilliseconds: 20)
    #expect(
      try await store.fencingMarks(after: CharacterID(0), max: 9).map(\.character) == [row.id])
    #expect(try await store.auditBelongings().isClean)
    await #expect(throws: StorageError.busy) { try await store.storePlan([1], replacing: 0) }
    // To look at the schema, and to take a backup, too.
    let looking = try await SQLiteStore.open(path: path, schema: .ignore, busyMilliseconds: 20)
    let status = try await looking.schemaStatus()
    #expect(status.current == status.latest)
    #expect(try await looking.backUp(to: test.folder.path + "/backup").rows > 0)
    // Whoever may have to change the schema waits.
    await #expect(throws: StorageError.busy) {
      try await SQLiteStore.open(path: path, schema: .migrate, busyMilliseconds: 20)
    }
    try holder.release()
    _ = try await SQLiteStore.open(path: path, schema: .migrate, busyMilliseconds: 20)
  }
}
