import Foundation
import Model
import Storage
import Testing

/// Several stores on one database claim the same regions as fast as they can.
@Suite struct ClaimRaceTests {
  /// Claims all regions over and over with whatever epoch it last saw; answers what it won.
  private static func hammer(
    _ store: any Store, owner: RegionOwner, rounds: Int
  ) async throws -> [RegionID: [Epoch]] {
    var seen = Dictionary(
      uniqueKeysWithValues: try await store.regions().map { ($0.region, $0.epoch) })
    var won: [RegionID: [Epoch]] = [:]
    for _ in 0..<rounds {
      let claims = TestStore.regions.map {
        RegionClaim(region: $0, expected: seen[$0] ?? .none, owner: owner)
      }
      for (claim, result) in zip(claims, try await store.claim(claims)) {
        let epoch: Epoch
        switch result {
        case .won(let next):
          won[claim.region, default: []].append(next)
          epoch = next
        case .lost(let row): epoch = row.epoch
        case .unknownRegion: throw TestFailure("a region vanished")
        }
        #expect(epoch > claim.expected, "an epoch went back")
        seen[claim.region] = epoch
      }
    }
    return won
  }

  private static func owner(_ number: Int) -> RegionOwner {
    RegionOwner(shard: ShardID(UInt32(number)), incarnation: Incarnation(UInt64(number)))
  }

  /// Every epoch up to the last was won, once.
  private static func check(
    _ wins: [[RegionID: [Epoch]]], _ store: any Store
  ) async throws {
    for row in try await store.regions() {
      let epochs = wins.flatMap { $0[row.region] ?? [] }.sorted()
      #expect(epochs.map(\.rawValue) == Array(1...row.epoch.rawValue))
    }
  }

  @Test(arguments: BackEnd.allCases)
  func twoStoresInOneProcess(_ backEnd: BackEnd) async throws {
    let test = try await TestStore(backEnd)
    let stores = [test.store, try await test.second()]
    let wins = try await withThrowingTaskGroup(of: [RegionID: [Epoch]].self) { group in
      for (index, store) in stores.enumerated() {
        for worker in 1...2 {
          group.addTask {
            try await Self.hammer(store, owner: Self.owner(index * 10 + worker), rounds: 100)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    try await Self.check(wins, test.store)
  }

  #if compiler(>=6.3)  // Since then the body of an exit test may capture values.

    @Test(arguments: BackEnd.allCases)
    func twoProcesses(_ backEnd: BackEnd) async throws {
      let test = try await TestStore(backEnd)
      let (url, folder) = (test.database.url, test.folder.path)
      async let first: Void = Self.hammerInAProcess(url, folder, number: 1)
      async let second: Void = Self.hammerInAProcess(url, folder, number: 2)
      let here = try await Self.hammer(test.store, owner: Self.owner(3), rounds: 100)
      _ = try await (first, second)
      let there = try [1, 2].map { number in
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/won-\(number)"))
        return try JSONDecoder().decode([RegionID: [Epoch]].self, from: data)
      }
      try await Self.check(there + [here], test.store)
    }

    private static func hammerInAProcess(
      _ url: String, _ folder: String, number: Int
    ) async throws {
      await #expect(processExitsWith: .success) {
        [url = url as String, folder = folder as String, number = number as Int] in
        try await ClaimRaceTests.hammer(url, folder: folder, number: number)
      }
    }

  #endif

  /// What another process does: claims, and writes down what it won.
  private static func hammer(_ url: String, folder: String, number: Int) async throws {
    let store = try await StoreLocation.parse(url).open()
    let won = try await hammer(store, owner: owner(number), rounds: 100)
    try JSONEncoder().encode(won).write(to: URL(fileURLWithPath: "\(folder)/won-\(number)"))
  }
}
