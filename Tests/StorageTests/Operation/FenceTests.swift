import Model
import Storage
import Testing

/// Only the region that holds a character, at its epoch and with its knowledge, changes what the
/// character owns; a repetition needs none of it.
@Suite struct FenceTests {
  private struct Scene {
    var market: Market
    let ada: CharacterID
    let fence: CharacterFence
    let drink: ValueAction

    init(_ backEnd: BackEnd) async throws {
      market = try await Market(backEnd)
      ada = try await market.guest()
      let items = try await market.give(ada, [(Market.potion, 9)])
      fence = try await market.fence(ada)
      drink = .consume(.all(items[0]), by: ada)
    }

    /// One more than `fence` says of each.
    func changed(
      sequence: UInt64 = 0, holder: RegionFence? = nil, version: UInt64 = 0
    ) -> CharacterFence {
      CharacterFence(
        character: ada, sequence: self.fence.sequence.advanced(by: sequence),
        holder: holder?.region ?? self.fence.holder, epoch: holder?.epoch ?? self.fence.epoch,
        valueVersion: ValueVersion(self.fence.valueVersion.rawValue + version))
    }

    func perform(_ fence: CharacterFence, id: OperationID) async throws -> ValueOutcome {
      let operation = ValueOperation(id: id, fences: [fence], action: drink)
      return try #require(try await market.store.perform([operation]).first)
    }
  }

  @Test(arguments: BackEnd.allCases)
  func aFenceThatDoesNotHoldIsNotRecorded(on backEnd: BackEnd) async throws {
    var scene = try await Scene(backEnd)
    let other = try await scene.market.test.fence(1)
    let id = scene.market.nextID(scene.ada)
    let holding = Holding(sequence: scene.fence.sequence, holder: scene.fence.holder)
    let stale = ValueOutcome.stale(scene.ada, holding)
    #expect(try await scene.perform(scene.changed(sequence: 1), id: id) == stale)
    #expect(try await scene.perform(scene.changed(holder: other), id: id) == stale)
    #expect(
      try await scene.perform(scene.changed(version: 1), id: id)
        == .staleVersion(scene.ada, scene.fence.valueVersion))
    let ahead = RegionFence(region: scene.fence.holder, epoch: scene.fence.epoch.next)
    let row = RegionRow(
      region: scene.fence.holder, epoch: scene.fence.epoch, owner: TestStore.shardA)
    #expect(try await scene.perform(scene.changed(holder: ahead), id: id) == .staleEpoch(row))
    #expect(try await scene.market.bag(scene.ada) == ["9 potion"])
    // The same wish is done as soon as its fence holds.
    guard case .done(_, isRepeated: false) = try await scene.perform(scene.changed(), id: id) else {
      throw TestFailure("not done")
    }
    try await scene.market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func arepetitionNeedsNoFence(on backEnd: BackEnd) async throws {
    var scene = try await Scene(backEnd)
    let id = scene.market.nextID(scene.ada)
    guard case .done(let receipt, isRepeated: false) = try await scene.perform(scene.fence, id: id)
    else { throw TestFailure("not done") }
    // Another shard has the region by now; the old fence is stale in every part.
    _ = try await scene.market.test.fence(0, owner: TestStore.shardB)
    #expect(try await scene.perform(scene.fence, id: id) == .done(receipt, isRepeated: true))
    guard
      case .staleEpoch(let row) = try await scene.perform(
        scene.changed(version: 1), id: scene.market.nextID(scene.ada))
    else { throw TestFailure("not stale") }
    #expect(row.owner == TestStore.shardB)
    #expect(try await scene.market.bag(scene.ada) == ["8 potion"])
  }

  @Test(arguments: BackEnd.allCases)
  func whoIsGoneOwnsNothing(on backEnd: BackEnd) async throws {
    var scene = try await Scene(backEnd)
    let account = try #require(try await scene.market.store.character(scene.ada)).account
    #expect(try await scene.market.store.removeGuest(account, generation: nil))
    let id = scene.market.nextID(scene.ada)
    #expect(try await scene.perform(scene.fence, id: id) == .stale(scene.ada, nil))
    #expect(try await scene.market.store.belongings(of: scene.ada) == nil)
  }

  @Test(arguments: BackEnd.allCases)
  func aRegionBesideIsCheckedToo(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 2)])
    let beside = try await market.test.fence(1)
    let drop = ValueAction.drop(.all(items[0]), by: ada, at: beside.region, Market.place)
    let stale = RegionFence(region: beside.region, epoch: beside.epoch.next)
    let fence = try await market.fence(ada)
    let id = market.nextID(ada)
    let refused = try await market.store.perform([
      ValueOperation(id: id, fences: [fence], region: stale, action: drop)
    ])
    #expect(
      refused == [
        .staleEpoch(
          RegionRow(region: beside.region, epoch: beside.epoch, owner: TestStore.shardA))
      ])
    let done = try await market.store.perform([
      ValueOperation(id: id, fences: [fence], region: beside, action: drop)
    ])
    guard case .done(let receipt, isRepeated: false)? = done.first else {
      throw TestFailure("\(done)")
    }
    #expect(receipt.appeared.map(\.region) == [beside.region])
    // A character reaches over the border.
    let back = try await market.done(
      .pickUp(receipt.appeared[0].id, from: beside.region, by: ada, Market.terms))
    #expect(back.changes[0].items.map(\.count) == [2])
  }

  @Test(arguments: BackEnd.allCases)
  func bothPartiesAreFenced(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    try await market.give(ada, gold: 5)
    let trade = ValueAction.trade(
      TradeSide(character: bob, items: [], gold: 0, terms: Market.terms),
      TradeSide(character: ada, items: [], gold: 5, terms: Market.terms))
    var operation = try await market.operation(trade)
    try await market.give(bob, gold: 1)
    #expect(try await market.store.perform([operation]) == [.staleVersion(bob, 1)])
    operation = ValueOperation(
      id: operation.id, fences: [try await market.fence(bob), try await market.fence(ada)],
      action: trade)
    guard
      case .done(let receipt, isRepeated: false)? = try await market.store.perform(
        [operation]
      ).first
    else { throw TestFailure("not done") }
    #expect(receipt.changes.map(\.gold) == [0, 6])
  }
}
