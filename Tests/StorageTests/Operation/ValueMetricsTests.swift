import Metrics
import Model
import Storage
import Synchronization
import Testing

@Suite struct ValueMetricsTests {
  @Test(arguments: BackEnd.allCases)
  func outcomesAreCountedByAction(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 9)])
    let recorder = StoreMetricsTests.Recorder()
    let store = try await market.test.database.open(metrics: recorder)
    let fence = try await market.fence(ada)
    func drink(_ number: UInt64, _ count: UInt32, version: UInt64) -> ValueOperation {
      let fence = CharacterFence(
        character: ada, sequence: fence.sequence, holder: fence.holder, epoch: fence.epoch,
        valueVersion: ValueVersion(version))
      return ValueOperation(
        id: .request(ada, login: 2, number: number), fences: [fence],
        action: .consume(ItemPortion(item: items[0], count: count), by: ada))
    }
    let one = drink(1, 1, version: 1)
    let tooMany = drink(2, 99, version: 2)
    _ = try await store.perform([
      one, one, tooMany, tooMany, drink(3, 1, version: 1), drink(4, 1, version: 2),
    ])
    _ = try await store.perform([])
    let counted = recorder.values.withLock { $0 }.filter { $0.key.contains("value_total") }
    let name = "pangea_storage_value_total action=consume outcome="
    #expect(
      counted == [
        name + "done": [2], name + "repeated": [2], name + "refused": [1], name + "stale": [1],
      ])
  }
}
