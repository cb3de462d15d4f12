import Metrics
import Model
import Synchronization
import Testing

@testable import Storage

/// Storage that has no room to write: nothing is half done, what is there can be read, and when there
/// is room again it goes on as if nothing had been.
@Suite struct FullDiskTests {
  /// Makes a database full, and makes room again.
  struct Disk {
    let market: Market

    func fill() async throws {
      switch market.test.database.backEnd {
      case .sqlite:
        // The file may not grow; what room is left in it is taken by others.
        try await sqlite.limitSize(pages: 1)
        for _ in 0..<10_000 {
          do {
            _ = try await market.store.storePlan(
              Array(repeating: 1, count: 3_000), replacing: market.store.plan()?.version ?? 0)
            _ = try await market.test.guest()
          } catch StorageError.full {
            return
          }
        }
        throw TestFailure("it never was full")
      case .postgreSQL:
        // As the server refuses a row for which its disk has no room.
        for sql in Self.refusing { try await market.test.database.execute(sql) }
      }
    }

    func makeRoom() async throws {
      switch market.test.database.backEnd {
      case .sqlite: try await sqlite.limitSize(pages: nil)
      case .postgreSQL:
        try await market.test.database.execute("DROP FUNCTION no_room CASCADE")
      }
    }

    private var sqlite: SQLiteStore {
      get throws { try #require(market.store as? SQLiteStore) }
    }

    private static let refusing = [
      """
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
      END $$
      """,
      "CREATE TRIGGER full_operations BEFORE INSERT ON operations EXECUTE FUNCTION no_room()",
      "CREATE TRIGGER full_accounts BEFORE INSERT ON accounts EXECUTE FUNCTION no_room()",
    ]
  }

  @Test(arguments: BackEnd.allCases)
  func whatFindsNoRoomIsNotDoneAndIsDoneLater(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 6)], gold: 50)
    let many = (0..<200).map { _ in NewItem(kind: Market.sword, count: 1) }
    let gift = try await market.operation(
      .grant(many, gold: 7, to: ada, ItemTerms(slotsMax: .max)))
    let disk = Disk(market: market)
    let before = try await market.belongings(ada)
    try await disk.fill()
    for _ in 0..<3 {
      let error = await #expect(throws: StorageError.self) {
        try await market.store.perform([gift])
      }
      guard case .full(let place, _)? = error else {
        throw TestFailure("not full: \(String(describing: error))")
      }
      #expect(error?.wroteNothing == true)
      #expect(error?.description.contains("free some space") == true)
      #expect(place.contains(backEnd == .sqlite ? "pangea.sqlite" : "PostgreSQL"))
      await #expect(throws: StorageError.self) { try await market.test.guest() }
    }
    // Everything that is there can be read, also the books.
    #expect(try await market.belongings(ada) == before)
    #expect(try await market.store.operations([gift.id.description]).isEmpty)
    try await market.expectCleanBooks()

    try await disk.makeRoom()
    guard case .done(let receipt, isRepeated: false)? = try await market.store.perform([gift]).first
    else { throw TestFailure("not done when there was room again") }
    #expect(
      try await market.store.perform([gift]) == [.done(receipt, isRepeated: true)])
    #expect(try await market.belongings(ada).gold == 57)
    #expect(try await market.belongings(ada).items.count == 201)
    try await market.done(.consume(ItemPortion(item: items[0], count: 6), by: ada))
    try await market.expectCleanBooks()
  }

  /// Some statements of a transaction still find room: then none of it counts.
  @Test func aFullDiskAtTheCommitIsNotAnUnknownOutcome() async throws {
    var market = try await Market(.postgreSQL)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 6)])
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    try await market.test.database.execute(
      """
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'could not write to file: No space left on device' USING ERRCODE = '53100';
      END $$
      """)
    try await market.test.database.execute(
      """
      CREATE CONSTRAINT TRIGGER full_at_the_end AFTER INSERT ON operations
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_room()
      """)
    let error = await #expect(throws: StorageError.self) {
      try await market.store.perform([drink])
    }
    guard case .full? = error else { throw TestFailure("\(error as Any)") }
    #expect(try await market.bag(ada) == ["6 potion"])
    try await market.test.database.execute("DROP FUNCTION no_room CASCADE")
    guard case .done(_, isRepeated: false)? = try await market.store.perform([drink]).first
    else { throw TestFailure("not done when there was room again") }
    #expect(try await market.bag(ada) == ["5 potion"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func aGaugeSaysSo(on backEnd: BackEnd) async throws {
    let market = try await Market(backEnd)
    let recorder = StoreMetricsTests.Recorder()
    let store = try await market.test.database.open(metrics: recorder)
    let disk = Disk(market: market)
    try await disk.fill()
    if let sqlite = store as? SQLiteStore { try await sqlite.limitSize(pages: 1) }
    func gauge() -> [Int64] { recorder.values.withLock { $0["pangea_storage_full", default: []] } }
    await #expect(throws: StorageError.self) {
      while true {
        _ = try await store.createGuest(
          name: String(repeating: "x", count: 60), map: MapID(0), position: Position(x: 0, y: 0))
      }
    }
    #expect(gauge() == [1])
    if let sqlite = store as? SQLiteStore { try await sqlite.limitSize(pages: nil) }
    try await disk.makeRoom()
    while gauge() != [1, 0] {
      _ = try await store.createGuest(
        name: "Bo", map: MapID(0), position: Position(x: 0, y: 0))
      try await Task.sleep(for: .milliseconds(100))
    }
    let errors = recorder.values.withLock { $0.keys.filter { $0.hasSuffix("error=full") } }
    #expect(errors == ["pangea_storage_errors_total operation=create_guest error=full"])
  }

  /// The last words of a server that had to stop for lack of room.
  @Test func aServerThatStoppedForLackOfRoomIsFull() {
    #expect(StorageError.unavailable(reason: "PANIC: No space left on device").isFull)
    #expect(!StorageError.unavailable(reason: "the connection broke").isFull)
    #expect(!StorageError.unavailable(reason: "No space left on device").wroteNothing)
  }
}
