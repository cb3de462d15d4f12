import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite struct BackupTests {
  /// Something in every part of a world: guests, players, sessions, tickets, keys, a plan, a
  /// checkpoint, gold, items, letters; and ids that were used and are gone.
  private static func fill(_ test: TestStore) async throws {
    let fence = try await test.fence(0)
    let (row, _) = try await test.attached(to: fence)
    let save = CharacterSave(
      character: row.id, sequence: row.holding.sequence, number: 1, fence: fence,
      body: CharacterBody(
        map: MapID(0), position: Position(x: -1, y: .max), state: Array(0...255),
        inputs: InputCounters(lastInput: InputSequence(1 << 40), applied: 2, gaps: 3)))
    #expect(try await test.store.save([save]).isEmpty)
    let account = try #require(
      try await test.store.register(account: "Renée 🐉", passwordHash: "hash"))
    let made = try await test.store.createCharacter(
      of: account, name: "Ω'; --", map: MapID(0), position: Position(x: 0, y: 0), max: 8)
    guard case .created(let player) = made else { throw TestFailure("no character") }
    #expect(
      try await test.store.issueTicket(.random(), for: player, of: account, expiresAt: 9))
    _ = try await test.store.openSession(player, token: .random())
    _ = try await test.store.sharedKey("tokens", proposing: Array(repeating: 0, count: 32))
    _ = try await test.store.storePlan([0, 1, 2, 0xff], replacing: 0)
    for (index, size) in [0, 100_000, 7].enumerated() {
      let checkpoint = RegionCheckpoint(
        fence: try await test.fence(1 + index), tick: Tick(9),
        bytes: (0..<size).map { UInt8(truncatingIfNeeded: $0) })
      #expect(try await test.store.save([checkpoint]) == [.stored])
    }
    try await fillBelongings(test.database, character: row.id)
    try await fillStaff(test.store)
    try await fillOrders(test.store)
    for _ in 0..<600 { _ = try await test.guest() }
    let last = try await test.guest().guest
    #expect(try await test.store.removeGuest(last.account, generation: nil))
  }

  /// An account with a second factor and a session, and one of the environment's user.
  private static func fillStaff(_ store: any Store) async throws {
    let entry = AuditEntry(at: 5, actor: "Ω", role: "gm", action: "test.fill")
    let made = try await store.addStaff("ada", passwordHash: "hash", role: "gm", audit: entry)
    let ada = try #require(made)
    #expect(
      try await store.proposeFactor(
        of: ada, secret: Array(repeating: 0, count: 20), audit: entry))
    for staff in [ada, nil] {
      let logIn = StaffLogIn(
        staff: staff, token: try .random(), at: 5, endsAt: 9, address: "::1")
      _ = try await store.openStaffSession(logIn, verifying: nil, audit: entry)
    }
  }

  /// A mute that was taken back, and an announcement that waits.
  private static func fillOrders(_ store: any Store) async throws {
    let (audit, id) = (AdminOperationTests.audit, AdminOperationTests.id(1))
    let mute = MuteChange.mute(.character(CharacterID(7)), until: 9)
    _ = try await store.record(AdminOperationTests.draft(1, mute: mute), audit: audit)
    let undo = AdminOperationTests.draft(2, kind: "undo", undoOf: 1, mute: .takeBack(id))
    _ = try await store.record(undo, audit: audit)
    let often = AnnouncementRow(
      id: id, scope: "map/0", payload: "{}", actor: "Ω", createdAt: 1, startsAt: 5, every: 9,
      nextAt: 5)
    _ = try await store.create(often, audit: audit)
  }

  /// By the database itself: what matters here is the rows.
  private static func fillBelongings(
    _ database: TestDatabase, character: CharacterID
  ) async throws {
    let bytes = database.backEnd == .sqlite ? "x'00ff'" : "'\\x00ff'::bytea"
    let id = character.rawValue
    for sql in [
      "INSERT INTO operations VALUES ('op/1', \(id), \(bytes), 5), ('op/2', NULL, \(bytes), 6)",
      """
      INSERT INTO items (owner, kind, count, x, y, lies_since) VALUES
        ('character/\(id)', 'sword', 1, NULL, NULL, NULL), ('ground/0', 'gold_coin', 9, 1, -2, 3)
      """,
      "INSERT INTO item_moves VALUES ('op/1', 1, 'mint', NULL, 'character/\(id)', 1, 'sword', 1)",
      "INSERT INTO gold_accounts VALUES ('character/\(id)', 9007199254740991)",
      "INSERT INTO gold_entries VALUES ('op/1', 'mint', -5), ('op/1', 'character/\(id)', 5)",
      """
      INSERT INTO mails (recipient, sender, sender_name, subject, body, sent_at)
      VALUES (\(id), 77, 'Bo', '', 'Ω', 8)
      """,
    ] { try await database.execute(sql) }
  }

  /// Every row of every table, as a backup has them.
  private static func content(_ path: String) throws -> [String: [[SQLValue]]] {
    let reader = try BackupReader.open(path)
    var content: [String: [[SQLValue]]] = [:]
    var table = ""
    while let record = try reader.next() {
      switch record {
      case .table(let name, _):
        table = name
        content[name] = []
      case .row(let values): content[table, default: []].append(values)
      case .end(_, let lastID, _): content["last id of \(table)"] = [[.integer(Int64(lastID))]]
      default: break
      }
    }
    return content.mapValues { rows in
      rows.map { ("\($0)", $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  @Test(arguments: BackEnd.allCases, BackEnd.allCases)
  func everythingMovesFromOneBackEndToAnother(from source: BackEnd, to target: BackEnd) async throws
  {
    let old = try await TestStore(source)
    try await Self.fill(old)
    let (first, second) = (old.folder.path + "/first", old.folder.path + "/second")
    let summary = try await old.store.backUp(to: first)
    #expect(summary.tables.map(\.name) == BackupTable.all.map(\.name))
    #expect(summary.tables.allSatisfy { $0.rows > 0 })
    let attributes = try FileManager.default.attributesOfItem(atPath: first)
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let database = try await TestDatabase(target)
    let new = try await database.open()
    #expect(try await new.restore(from: first, replacing: false) == summary)
    _ = try await new.backUp(to: second)
    #expect(try Self.content(first) == Self.content(second))
    // It is a store like any other: what it issues was never issued before.
    let guest = try await new.createGuest(
      name: "Cy", map: MapID(0), position: Position(x: 0, y: 0))
    #expect(guest.account.rawValue == old.issued + 1)
    #expect(try await new.regions() == old.store.regions())
    let audit = try await new.verifyAudit()
    #expect(audit.isWhole && audit.rows >= 4)
    await new.close()
    withExtendedLifetime(database) {}
  }

  @Test(arguments: BackEnd.allCases)
  func onlyAnEmptyStorageIsFilledUnlessForced(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    _ = try await test.fence(0)
    let path = test.folder.path + "/backup"
    _ = try await test.store.backUp(to: path)
    _ = try await test.guest()
    let before = try await test.store.regions()
    let error = await #expect(throws: StorageError.self) {
      try await test.store.restore(from: path, replacing: false)
    }
    #expect(error?.description.contains("--force") == true)
    _ = try await test.fence(1)
    #expect(try await test.store.regions() != before)
    let summary = try await test.store.restore(from: path, replacing: true)
    #expect(summary.tables.first { $0.name == "characters" }?.rows == 0)
    #expect(try await test.store.regions() == before)
    #expect(try await test.store.character(CharacterID(1)) == nil)
    // The id of the guest who is gone is not used again.
    #expect(try await test.guest().guest.account > AccountID(1))
  }

  /// Damage anywhere is found, and nothing of the file is there then.
  @Test(arguments: BackEnd.allCases)
  func aDamagedBackupChangesNothing(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(.sqlite)
    _ = try await test.fence(0)
    _ = try await test.guest()
    let whole = test.folder.path + "/whole"
    _ = try await test.store.backUp(to: whole)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: whole)))
    let database = try await TestDatabase(backEnd)
    let store = try await database.open()
    var damaged: [[UInt8]] = [
      [], Array(bytes.dropLast()), bytes + [0], Array("SQLite format 3\0".utf8),
    ]
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<40 {
      let place = Int(generator.below(UInt32(bytes.count)))
      var changed = bytes
      changed[place] ^= 1 << UInt8(generator.below(8))
      damaged.append(changed)
      damaged.append(Array(bytes[..<place]))
    }
    let path = test.folder.path + "/damaged"
    for bytes in damaged {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      await #expect(throws: StorageError.self) {
        try await store.restore(from: path, replacing: false)
      }
    }
    #expect(try await store.regions().isEmpty)
    #expect(try await store.restore(from: whole, replacing: false).rows == 7)
    await store.close()
    withExtendedLifetime(database) {}
  }

  /// An older backup goes into newer code: the schema it was taken at is made first.
  @Test(arguments: BackEnd.allCases)
  func backupsOfOlderSchemasAreRestored(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let (row, _) = try await test.attached(to: try await test.fence(0))
    try await test.store.migrate(to: 1)
    let path = test.folder.path + "/backup"
    let summary = try await test.store.backUp(to: path)
    #expect(summary.schema == 1)
    #expect(summary.tables.map(\.name) == BackupTable.tables(at: 1).map(\.name))
    let database = try await TestDatabase(backEnd)
    let store = try await database.open()
    _ = try await store.restore(from: path, replacing: false)
    #expect(try await store.schemaStatus().current == Migration.latest)
    #expect(try await store.character(row.id) == row)
    #expect(try await store.register(account: "ada", passwordHash: "x") != nil)
    await store.close()
    withExtendedLifetime(database) {}
  }

  /// Two writers keep the sum of two rows the same; a backup meanwhile sees that sum.
  @Test(arguments: BackEnd.allCases)
  func aBackupIsOneMoment(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let fences = [try await test.fence(0), try await test.fence(1)]
    let path = test.folder.path + "/backup"
    let (row, _) = try await test.attached(to: fences[0])
    let store = test.store
    let walking = Task {
      // The character moves and its two regions' checkpoints say where, in one transaction each.
      var tick: UInt64 = 0
      while !Task.isCancelled {
        tick += 1
        let checkpoints = fences.map {
          RegionCheckpoint(fence: $0, tick: Tick(tick), bytes: Array("\(tick)".utf8))
        }
        _ = try await store.save(checkpoints)
      }
    }
    for _ in 0..<5 {
      _ = try await store.backUp(to: path)
      let found = try Self.content(path)["checkpoints"] ?? []
      #expect(Set(found.map { $0[2] }).count <= 1, "checkpoints of two moments")
    }
    walking.cancel()
    _ = try? await walking.value
    #expect(try await store.character(row.id) == row)
  }

  @Test func filesThatCannotBeWrittenOrRead() async throws {
    let test = try await TestStore()
    let folder = test.folder.path
    for path in [folder + "/nowhere/backup", folder] {
      let error = await #expect(throws: StorageError.self) {
        try await test.store.backUp(to: path)
      }
      guard case .backupUnusable(path, _)? = error else {
        throw TestFailure("\(path): \(String(describing: error))")
      }
    }
    await #expect(throws: StorageError.self) {
      try await test.store.restore(from: folder + "/nothing", replacing: true)
    }
    // Nothing is left lying about.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names.allSatisfy { $0.hasPrefix("pangea.sqlite") })
  }

  /// What a backup copies is all there is, in both back ends and at every version of the schema.
  @Test(arguments: BackEnd.allCases)
  func everyTableAndColumnIsCopied(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let store = try await database.open()
    for version in stride(from: Migration.latest, through: 1, by: -1) {
      try await store.migrate(to: version)
      let expected = BackupTable.tables(at: version)
      let tables = try await database.tables().filter { $0 != "schema_migrations" }
      #expect(Set(tables) == Set(expected.map(\.name)))
      for table in expected {
        #expect(try await database.columns(of: table.name) == Set(table.columns), "\(table.name)")
      }
    }
  }

  @Test func theChecksumIsTheKnownOne() {
    var checksum = Checksum()
    checksum.update("1234".utf8)
    checksum.update("56789".utf8)
    #expect(checksum.value == 0x995D_C9BB_DF19_39FA)
  }
}

extension TestStore {
  /// How many accounts `BackupTests.fill` has made.
  fileprivate var issued: UInt64 { 603 }
}

extension TestDatabase {
  fileprivate func columns(of table: String) async throws -> Set<String> {
    switch backEnd {
    case .sqlite:
      let queue = try DatabaseQueue(path: folder.database)
      return try await queue.read { Set(try $0.columns(in: table).map(\.name)) }
    case .postgreSQL:
      return Set(
        try await execute(
          """
          SELECT column_name FROM information_schema.columns
          WHERE table_schema = 'public' AND table_name = '\(table)'
          """))
    }
  }
}
