import Foundation
import Model
import Storage
import Testing
import Wire

@testable import Cluster
@testable import Shard

/// Storage does what a region's authority asks, as the authority understands it.
@Suite struct StoreAuthorityTests {
  private static let regions = [0, 1].map { RegionID(map: MapID(1), column: $0, row: 0) }

  /// A store with two regions and a character that the first of them attached at sequence 2.
  private final class Stage {
    let store: SQLiteStore
    let character: CharacterID
    let generation: SessionGeneration
    private let folder: URL

    init() async throws {
      folder = FileManager.default.temporaryDirectory.appending(
        path: "pangea-authority-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      store = try await SQLiteStore.open(path: folder.appending(path: "test.sqlite").path)
      try await store.register(regions)
      let owner = Storage.RegionOwner(shard: ShardID(1), incarnation: Incarnation(1))
      _ = try await store.claim(
        regions.map { RegionClaim(region: $0, expected: .none, owner: owner) })
      character = try await store.createGuest(
        name: "Ada", map: MapID(1), position: Position(x: 0, y: 0)
      ).character
      let token = try TokenHash(Array(repeating: 1, count: 32))
      generation = try #require(try await store.openSession(character, token: token))
      #expect(try await attached(0, seen: 0) == 2)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func ask(
      _ region: Int, _ operation: AuthorityRequest.Operation
    ) async throws -> AuthorityReply {
      try await store.perform(
        AuthorityRequest(
          id: .init(1), region: regions[region], epoch: Epoch(1), operation: operation))
    }

    /// The sequence that an attach wins; nil when it is refused.
    func attached(_ region: Int, seen: UInt64) async throws -> UInt64? {
      guard case .attached(let outcomes) = try await attach(region, seen: seen),
        case .won(let sequence, _, _)? = outcomes.first
      else { return nil }
      return sequence.rawValue
    }

    func attach(_ region: Int, seen: UInt64) async throws -> AuthorityReply {
      try await ask(
        region,
        .attach([
          .init(character: character, generation: generation, seen: HandoffSequence(seen))
        ]))
    }
  }

  private static func superseded(_ sequence: UInt64, _ region: Int) -> AuthorityReply {
    .attached([.superseded(.init(sequence: HandoffSequence(sequence), holder: regions[region]))])
  }

  @Test func `an attach takes nobody from a holder whom the gateway has not asked`() async throws {
    let stage = try await Stage()
    let claim = AuthorityRequest.Claim(
      character: stage.character, from: HandoffSequence(2), source: Self.regions[0])
    #expect(try await stage.ask(1, .claim([claim])) == .moved([.won(ValueVersion(0))]))
    // A gateway that has not heard of the handoff, or a request that was under way for long.
    #expect(try await stage.attach(0, seen: 2) == Self.superseded(3, 1))
    let held = AuthorityRequest.Held(character: stage.character, sequence: HandoffSequence(3))
    #expect(try await stage.ask(1, .confirm([held])) == .refused([]))
    #expect(try await stage.attached(0, seen: 3) == 5)
  }

  @Test func `an attach whose answer was lost is done again in full knowledge`() async throws {
    let stage = try await Stage()
    #expect(try await stage.attach(0, seen: 0) == Self.superseded(2, 0))
    #expect(try await stage.attached(0, seen: 2) == 4)
  }
}
