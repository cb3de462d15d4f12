import Cluster
import Model
import NIOCore
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// Players' wishes about what they own, from the message of a gateway to the rows of a real store.
@Suite struct WishTests {
  static let ore = ItemKind("ore")
  static let potion = ItemKind("potion")

  static var rules: Rules {
    var rules = Rules()
    rules.items = ItemRules(
      items: [
        ItemDefinition(kind: ore, stackMax: 10, sellPrice: 3),
        ItemDefinition(kind: potion, stackMax: 5, sellPrice: 2, heal: 20),
        ItemDefinition(kind: ItemKind("heirloom"), isTradable: false),
      ],
      lootTables: [
        LootTable(entries: [
          LootTable.Entry(
            item: ItemNumber(1), chancePerMillion: LootTable.certain, countMin: 3, countMax: 3)
        ])
      ], shops: [Shop(goods: [Shop.Good(item: ItemNumber(2), price: 10)])], bagCapacity: 4)
    return rules
  }

  static let places = Places(
    npcs: [
      NPCPost(
        number: NPCNumber(1), position: Position(unitsX: 140, unitsY: 100), shop: ShopNumber(1))
    ],
    chests: [
      ChestPlace(
        number: ChestNumber(1), position: Position(unitsX: 550, unitsY: 300),
        loot: LootTableNumber(1), respawnTicks: 60)
    ])

  /// One player in a region, with some gold and goods.
  private final class Stage: Sendable {
    let fixture: RegionFixture
    let region: Region
    let neighbour: Region
    let session: SessionAddress
    private let numbers = Mutex(UInt64(0))

    init(at position: Position = Position(unitsX: 100, unitsY: 100)) async throws {
      fixture = try await RegionFixture(rules: WishTests.rules, places: WishTests.places)
      region = try await fixture.open(fixture.region(column: 0, row: 0))
      neighbour = try await fixture.open(fixture.region(column: 1, row: 0))
      session = try await fixture.guest(at: position)
      await fixture.post(
        .attach(
          Attach(
            session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
            inputBase: InputSequence(1))), to: region)
      try await tick(4)
      try await grant([NewItem(kind: ore, count: 5), NewItem(kind: potion, count: 2)], gold: 50)
    }

    func tick(_ times: Int = 1) async throws {
      try await fixture.tick([region, neighbour], times: times)
    }

    /// Somebody outside gives something, as a GM does.
    func grant(_ items: [NewItem], gold: UInt64) async throws {
      let row = try #require(try await fixture.store.character(session.character))
      let number = numbers.withLock { number in
        number += 1
        return number
      }
      let outcome = try await fixture.store.perform([
        ValueOperation(
          id: .request(session.character, login: 99, number: number),
          fences: [
            CharacterFence(
              character: session.character, sequence: row.holding.sequence,
              holder: try #require(row.holding.holder), epoch: region.epoch,
              valueVersion: row.valueVersion)
          ],
          action: .grant(
            items, gold: gold, to: session.character,
            ItemTerms(stackMax: [ore: 10, potion: 5], slotsMax: 4)))
      ])
      guard case .done? = outcome.first else { throw FixtureError.notClaimed }
    }

    /// Sends a wish and waits for its answer; what the player was told by then.
    func wish(
      _ wish: ValueRequest.Wish, number: UInt64? = nil, ticks: Int = 6
    ) async throws -> (code: ValueAnswer.Code?, told: [ServerMessage]) {
      let number =
        number
        ?? numbers.withLock { number in
          number += 1
          return number
        }
      var told: [ServerMessage] = []
      for _ in 0..<ticks {
        await fixture.post(
          .request(
            SessionRequest(
              session: session, region: region.id, epoch: region.epoch,
              request: ValueRequest(number: number, login: 7, wish: wish))), to: region)
        try await tick()
        told += try frames()
        for case .answer(let answer) in told where answer.code != .tryAgain {
          #expect(answer.number == number && answer.login == 7)
          return (answer.code, told)
        }
      }
      return (nil, told)
    }

    func frames() throws -> [ServerMessage] {
      try fixture.outlet.take().compactMap { _, message in
        guard case .output(let output) = message, output.character == session.character else {
          return nil
        }
        return try ClientCodec.decodeServer(output.frame)
      }
    }

    func belongings() async throws -> Belongings {
      try #require(try await fixture.store.belongings(of: session.character))
    }

    func item(_ kind: ItemKind) async throws -> ItemRow {
      try #require(try await belongings().items.first { $0.kind == kind })
    }

    func expectAuditClean() async throws {
      let audit = try await fixture.store.auditBelongings()
      #expect(audit.isClean, "\(audit)")
    }
  }

  private func owned(_ told: [ServerMessage]) -> [OwnedBelongings] {
    told.compactMap { if case .belongings(let owned) = $0 { owned } else { nil } }
  }

