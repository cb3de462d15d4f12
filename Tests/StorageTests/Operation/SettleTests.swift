import Model
import Storage
import Testing

@Suite struct SettleTests {
  @Test(arguments: BackEnd.allCases)
  func whatWasNotDoneNeverWillBe(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 2)])
    let late = try await market.operation(.consume(.all(items[0]), by: ada))
    #expect(try await market.store.settle(late.id) == .aborted)
    #expect(try await market.store.settle(late.id) == .aborted)
    #expect(
      try await market.store.perform([late]) == [.refused(.aborted, isRepeated: true)])
    #expect(try await market.bag(ada) == ["2 potion"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func whatWasDoneIsAnswered(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 2)])
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    guard
      case .done(let receipt, isRepeated: false)? = try await market.store.perform([drink])
        .first
    else { throw TestFailure("not done") }
    #expect(try await market.store.settle(drink.id) == .done(receipt))
    let refused = try await market.operation(.consume(.all(ItemID(8888)), by: ada))
    _ = try await market.store.perform([refused])
    #expect(try await market.store.settle(refused.id) == .refused(.notYours(ada)))
    let loot = OperationID.loot(market.ground.region, market.ground.epoch, counter: 70)
    #expect(try await market.store.settle(loot) == .aborted)
    let decay = OperationID.decay(market.ground.region, market.ground.epoch, counter: 70)
    #expect(try await market.store.settle(decay) == .aborted)
  }

  /// Of an operation and its settlement that meet, one comes first and both say the same.
  @Test(arguments: BackEnd.allCases)
  func operationAndSettlementAgree(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 100)])
    let second = try await market.test.second()
    var done: UInt32 = 0
    for _ in 0..<40 {
      let drink = try await market.operation(.consume(.all(items[0]), by: ada))
      let store = market.store
      async let outcome = store.perform([drink])
      async let settlement = second.settle(drink.id)
      switch (try await outcome[0], try await settlement) {
      case (.done(let receipt, isRepeated: false), .done(let settled)):
        #expect(receipt == settled)
        done += 1
      case (.refused(.aborted, isRepeated: true), .aborted): break
      case (let outcome, let settlement): Issue.record("\(outcome) and \(settlement)")
      }
    }
    #expect(try await market.bag(ada) == ["\(100 - done) potion"])
    try await market.expectCleanBooks()
  }
}
