import Foundation
import Model
import Storage
import Synchronization
import Testing

/// What a store does while its server is away, and after.
@Suite struct OutageTests {
  /// What storage has confirmed so far, and what went wrong.
  final class Ledger: Sendable {
    struct State {
      var guests: [CharacterID] = []
      var epochs: [RegionID: Epoch] = [:]
      var errors: [StorageError] = []
    }

    let state = Mutex(State())

    var confirmed: Int { state.withLock { $0.guests.count } }
    var failed: Int { state.withLock { $0.errors.count } }
  }

  /// A server that waits for its disk, with a database and a store on it.
  private static func place() async throws -> (TestServer, TestDatabase, any Store) {
    let server = try await TestServer()
    let database = try await TestDatabase(.postgreSQL, on: server)
    let store = try await database.open()
    try await store.register(TestStore.regions)
    return (server, database, store)
  }

  /// Makes guests and claims a region, over and over, until it is told to stop.
  private static func work(
    _ number: Int, _ store: any Store, _ ledger: Ledger, while isOn: borrowing Atomic<Bool>
  ) async {
    let region = TestStore.regions[number]
    let owner = RegionOwner(shard: ShardID(1), incarnation: Incarnation(1))
    var epoch = Epoch.none
    while isOn.load(ordering: .relaxed) {
      do throws(StorageError) {
        let guest = try await store.createGuest(
          name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
        ledger.state.withLock { $0.guests.append(guest.character) }
        let claim = RegionClaim(region: region, expected: epoch, owner: owner)
        switch try await store.claim([claim])[0] {
        case .won(let next): epoch = next
        case .lost(let row): epoch = row.epoch
        case .unknownRegion: return
        }
        ledger.state.withLock { $0.epochs[region] = epoch }
      } catch {
        ledger.state.withLock { $0.errors.append(error) }
        usleep(2_000)
      }
    }
  }

  private static func until(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(5)) }
  }

  /// The server loses all its processes at once, twice, under load.
  @Test func aCrashLosesNothingThatWasConfirmed() async throws {
    let (server, database, store) = try await Self.place()
    let ledger = Ledger()
    let running = Switch()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<3 {
        group.addTask { await Self.work(number, store, ledger, while: running.isOn) }
      }
      group.addTask {
        for _ in 0..<2 {
          let (confirmed, failed) = (ledger.confirmed, ledger.failed)
          try? await Self.until { ledger.confirmed >= confirmed + 50 }
          server.crash()
          // Everybody who asks meanwhile hears that the storage is away.
          try? await Self.until { ledger.failed >= failed + 10 }
          do {
            try await server.start()
          } catch {
            Issue.record(error)
            break
          }
          let before = ledger.confirmed
          try? await Self.until { ledger.confirmed >= before + 50 }
        }
        running.isOn.store(false, ordering: .relaxed)
      }
    }
    let state = ledger.state.withLock { $0 }
    for error in Set(state.errors) {
      guard case .unavailable = error else {
        throw TestFailure("not unavailable: \(error)")
      }
    }
    let found = Set(try await database.execute("SELECT id FROM characters"))
    for guest in state.guests {
      #expect(found.contains("\(guest.rawValue)"), "a guest that was confirmed is gone")
    }
    for row in try await store.regions() {
      #expect(row.epoch >= state.epochs[row.region] ?? .none, "an epoch went back")
    }
    await store.close()
  }

  final class Switch: Sendable {
    let isOn = Atomic<Bool>(true)
  }

  /// A server that is stopped keeps its connections open and says nothing.
  @Test func aFrozenServerIsGivenUpAndComesBack() async throws {
    let (server, database, store) = try await Self.place()
    server.freeze()
    let error = await #expect(throws: StorageError.self) { try await store.regions() }
    guard case .unavailable(let reason)? = error else {
      throw TestFailure("not unavailable: \(String(describing: error))")
    }
    #expect(reason.contains("did not answer"))
    // Nobody else waits that long: it is known by now.
    for _ in 0..<20 {
      await #expect(throws: StorageError.self) { try await store.regions() }
    }
    server.thaw()
    while (try? await store.regions().count) != 4 {
      try await Task.sleep(for: .milliseconds(20))
    }
    await store.close()
    withExtendedLifetime(database) {}  // until then it is not dropped
  }

  @Test func connectionsThatTheServerClosedAreReplacedUnseen() async throws {
    let test = try await TestStore(.postgreSQL)
    for _ in 0..<5 {
      try await test.database.execute(
        """
        SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)
      #expect(try await test.store.regions().count == 4)
      _ = try await test.guest()
    }
  }

  @Test func aServerThatIsNotThereIsSaidSo() async throws {
    let folder = try TemporaryFolder()
    let error = await #expect(throws: StorageError.self) {
      try await StoreLocation.parse("postgres:///w?host=\(folder.path)&user=u&password=secret")
        .open()
    }
    guard case .unavailable(let reason)? = error else {
      throw TestFailure("not unavailable: \(String(describing: error))")
    }
    #expect(reason.contains(folder.path))
    #expect(!"\(reason)".contains("secret"))
  }

  @Test func aDatabaseThatIsNotThereIsSaidSo() async throws {
    let server = try await TestServer.shared()
    let error = await #expect(throws: StorageError.self) {
      try await StoreLocation.parse(server.url("nowhere")).open()
    }
    #expect(error?.description.contains("\"nowhere\" does not exist") == true)
  }
}