  @Test func aPlayerSeesWhatItOwns() async throws {
    let stage = try await Stage()
    let (code, told) = try await stage.wish(.askBelongings)
    #expect(code == .done)
    let shown = try #require(owned(told).last)
    #expect(shown.isFull && shown.gold == 50 && shown.slots == 4)
    #expect(shown.items.map(\.definition) == [1, 2])
    #expect(shown.items.map(\.count) == [5, 2])
  }

  @Test func whatIsDroppedLiesThereAndIsPickedUpAgain() async throws {
    let stage = try await Stage()
    let ore = try await stage.item(WishTests.ore)
    let dropped = try await stage.wish(.drop(ore.id, count: 2))
    #expect(dropped.code == .done)
    #expect(owned(dropped.told).last?.items == [OwnedItem(item: ore.id, definition: 1, count: 3)])
    try await stage.tick(2)
    let piles = try await stage.fixture.store.groundItems(of: stage.region.id)
    #expect(piles.map(\.count) == [2])
    #expect(await stage.region.ground == piles.map(\.id))

    let taken = try await stage.wish(.pickUp(entity: EntityID.item(piles[0].id).rawValue))
    #expect(taken.code == .done)
    try await stage.tick(2)
    #expect(await stage.region.ground.isEmpty)
    #expect(try await stage.item(WishTests.ore).count == 5)
    try await stage.expectAuditClean()
  }

  @Test func aWishThatIsRepeatedIsDoneOnce() async throws {
    let stage = try await Stage()
    let ore = try await stage.item(WishTests.ore)
    let first = try await stage.wish(.drop(ore.id, count: 2), number: 500)
    let second = try await stage.wish(.drop(ore.id, count: 2), number: 500)
    #expect(first.code == .done && second.code == .done)
    #expect(try await stage.item(WishTests.ore).count == 3)
    // Also when the world would refuse it by now: the pile is gone, and it was this wish.
    try await stage.tick(2)
    let pile = try #require(try await stage.fixture.store.groundItems(of: stage.region.id).first)
    let entity = EntityID.item(pile.id).rawValue
    #expect(try await stage.wish(.pickUp(entity: entity), number: 501).code == .done)
    try await stage.tick(2)
    #expect(try await stage.wish(.pickUp(entity: entity), number: 501).code == .done)
    #expect(try await stage.wish(.pickUp(entity: entity), number: 502).code == .notThere)
    #expect(try await stage.item(WishTests.ore).count == 5)
    try await stage.expectAuditClean()
  }

