import Foundation
import Model
import Storage
import Testing

/// A folder of its own for one test, gone when the test is over.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-storage-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/pangea.sqlite" }
}

/// A store on an empty database with four regions, and what tests do with it over and over.
struct TestStore: Sendable {
  static let shardA = RegionOwner(shard: ShardID(1), incarnation: Incarnation(100))
  static let shardB = RegionOwner(shard: ShardID(2), incarnation: Incarnation(200))
  static let regions = (0..<4).map { RegionID(map: MapID(0), column: $0, row: 0) }

  let database: TestDatabase
  let store: any Store

  init(_ backEnd: BackEnd = .sqlite) async throws {
    database = try await TestDatabase(backEnd)
    store = try await database.open(wallClock: { 1_700_000_000_000 })
    try await store.register(Self.regions)
  }

  var folder: TemporaryFolder { database.folder }

  /// Another store on the same database, as another process would have.
  func second() async throws -> any Store { try await database.open() }

  /// Claims a region at whatever epoch it has, for a shard.
  func fence(
    _ index: Int, owner: RegionOwner = TestStore.shardA
  ) async throws -> RegionFence {
    let region = Self.regions[index]
    let row = try #require(try await store.regions().first { $0.region == region })
    let claim = RegionClaim(region: region, expected: row.epoch, owner: owner)
    let result = try await store.claim([claim])
    #expect(result == [.won(row.epoch.next)])
    return RegionFence(region: region, epoch: row.epoch.next)
  }

  /// A guest with an open session, not yet in the world.
  func guest(
    _ name: String = "Ada", at position: Position = Position(unitsX: 10, unitsY: 20)
  ) async throws -> (guest: GuestRow, generation: SessionGeneration) {
    let guest = try await store.createGuest(name: name, map: MapID(0), position: position)
    let generation = try await store.openSession(guest.character, token: .random())
    return (guest, try #require(generation))
  }

  /// A guest that a region has attached.
  func attached(
    to fence: RegionFence
  ) async throws -> (row: CharacterRow, generation: SessionGeneration) {
    let (guest, generation) = try await guest()
    let claim = AttachClaim(
      character: guest.character, generation: generation, seen: .none, fence: fence)
    guard case .won(let row)? = try await store.attach([claim]).first else {
      throw TestFailure("the attach was refused")
    }
    return (row, generation)
  }
}

struct TestFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension TokenHash {
  static func random() throws -> TokenHash {
    try TokenHash((0..<32).map { _ in UInt8.random(in: 0...255) })
  }

  /// A hash that is told apart by its first byte.
  static func numbered(_ number: UInt8) throws -> TokenHash {
    try TokenHash([number] + Array(repeating: 0, count: 31))
  }
}

extension HandoffSequence: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(value) }
}

extension Epoch: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(value) }
}

extension SessionGeneration: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(value) }
}

extension ValueVersion: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(value) }
}
