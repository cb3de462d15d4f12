import Model
import Storage
import Testing

/// What a store does when a connection breaks in the middle of a transaction.
@Suite struct BrokenLinkTests {
  /// A store that reaches its database through a proxy, and one that reaches it directly.
  struct Line {
    let test: TestStore
    let proxy: TestProxy
    let store: any Store

    init() async throws {
      test = try await TestStore(.postgreSQL)
      proxy = try TestProxy(serverFolder: try await TestServer.shared().folder)
      store = try await StoreLocation.parse(proxy.url(test.database.url)).open()
      // Only on a new connection statements are written out; then they have been prepared.
      try await test.database.execute(
        """
        SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)
    }

    func guests() async throws -> Int {
      try #require(Int(try await test.database.execute("SELECT COUNT(*) FROM accounts")[0]))
    }

    func createGuest() async throws -> GuestRow {
      try await store.createGuest(name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
    }
  }

  @Test(arguments: ["BEGIN ISOLATION", "INSERT INTO accounts", "INSERT INTO characters"])
  func beforeTheCommitItIsTriedAgain(words: String) async throws {
    let line = try await Line()
    line.proxy.arrange(.cutBefore(words))
    _ = try await line.createGuest()
    #expect(line.proxy.isOver)
    #expect(try await line.guests() == 1)
  }

  @Test func anAnswerThatIsLostBeforeTheCommitIsTriedAgain() async throws {
    let line = try await Line()
    line.proxy.arrange(.cutAfter("INSERT INTO accounts"))
    _ = try await line.createGuest()
    #expect(line.proxy.isOver)
    #expect(try await line.guests() == 1)
  }

  @Test func aCommitWithoutAnAnswerIsNotRepeated() async throws {
    let line = try await Line()
    line.proxy.arrange(.cutAfter("\0COMMIT\0"))
    let error = await #expect(throws: StorageError.self) { try await line.createGuest() }
    guard case .unavailable(let reason)? = error else {
      throw TestFailure("not unavailable: \(String(describing: error))")
    }
    #expect(reason.contains("outcome is unknown"))
    // Here it was done. It was not done twice, and the store goes on.
    let made = try await eventually(1) { try await line.guests() }
    #expect(made == 1)
    _ = try await line.createGuest()
    #expect(try await line.guests() == 2)
  }

  @Test func aCommitThatTheServerNeverHeardIsReportedAlike() async throws {
    let line = try await Line()
    line.proxy.arrange(.cutBefore("\0COMMIT\0"))
    await #expect(throws: StorageError.self) { try await line.createGuest() }
    #expect(try await line.guests() == 0)
    _ = try await line.createGuest()
    #expect(try await line.guests() == 1)
  }

  @Test func aFrozenOwnerDoesNotHoldUpItsSuccessor() async throws {
    let line = try await Line()
    let fence = try await line.test.fence(0)
    let (row, _) = try await line.test.attached(to: fence)
    // It holds its region's lock and then says nothing more, as if it had been stopped.
    line.proxy.arrange(.silence("UPDATE characters SET map"))
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence, body: row.body)
    let store = line.store
    let saving = Task { try await store.save([save]) }
    while !line.proxy.isOver { try await Task.sleep(for: .milliseconds(5)) }
    // The server ends the silent transaction, and the successor gets its turn.
    let next = try await line.test.fence(0, owner: TestStore.shardB)
    let current = RegionRow(region: next.region, epoch: next.epoch, owner: TestStore.shardB)
    #expect(next.epoch == fence.epoch.next)
    // It was asked again by itself: before the claim on a busy machine, else after it.
    let refused = SaveRefusal(character: row.id, reason: .staleEpoch(current))
    #expect([[], [refused]].contains(try await saving.value))
  }

  /// Asks until an answer is the expected one, for a while.
  private func eventually(
    _ expected: Int, _ ask: () async throws -> Int
  ) async throws -> Int {
    for _ in 0..<500 where try await ask() != expected {
      try await Task.sleep(for: .milliseconds(10))
    }
    return try await ask()
  }
}