  @Test func goldBuysAndGoodsSell() async throws {
    let stage = try await Stage()
    let keeper = EntityID.npc(region: stage.region.id, number: NPCNumber(1)).rawValue
    #expect(try await stage.wish(.buy(entity: keeper, definition: 2, count: 3)).code == .done)
    #expect(try await stage.belongings().gold == 20)
    #expect(try await stage.item(WishTests.potion).count == 5)
    let poor = try await stage.wish(.buy(entity: keeper, definition: 2, count: 3))
    #expect(poor.code == .notEnoughGold)
    #expect(
      try await stage.wish(.buy(entity: keeper, definition: 1, count: 1)).code == .notSoldHere)
    let ore = try await stage.item(WishTests.ore)
    #expect(
      try await stage.wish(.sell(entity: keeper, ore.id, count: 5)).code == .done)
    #expect(try await stage.belongings().gold == 35)
    let (code, _) = try await stage.wish(.sell(entity: keeper, ore.id, count: 1))
    #expect(code == .notYours)
    try await stage.expectAuditClean()
  }

  @Test func aPotionIsUsedUp() async throws {
    let stage = try await Stage()
    let potion = try await stage.item(WishTests.potion)
    #expect(try await stage.wish(.use(potion.id)).code == .done)
    #expect(try await stage.item(WishTests.potion).count == 1)
    let ore = try await stage.item(WishTests.ore)
    #expect(try await stage.wish(.use(ore.id)).code == .useless)
    #expect(try await stage.item(WishTests.ore).count == 5)
  }

  @Test func guestsGetNoLetters() async throws {
    let stage = try await Stage()
    let draft = WireLetterDraft(to: "Nobody", subject: "Hello", text: "Are you there?", gold: 5)
    #expect(try await stage.wish(.sendMail(draft)).code == .noSuchName)
    #expect(try await stage.belongings().gold == 50)
    let (code, told) = try await stage.wish(.askMail)
    #expect(code == .done)
    #expect(told.contains(.mailbox([])))
  }

  @Test func whatLiesBeyondTheBorderIsTakenFromItsRegion() async throws {
    let stage = try await Stage(at: Position(unitsX: 500, unitsY: 300))
    let drop = LootDrop(
      kind: WishTests.ore, count: 4, position: Position(unitsX: 540, unitsY: 300))
    let neighbour = RegionFence(region: stage.neighbour.id, epoch: stage.neighbour.epoch)
    _ = try await stage.fixture.store.perform([
      ValueOperation(
        id: .loot(neighbour.region, neighbour.epoch, counter: 900), region: neighbour,
        action: .loot([drop], at: neighbour.region))
    ])
    // It is shown when its region next looks at what storage says.
    let pile = try #require(
      try await stage.fixture.store.groundItems(of: neighbour.region).first)
    await stage.fixture.post(
      .groundNews(
        GroundNews(
          region: neighbour.region,
          appeared: [
            GroundNews.Pile(
              item: pile.id, kind: pile.kind, count: pile.count, position: pile.position)
          ])), to: stage.neighbour)
    try await stage.tick(4)
    #expect(await stage.neighbour.ground == [pile.id])
    let taken = try await stage.wish(.pickUp(entity: EntityID.item(pile.id).rawValue))
    #expect(taken.code == .done)
    try await stage.tick(2)
    #expect(await stage.neighbour.ground.isEmpty)
    #expect(try await stage.item(WishTests.ore).count == 9)
    try await stage.expectAuditClean()
  }

  /// The chest stands in the next region: it opens there, once, and what was in it is taken.
  @Test func aChestBeyondTheBorderIsOpenedByItsRegion() async throws {
    let stage = try await Stage(at: Position(unitsX: 500, unitsY: 300))
    let chest = EntityID.chest(region: stage.neighbour.id, number: ChestNumber(1))
    try await stage.tick(4)
    let opened = try await stage.wish(.openChest(entity: chest.rawValue))
    #expect(opened.code == .done)
    try await stage.tick(4)
    let pile = try #require(
      try await stage.fixture.store.groundItems(of: stage.neighbour.id).first)
    #expect(pile.kind == WishTests.ore && pile.count == 3)
    #expect(await stage.neighbour.ground == [pile.id])
    #expect(await stage.region.ground.isEmpty)
    let again = try await stage.wish(.openChest(entity: chest.rawValue))
    #expect(again.code == .notThere, "it is empty")
    let taken = try await stage.wish(.pickUp(entity: EntityID.item(pile.id).rawValue))
    #expect(taken.code == .done)
    #expect(try await stage.item(WishTests.ore).count == 8)
    // Full again in its time.
    try await stage.tick(60)
    let later = try await stage.wish(.openChest(entity: chest.rawValue))
    #expect(later.code == .done)
    try await stage.expectAuditClean()
  }

  @Test func whatSomebodyElseGaveIsKnownAtTheNextWish() async throws {
    let stage = try await Stage()
    _ = try await stage.wish(.askBelongings)
    try await stage.grant([], gold: 100)
    let keeper = EntityID.npc(region: stage.region.id, number: NPCNumber(1)).rawValue
    #expect(try await stage.wish(.buy(entity: keeper, definition: 2, count: 3)).code == .done)
    #expect(try await stage.belongings().gold == 120)
  }

  @Test func anOutcomeThatNobodyKnowsIsSettled() async throws {
    let stage = try await Stage()
    let ore = try await stage.item(WishTests.ore)
    let request = SessionRequest(
      session: stage.session, region: stage.region.id, epoch: stage.region.epoch,
      request: ValueRequest(number: 1, login: 8, wish: .drop(ore.id, count: 1)))
    await stage.fixture.post(.request(request), to: stage.region)
    // The answer to the load, then the operation itself gets lost on its way back.
    try await stage.fixture.answerRequests()
    let jobs = stage.fixture.jobs.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
    for (job, key, mailbox) in jobs {
      if case .perform(let operation) = job {
        _ = try await stage.fixture.store.perform([operation])
      }
      mailbox.post(.valued(key, .unavailable))
    }
    #expect(jobs.contains { if case .perform = $0.0 { true } else { false } })
    try await stage.tick(2)
    // Meanwhile the character stays: it may not be offered, and the region cannot be packed.
    #expect(await !stage.region.authority.isQuiet)
    try await stage.tick(25)
    let answers = try stage.frames().compactMap { message -> ValueAnswer.Code? in
      if case .answer(let answer) = message { answer.code } else { nil }
    }
    #expect(answers.contains(.done))
    #expect(await stage.region.authority.isQuiet)
    #expect(try await stage.item(WishTests.ore).count == 4)
    try await stage.expectAuditClean()
  }

  @Test func aRegionThatOpensShowsWhatLiesThere() async throws {
    let stage = try await Stage()
    let ore = try await stage.item(WishTests.ore)
    _ = try await stage.wish(.drop(ore.id, count: 2))
    try await stage.tick(2)
    let again = try await stage.fixture.open(stage.region.id)
    try await stage.fixture.tick([again], times: 3)
    #expect(
      await again.ground
        == (try await stage.fixture.store.groundItems(of: stage.region.id)).map(\.id))
  }
}

extension Region {
  fileprivate var ground: [ItemID] { simulation.groundItems.map(\.id).sorted() }
}
