import Foundation
import GRDB
import Model
import Storage
import Testing

/// What happens while another process holds the database.
@Suite struct BusyTests {
  /// Holds the write lock of a database file, as a process does that writes for long.
  final class Holder: Sendable {
    private let queue: DatabaseQueue

    init(path: String) throws {
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      configuration.busyMode = .timeout(10)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    }

    func release() throws { try queue.inDatabase { try $0.execute(sql: "COMMIT") } }
  }

  @Test func writersWaitAndReadersDoNot() async throws {
    let test = try await TestStore()
    let holder = try Holder(path: test.folder.database)
    let store = test.store
    let plan = Task { try await store.storePlan([1], replacing: 0) }
    // Read twice while the writer waits: it sees the state before.
    #expect(try await store.regions().count == 4)
    #expect(try await store.plan() == nil)
    try holder.release()
    #expect(try await plan.value == .stored(version: 1))
  }

  @Test func waitingTooLongIsBusy() async throws {
    let test = try await TestStore()
    let store = try await SQLiteStore.open(path: test.folder.database, busyMilliseconds: 20)
    let holder = try Holder(path: test.folder.database)
    await #expect(throws: StorageError.busy) { try await store.storePlan([1], replacing: 0) }
    try holder.release()
    #expect(try await store.storePlan([1], replacing: 0) == .stored(version: 1))
  }

  @Test func cancellingDoesNotTearAnOperation() async throws {
    let test = try await TestStore()
    let holder = try Holder(path: test.folder.database)
    let store = test.store
    let plan = Task { try await store.storePlan([1], replacing: 0) }
    plan.cancel()
    try holder.release()
    #expect(try await plan.value == .stored(version: 1))
    #expect(try await store.plan()?.document == [1])
  }

  @Test func tooManyWaitingOperationsAreRefusedAtOnce() async throws {
    let test = try await TestStore()
    let holder = try Holder(path: test.folder.database)
    let store = test.store
    let excess = 5
    try await withThrowingTaskGroup(of: Result<Void, StorageError>.self) { group in
      for _ in 0..<StorageLimits.pendingOperationsMax + excess {
        group.addTask {
          do throws(StorageError) {
            try await store.register([])
            return .success(())
          } catch {
            return .failure(error)
          }
        }
      }
      // While the lock is held only refusals can come back.
      for _ in 0..<excess {
        let refused = try await group.next()
        let error = #expect(throws: StorageError.self) { try refused?.get() }
        guard case .overloaded(let pending)? = error else {
          throw TestFailure("not refused as overloaded: \(String(describing: error))")
        }
        #expect(pending >= StorageLimits.pendingOperationsMax)
      }
      try holder.release()
      for try await result in group { #expect(throws: Never.self) { try result.get() } }
    }
    #expect(try await store.regions().count == 4)
  }

  @Test func closingWaitsForWhatWasAskedBefore() async throws {
    let test = try await TestStore()
    let holder = try Holder(path: test.folder.database)
    let store = test.store
    let plan = Task { try await store.storePlan([1], replacing: 0) }
    let released = Task {
      try await Task.sleep(for: .milliseconds(50))
      try holder.release()
    }
    try await Task.sleep(for: .milliseconds(20))
    await store.close()
    try await released.value
    let stored: PlanResult?
    do {
      stored = try await plan.value
    } catch StorageError.closed {
      stored = nil  // It came after the close; then nothing is there.
    }
    let found = try await test.second().plan()
    #expect(found?.version == (stored == nil ? nil : 1))
  }
}
