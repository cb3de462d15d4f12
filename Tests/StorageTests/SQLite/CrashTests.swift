import Foundation
import GRDB
import Model
import Storage
import Testing

#if compiler(>=6.3)  // Since then the body of an exit test may capture values.

  /// A process that is killed loses nothing that storage has answered.
  @Suite struct CrashTests {
    @Test func whatWasAnsweredSurvivesAKill() async throws {
      let folder = try TemporaryFolder()
      let path = folder.database
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
        let store = try await SQLiteStore.open(path: path)
        try await store.register(TestStore.regions)
        var epoch = Epoch.none
        for _ in 0..<50 {
          let claim = RegionClaim(
            region: TestStore.regions[0], expected: epoch, owner: TestStore.shardA)
          guard case .won(let next)? = try await store.claim([claim]).first else { return }
          epoch = next
        }
        _ = try await store.createGuest(
          name: "Ada", map: MapID(0), position: Position(unitsX: 1, unitsY: 2))
        // One more is under way when the process dies: it is there as a whole or not at all.
        let doomed = Task {
          try await store.storePlan([UInt8](repeating: 7, count: 1 << 20), replacing: 0)
        }
        kill(getpid(), SIGKILL)
        _ = try await doomed.value
      }
      let store = try await SQLiteStore.open(path: path)
      let row = try await store.regions()[0]
      #expect(row == RegionRow(region: row.region, epoch: 50, owner: TestStore.shardA))
      #expect(try await store.character(CharacterID(1))?.name == "Ada")
      let plan = try await store.plan()
      #expect(plan == nil || plan?.document == [UInt8](repeating: 7, count: 1 << 20))
      let queue = try DatabaseQueue(path: path)
      let verdict = try await queue.read {
        try String.fetchOne($0, sql: "PRAGMA integrity_check")
      }
      #expect(verdict == "ok")
    }

    /// A limit on the size of files stands for a full disk.
    @Test func aFullDiskIsAnErrorThatPasses() async throws {
      let folder = try TemporaryFolder()
      let path = folder.database
      await #expect(processExitsWith: .success) { [path = path as String] in
        let store = try await SQLiteStore.open(path: path)
        try await store.register(TestStore.regions)
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let roomy = limit.rlim_cur
        limit.rlim_cur = 256 << 10
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        let document = [UInt8](repeating: 7, count: 1 << 20)
        let error = await #expect(throws: StorageError.self) {
          try await store.storePlan(document, replacing: 0)
        }
        guard case .unavailable? = error else {
          throw TestFailure("not refused as unavailable: \(String(describing: error))")
        }
        #expect(try await store.plan() == nil)
        limit.rlim_cur = roomy
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #expect(try await store.storePlan(document, replacing: 0) == .stored(version: 1))
        #expect(try await store.regions().count == 4)
      }
    }
  }

#endif
