import Foundation
import Model
import Testing

@testable import Storage

/// What `FullDiskTests` do, on a disk that really is full: a small one, which the environment names.
@Suite(.serialized) struct SmallDiskTests {
  static let folder = ProcessInfo.processInfo.environment["PANGEA_SMALL_DISK"]

  /// How large that disk is, in MiB.
  static var size: Int {
    var disk = statvfs()
    guard let folder, statvfs(folder, &disk) == 0 else { return 0 }
    return (Int(disk.f_blocks) * Int(disk.f_frsize)) >> 20
  }

  /// A character in a region.
  private struct Stage: Sendable {
    let store: any Store
    let row: CharacterRow
    let fence: RegionFence

    init(_ store: any Store) async throws {
      self.store = store
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

    func save(_ number: UInt64) -> CharacterSave {
      CharacterSave(
        character: row.id, sequence: row.holding.sequence, number: number, fence: fence,
        body: CharacterBody(
          map: MapID(0), position: Position(x: Fixed(number), y: 0),
          state: (0..<20_000).map { _ in UInt8.random(in: 0...255) }))
    }

    /// Three pieces of gold and some swords, when so many gifts came before.
    func gift(_ before: UInt64, swords: Int = 1) -> ValueOperation {
      ValueOperation(
        id: .request(row.id, login: 1, number: before + 1),
        fences: [
          CharacterFence(
            character: row.id, sequence: row.holding.sequence, holder: fence.region, epoch: 1,
            valueVersion: ValueVersion(before))
        ],
        action: .grant(
          Array(repeating: NewItem(kind: Market.sword, count: 1), count: swords), gold: 3,
          to: row.id, ItemTerms(slotsMax: .max)))
    }

    var x: Fixed? { get async throws { try await store.character(row.id)?.body.position.x } }

    /// When there is room again everything confirmed is there, and it goes on.
    func expectAll(saved: UInt64, given: UInt64, swords: Int) async throws {
      #expect(try await x ?? 0 >= Fixed(saved))
      #expect(try await store.save([save(1_000_000)]).isEmpty)
      #expect(try await x == 1_000_000)
      // The last gift may have been done without an answer: asked again, it is done once.
      guard case .done? = try await store.perform([gift(given, swords: swords)]).first else {
        throw TestFailure("not done")
      }
      let owned = try #require(try await store.belongings(of: row.id))
      #expect(owned.gold == (given + 1) * 3)
      #expect(owned.items.count == Int(given + 1) * swords)
      let audit = try await store.auditBelongings()
      #expect(audit.isClean, "\(audit)")
    }
  }

  @Test(.enabled(if: size > 0, "PANGEA_SMALL_DISK names a folder on a disk of a few MiB"))
  func sqlite() async throws {
    let folder = try #require(Self.folder) + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let stage = try await Stage(try await SQLiteStore.open(path: folder + "/pangea.sqlite"))
    #expect(try await stage.store.save([stage.save(1)]).isEmpty)
    let ballast = folder + "/ballast"
    try Self.fill(ballast)
    var (saved, given) = (1 as UInt64, 0 as UInt64)
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
    try FileManager.default.removeItem(atPath: ballast)
    try await stage.expectAll(saved: saved, given: given, swords: 1)
    await stage.store.close()
  }

  /// First the server refuses what needs room, later it may have to stop.
  @Test(.enabled(if: size >= 100, "PANGEA_SMALL_DISK names a folder on a disk of 100 MiB or more"))
  func postgreSQL() async throws {
    let folder = try #require(Self.folder)
    let server = try await TestServer(
      settings: ["min_wal_size=32MB", "max_wal_size=32MB"], in: folder)
    let store = try await StoreLocation.parse(server.url("postgres")).open()
    let stage = try await Stage(store)
    let ballast = folder + "/ballast"
    try Self.fill(ballast)
    var (saved, given) = (0 as UInt64, 0 as UInt64)
    var (full, away) = (0, 0)
    for number in 1...3_000 as ClosedRange<UInt64> where full + away < 40 {
      do throws(StorageError) {
        _ = try await store.save([stage.save(number)])
        saved = number
        if case .done? = try await store.perform([stage.gift(given, swords: 200)]).first {
          given += 1
        }
      } catch {
        if case .full = error { full += 1 } else { away += 1 }
        usleep(20_000)
      }
    }
    #expect(full > 0)
    try FileManager.default.removeItem(atPath: ballast)
    if (try? await store.regions()) == nil {
      server.crash()
      try await server.start()
      while (try? await store.regions()) == nil { try await Task.sleep(for: .milliseconds(50)) }
    }
    try await stage.expectAll(saved: saved, given: given, swords: 200)
    await store.close()
  }

  /// Somebody else takes all the room there is.
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
