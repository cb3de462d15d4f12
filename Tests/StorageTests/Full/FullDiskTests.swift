import Foundation
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

/// The same on a disk that really is full: a small one, which the environment names. A superuser has
/// one by `mount -t tmpfs -o size=4m none /mnt/small`.
@Suite struct SmallDiskTests {
  static let folder = ProcessInfo.processInfo.environment["PANGEA_SMALL_DISK"]

  /// A character in a region, in a store on the small disk.
  private final class Stage: Sendable {
    let folder: String
    let store: SQLiteStore
    let row: CharacterRow
    let fence: RegionFence

    init(in place: String) async throws {
      folder = place + "/" + UUID().uuidString
      store = try await SQLiteStore.open(path: folder + "/pangea.sqlite")
      fence = RegionFence(region: TestStore.regions[0], epoch: 1)
      try await store.register([fence.region])
      _ = try await store.claim([
        RegionClaim(region: fence.region, expected: 0, owner: TestStore.shardA)
      ])
      let guest = try await store.createGuest(
        name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
      let generation = try await store.openSession(guest.character, token: .random())
      let claim = AttachClaim(
        character: guest.character, generation: try #require(generation), seen: .none, fence: fence)
      guard case .won(let row)? = try await store.attach([claim]).first else {
        throw TestFailure("not attached")
      }
      self.row = row
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func save(_ number: UInt64) -> CharacterSave {
      CharacterSave(
        character: row.id, sequence: row.holding.sequence, number: number, fence: fence,
        body: CharacterBody(
          map: MapID(0), position: Position(x: Fixed(number), y: 0),
          state: Array(repeating: UInt8(truncatingIfNeeded: number), count: 20_000)))
    }

    /// Three pieces of gold and a sword, when so many gifts came before.
    func gift(_ before: UInt64) -> ValueOperation {
      ValueOperation(
        id: .request(row.id, login: 1, number: before + 1),
        fences: [
          CharacterFence(
            character: row.id, sequence: row.holding.sequence, holder: fence.region, epoch: 1,
            valueVersion: ValueVersion(before))
        ],
        action: .grant(
          [NewItem(kind: Market.sword, count: 1)], gold: 3, to: row.id, ItemTerms(slotsMax: .max)))
    }

    var x: Fixed? { get async throws { try await store.character(row.id)?.body.position.x } }
    var gold: UInt64? { get async throws { try await store.belongings(of: row.id)?.gold } }
  }

  @Test(.enabled(if: folder != nil, "PANGEA_SMALL_DISK names a folder on a disk of a few MiB"))
  func playGoesOnWhenThereIsRoomAgain() async throws {
    let stage = try await Stage(in: try #require(Self.folder))
    #expect(try await stage.store.save([stage.save(1)]).isEmpty)
    // Somebody else takes all the room there is.
    let ballast = stage.folder + "/ballast"
    try Self.fill(ballast)
    var saved: UInt64 = 1
    var given: UInt64 = 0
    var errors: Set<String> = []
    for number in 2...400 as ClosedRange<UInt64> {
      do throws(StorageError) {
        _ = try await stage.store.save([stage.save(number)])
        saved = number
      } catch {
        errors.insert(error.name)
      }
      do throws(StorageError) {
        if case .done? = try await stage.store.perform([stage.gift(given)]).first { given += 1 }
      } catch {
        errors.insert(error.name)
      }
    }
    #expect(errors == ["full"])
    #expect(saved < 400)
    #expect(try await stage.x == Fixed(saved))
    #expect(try await stage.gold == given * 3)

    try FileManager.default.removeItem(atPath: ballast)
    #expect(try await stage.store.save([stage.save(401)]).isEmpty)
    #expect(try await stage.x == 401)
    guard
      case .done(_, isRepeated: false)? = try await stage.store.perform([stage.gift(given)]).first
    else { throw TestFailure("not done") }
    #expect(try await stage.gold == (given + 1) * 3)
    let audit = try await stage.store.auditBelongings()
    #expect(audit.isClean, "\(audit)")
    await stage.store.close()
  }

  private static func fill(_ path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    let block = [UInt8](repeating: 1, count: 4096)
    while write(file, block, block.count) == block.count {}
    while write(file, block, 1) == 1 {}
    #expect(errno == ENOSPC)
  }
}
