import Model
import Storage
import Synchronization
import Testing

/// Results of operations go after a while; nothing is done twice because of it.
@Suite struct ForgettingTests {
  /// What the tests' wall clock says.
  static let now: Int64 = 1_700_000_000_000

  private func rows(_ market: Market, _ id: OperationID) async throws -> Int {
    try await market.test.database.execute("SELECT id FROM operations WHERE id = '\(id)'").count
  }

  /// The same operation under the fences that hold now.
  private func again(_ operation: ValueOperation, in market: Market) async throws -> ValueOperation
  {
    var fences: [CharacterFence] = []
    for party in operation.action.parties { fences.append(try await market.fence(party)) }
    return ValueOperation(
      id: operation.id, fences: fences, region: operation.region, action: operation.action)
  }

  @Test(arguments: BackEnd.allCases)
  func whatWasDoneIsNeverDoneAgain(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 6)])
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    let first = try await market.store.perform([drink])
    guard case .done(let receipt, isRepeated: false)? = first.first else {
      throw TestFailure("\(first)")
    }
    // As long as it is not older than the bound, the result stays.
    #expect(try await market.store.forgetResults(doneBefore: Self.now, max: 100) == 0)
    #expect(try await market.store.perform([drink]) == [.done(receipt, isRepeated: true)])
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 2)
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 0)
    let late = try await again(drink, in: market)
    #expect(try await market.store.perform([drink, late]) == [.forgotten, .forgotten])
    #expect(try await market.store.settle(drink.id) == .forgotten)
    #expect(
      try await market.store.operations([drink.id.description]).map(\.result) == [.forgotten])
    #expect(try await market.bag(ada) == ["5 potion"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func whatWasRefusedNeverComesTrue(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let purchase = try await market.operation(
      .buy(NewItem(kind: Market.sword, count: 1), price: 30, by: ada, Market.terms))
    let refused = ValueRefusal.notEnoughGold(ada)
    #expect(try await market.store.perform([purchase]) == [.refused(refused, isRepeated: false)])
    let given = try await market.operation(.consume(.all(ItemID(77)), by: ada))
    #expect(try await market.store.settle(given.id) == .aborted)
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 2)
    #expect(try await rows(market, purchase.id) == 0)
    // Now there would be enough.
    try await market.give(ada, gold: 100)
    let late = try await again(purchase, in: market)
    #expect(try await market.store.perform([late]) == [.forgotten])
    #expect(try await market.store.settle(purchase.id) == .forgotten)
    #expect(try await market.store.settle(given.id) == .forgotten)
    #expect(try await market.belongings(ada).gold == 100)
    #expect(try await market.bag(ada).isEmpty)
  }

  /// The mark is where the latest forgotten request stood: earlier ones are too old, later ones not.
  @Test(arguments: BackEnd.allCases)
  func laterRequestsAreDone(on backEnd: BackEnd) async throws {
    let market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    func request(
      _ character: CharacterID, _ login: UInt64, _ number: UInt64
    ) async throws -> ValueOutcome {
      let operation = ValueOperation(
        id: .request(character, login: login, number: number),
        fences: [try await market.fence(character)],
        action: .grant([], gold: 1, to: character, Market.terms))
      return try #require(try await market.store.perform([operation]).first)
    }
    func isDone(_ outcome: ValueOutcome) -> Bool {
      if case .done(_, isRepeated: false) = outcome { true } else { false }
    }
    #expect(isDone(try await request(ada, 3, 5)))
    #expect(isDone(try await request(ada, 3, 4)))
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 2)
    for (login, number) in [(3, 5), (3, 4), (3, 3), (2, 9), (1, UInt64.max)] as [(UInt64, UInt64)] {
      #expect(try await request(ada, login, number) == .forgotten, "\(login) \(number)")
    }
    #expect(isDone(try await request(ada, 3, 6)))
    #expect(isDone(try await request(ada, 4, 1)))
    #expect(isDone(try await request(bob, 1, 1)))
    // A mark never goes back, and numbers that no column holds do no harm.
    #expect(isDone(try await request(ada, 4, .max)))
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 4)
    #expect(try await request(ada, 4, .max) == .forgotten)
    #expect(try await request(ada, 4, .max - 1) == .forgotten)
    #expect(isDone(try await request(ada, 5, 1)))
    try await market.expectCleanBooks()
  }

  /// Creatures may live for long: what younger ones left says nothing about them.
  @Test(arguments: BackEnd.allCases)
  func ofTheGroundOnlyWhatWasDoneIsForgotten(on backEnd: BackEnd) async throws {
    let market = try await Market(backEnd)
    func loot(_ counter: UInt64) -> ValueOperation {
      ValueOperation(
        id: .loot(market.ground.region, market.ground.epoch, counter: counter),
        region: market.ground,
        action: .loot(
          [LootDrop(kind: Market.sword, count: 1, position: Market.place)],
          at: market.ground.region))
    }
    guard case .done? = try await market.store.perform([loot(9)]).first else {
      throw TestFailure("not done")
    }
    #expect(try await market.store.settle(loot(8).id) == .aborted)
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 2)
    #expect(try await market.store.perform([loot(9), loot(8)]) == [.forgotten, .forgotten])
    #expect(try await market.store.settle(loot(9).id) == .forgotten)
    guard case .done(_, isRepeated: false)? = try await market.store.perform([loot(7)]).first
    else { throw TestFailure("an old creature leaves nothing") }
    #expect(try await market.store.groundItems(of: market.ground.region).count == 2)
    try await market.expectCleanBooks()
  }

  /// An order for many is done once to each of them, also when it is repeated a day later.
  @Test(arguments: BackEnd.allCases)
  func ordersAreDoneOnceForEach(on backEnd: BackEnd) async throws {
    let market = try await Market(backEnd)
    let characters = [try await market.guest(), try await market.guest()]
    func order(_ number: UInt64) async throws -> [ValueOutcome] {
      var operations: [ValueOperation] = []
      for character in characters {
        operations.append(
          ValueOperation(
            id: .order(number, character), fences: [try await market.fence(character)],
            action: .grant([], gold: 10, to: character, Market.terms)))
      }
      return try await market.store.perform(operations)
    }
    for outcome in try await order(1) {
      guard case .done(_, isRepeated: false) = outcome else { throw TestFailure("\(outcome)") }
    }
    for outcome in try await order(1) {
      guard case .done(_, isRepeated: true) = outcome else { throw TestFailure("\(outcome)") }
    }
    #expect(try await market.store.settle(.order(2, characters[0])) == .aborted)
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 3)
    #expect(try await order(1) == [.forgotten, .forgotten])
    #expect(try await market.store.settle(.order(2, characters[0])) == .forgotten)
    guard case .done? = try await order(2).last else { throw TestFailure("not for the second") }
    #expect(try await market.belongings(characters[0]).gold == 10)
    #expect(try await market.belongings(characters[1]).gold == 20)
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func theOldestGoFirstInSmallBatches(on backEnd: BackEnd) async throws {
    let market = try await Market(backEnd)
    let time = Atomic<Int64>(0)
    let store = try await market.test.database.open(
      wallClock: { time.add(1, ordering: .relaxed).newValue })
    func loot(_ counter: UInt64) -> ValueOperation {
      ValueOperation(
        id: .loot(market.ground.region, market.ground.epoch, counter: counter),
        region: market.ground, action: .loot([], at: market.ground.region))
    }
    for counter in 1...10 as ClosedRange<UInt64> { _ = try await store.perform([loot(counter)]) }
    func known() async throws -> [Bool] {
      let ids = (1...10 as ClosedRange<UInt64>).map { loot($0).id.description }
      let found = try await store.operations(ids)
      return ids.map { id in found.contains { $0.id == id && $0.result != .forgotten } }
    }
    let last = time.load(ordering: .relaxed)
    #expect(try await store.forgetResults(doneBefore: last, max: 4) == 4)
    #expect(try await known() == [false, false, false, false] + Array(repeating: true, count: 6))
    #expect(try await store.forgetResults(doneBefore: last, max: 4) == 4)
    #expect(try await store.forgetResults(doneBefore: last, max: 4) == 1)
    #expect(try await known() == Array(repeating: false, count: 9) + [true])
  }

  @Test(arguments: BackEnd.allCases)
  func aDamagedResultDoesNotHoldUpTheOthers(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 2)])
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    _ = try await market.store.perform([drink])
    let damage = backEnd == .sqlite ? "x'01020304'" : "'\\x01020304'"
    try await market.test.database.execute("UPDATE operations SET result = \(damage)")
    #expect(try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100) == 2)
    // Something may have been done under it.
    #expect(try await market.store.perform([drink]) == [.forgotten])
  }

  @Test(arguments: BackEnd.allCases)
  func theStepGoesDownAndUp(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    try await market.give(ada, gold: 5)
    _ = try await market.store.forgetResults(doneBefore: Self.now + 1, max: 100)
    try await market.store.migrate(to: 4)
    await #expect(throws: StorageError.self) { try await market.store.belongings(of: ada) }
    try await market.store.migrate(to: nil)
    #expect(try await market.belongings(ada).gold == 5)
    try await market.give(ada, gold: 1)
    try await market.expectCleanBooks()
  }

  /// What became of wishes, over all processes.
  private final class Tally: Sendable {
    struct Counts {
      var done: [OperationID: Int] = [:]
      var repeated = 0
      var forgotten = 0
    }

    private let state = Mutex(Counts())
    let isOver = Atomic(false)

    var counts: Counts { state.withLock { $0 } }

    func add(_ outcome: ValueOutcome, of id: OperationID) {
      state.withLock { counts in
        switch outcome {
        case .done(_, isRepeated: false): counts.done[id, default: 0] += 1
        case .done: counts.repeated += 1
        case .forgotten: counts.forgotten += 1
        default: break
        }
      }
    }
  }

  /// A process that asks over and over for the same few wishes, which slowly become others.
  private struct Asker: Sendable {
    let store: any Store
    let character: CharacterID
    let ground: RegionFence
    let tally: Tally
    let seed: UInt64

    func run() async throws {
      var generator = SeededGenerator(seed: seed)
      for step in 0..<200 as Range<UInt64> {
        let row = try #require(try await store.character(character))
        let id = OperationID.request(
          character, login: 1 + step / 100,
          number: 1 + (step % 100) / 2 + UInt64(generator.below(6)))
        let fence = CharacterFence(
          character: character, sequence: row.holding.sequence, holder: ground.region,
          epoch: ground.epoch, valueVersion: row.valueVersion)
        let operation = ValueOperation(
          id: id, fences: [fence], action: .grant([], gold: 1, to: character, Market.terms))
        tally.add(try await store.perform([operation])[0], of: id)
      }
    }

    /// A process that forgets whatever it finds.
    func forget() async throws {
      while !tally.isOver.load(ordering: .relaxed) {
        _ = try await store.forgetResults(doneBefore: .max, max: 3)
        try await Task.sleep(for: .milliseconds(2))
      }
    }
  }

  @Test(arguments: BackEnd.allCases, [1, 2, 3] as [UInt64])
  func nothingIsDoneTwiceWhileResultsGo(on backEnd: BackEnd, seed: UInt64) async throws {
    let market = try await Market(backEnd)
    let ada = try await market.guest()
    let tally = Tally()
    var askers: [Asker] = []
    for number: UInt64 in 0...2 {
      askers.append(
        Asker(
          store: try await market.test.second(), character: ada, ground: market.ground,
          tally: tally, seed: seed << 8 | number))
    }
    let (first, second, forgetter) = (askers[0], askers[1], askers[2])
    async let forgetting: Void = forgetter.forget()
    async let asking: Void = first.run()
    try await second.run()
    try await asking
    tally.isOver.store(true, ordering: .relaxed)
    try await forgetting
    let counts = tally.counts
    #expect(counts.done.values.allSatisfy { $0 == 1 })
    #expect(try await market.belongings(ada).gold == UInt64(counts.done.count))
    #expect(counts.done.count > 20 && counts.forgotten > 20, "\(counts)")
    try await market.expectCleanBooks()
  }
}
