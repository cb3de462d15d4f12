import Foundation
import Logging
import Model
import Testing

@testable import Shard
@testable import Storage

@Suite struct ResultKeeperTests {
  @Test func aRoundForgetsAllThatAreTooOldAndNoOthers() async throws {
    let stage = try await ValueDeskTests.Stage()
    let day = StorageLimits.resultMillisecondsMax
    let count = ResultKeeper.batchMax * 2 + 7
    try await stage.execute(
      """
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(count))
      INSERT INTO operations SELECT 'loot/1/1/' || n, NULL, zeroblob(24), n FROM numbers
      """)
    func left() async throws -> Int {
      try await stage.store.read(.operations) { (transaction) throws(StorageError) in
        try transaction.rows("SELECT 1 FROM operations WHERE length(result) > 2", []).count
      }
    }
    func keeper(at moment: Int64) -> ResultKeeper {
      ResultKeeper(
        store: stage.store, now: { moment }, pause: .zero, logger: Logger(label: "test"))
    }
    await keeper(at: day).run()
    #expect(try await left() == count)
    await keeper(at: day + 4).run()
    #expect(try await left() == count - 3)
    await keeper(at: day + Int64(count)).run()
    #expect(try await left() == 1)
    // A storage that is away is asked again a minute later.
    await stage.store.close()
    await keeper(at: day * 2).run()
  }
}
