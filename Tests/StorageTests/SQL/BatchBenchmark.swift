import Foundation
import Model
import Testing

@testable import Storage

/// What batches bring: claims of handoffs a second, alone, row by row in one transaction, and as
/// statements of many rows. Prints figures; runs only when it is asked for:
///
///     PANGEA_BENCH_STORAGE=1 swift test --filter BatchBenchmark
@Suite(.enabled(if: ProcessInfo.processInfo.environment["PANGEA_BENCH_STORAGE"] != nil))
struct BatchBenchmark {
  /// How a hundred claims are made.
  enum Mode: String, CaseIterable {
    case alone = "a transaction each"
    case rowByRow = "row by row in one transaction"
    case batched = "statements of many rows"
  }

  private static let charactersMax = 100
  private static let seconds = 3.0

  /// Characters that go to and fro between two regions.
  private struct Traffic {
    let fences: [RegionFence]
    let characters: [CharacterID]
    var sequence: HandoffSequence
    var here = 0

    /// The next step of all of them.
    mutating func next() -> [HandoffClaim] {
      let claims = characters.map {
        HandoffClaim(
          character: $0, from: sequence, source: fences[here].region, fence: fences[1 - here])
      }
      sequence = sequence.advanced(by: 1)
      here = 1 - here
      return claims
    }
  }

  @Test(arguments: BackEnd.allCases)
  func claims(_ backEnd: BackEnd) async throws {
    // A server that waits for its disk, as a real one does.
    let server = backEnd == .postgreSQL ? try await TestServer() : nil
    let database = try await TestDatabase(backEnd, on: server)
    let store = try await database.open()
    try await store.register(TestStore.regions)
    var traffic = try await traffic(in: store)
    var rates: [Mode: Double] = [:]
    for mode in Mode.allCases {
      var count = 0
      let began = ContinuousClock.now
      while ContinuousClock.now - began < .seconds(Self.seconds) {
        let results = try await claim(traffic.next(), mode, in: store)
        let won = results.count { if case .won = $0 { true } else { false } }
        #expect(won == Self.charactersMax)
        count += won
      }
      let took = ContinuousClock.now - began
      rates[mode] = Double(count) / (took / .seconds(1))
    }
    for mode in Mode.allCases {
      let rate = rates[mode] ?? 0
      let ratio = rate / (rates[.rowByRow] ?? 1)
      FileHandle.standardError.write(
        Data(
          String(
            format: "%@: %@: %.0f claims/s, %.1f times row by row\n", "\(backEnd)", mode.rawValue,
            rate, ratio
          ).utf8))
    }
    await store.close()
    withExtendedLifetime(database) {}
  }

  private func traffic(in store: any Store) async throws -> Traffic {
    var fences: [RegionFence] = []
    for region in TestStore.regions[..<2] {
      let claim = RegionClaim(region: region, expected: .none, owner: TestStore.shardA)
      #expect(try await store.claim([claim]) == [.won(1)])
      fences.append(RegionFence(region: region, epoch: 1))
    }
    var characters: [CharacterID] = []
    for _ in 0..<Self.charactersMax {
      let guest = try await store.createGuest(
        name: "Ada", map: MapID(0), position: Position(x: 0, y: 0))
      let generation = try await store.openSession(guest.character, token: .random())
      _ = try await store.attach([
        AttachClaim(
          character: guest.character, generation: try #require(generation), seen: .none,
          fence: fences[0])
      ])
      characters.append(guest.character)
    }
    return Traffic(fences: fences, characters: characters, sequence: 2)
  }

  private func claim(
    _ claims: [HandoffClaim], _ mode: Mode, in store: any Store
  ) async throws -> [HoldingResult] {
    switch mode {
    case .alone:
      var results: [HoldingResult] = []
      for claim in claims { results += try await store.claim([claim]) }
      return results
    case .rowByRow:
      switch store {
      case let store as SQLiteStore:
        return try await store.write(.claimHandoffs) { (transaction) throws(StorageError) in
          try rowByRow(claims, transaction)
        }
      case let store as PostgreSQLStore:
        return try await store.write(.claimHandoffs) { (transaction) throws(StorageError) in
          try rowByRow(claims, transaction)
        }
      default: return []
      }
    case .batched: return try await store.claim(claims)
    }
  }
}

private func rowByRow(
  _ claims: [HandoffClaim], _ transaction: some SQLTransaction
) throws(StorageError) -> [HoldingResult] {
  _ = try transaction.stale(claims.map(\.fence))
  var results: [HoldingResult] = []
  for claim in claims {
    let to = claim.from.advanced(by: 1)
    let moved = try transaction.row(
      """
      UPDATE characters SET sequence = $1, holder = $2
      WHERE id = $3 AND sequence = $4 AND holder = $5 RETURNING value_version
      """,
      [
        try .number(to.rawValue, "sequence"), .integer(Int64(claim.fence.region.rawValue)),
        try .number(claim.character.rawValue, "character"),
        try .number(claim.from.rawValue, "sequence"), .integer(Int64(claim.source.rawValue)),
      ])
    if let moved { results.append(.won(to, ValueVersion(try moved.number(0)))) }
  }
  return results
}
