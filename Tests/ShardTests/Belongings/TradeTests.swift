import Cluster
import Model
import NIOCore
import Storage
import Synchronization
import Testing
import Wire
import World

@testable import Shard

/// Two players exchange what they own, in one region or over a border.
@Suite struct TradeTests {
  static let ore = ItemKind("ore")
  static let gem = ItemKind("gem")

  private static var rules: Rules {
    var rules = Rules()
    rules.items = ItemRules(
      items: [
        ItemDefinition(kind: ore, stackMax: 10), ItemDefinition(kind: gem, stackMax: 5),
        ItemDefinition(kind: ItemKind("heirloom"), isTradable: false),
      ], bagCapacity: 4)
    return rules
  }

  /// Ada has ore and gold, Ben has gems; they stand side by side, maybe with the border between.
  final class Stage: Sendable {
    let fixture: RegionFixture
    let west: Region
    let east: Region
    let ada: SessionAddress
    let ben: SessionAddress
    private let number = Mutex(UInt64(0))

    init(benAt x: Int32) async throws {
      fixture = try await RegionFixture(rules: TradeTests.rules)
      west = try await fixture.open(fixture.region(column: 0, row: 0))
      east = try await fixture.open(fixture.region(column: 1, row: 0))
      ada = try await fixture.guest(at: Position(unitsX: 490, unitsY: 100))
      ben = try await fixture.guest(at: Position(unitsX: x, unitsY: 100))
      for (session, region) in [(ada, west), (ben, x < 512 ? west : east)] {
        await fixture.post(
          .attach(
            Attach(
              session: session, region: region.id, epoch: region.epoch, sequenceSeen: .none,
              inputBase: InputSequence(1))), to: region)
      }
      try await fixture.tick([west, east], times: 5)
      try await grant(ada, [NewItem(kind: ore, count: 5)], gold: 50)
      try await grant(ben, [NewItem(kind: gem, count: 2)], gold: 0)
    }

    func home(_ session: SessionAddress) async -> Region {
      await west.authority.output(of: session.character) == nil ? east : west
    }

    private func grant(_ session: SessionAddress, _ items: [NewItem], gold: UInt64) async throws {
      let row = try #require(try await fixture.store.character(session.character))
      let region = await home(session)
      let outcome = try await fixture.store.perform([
        ValueOperation(
          id: .request(session.character, login: 99, number: 1),
          fences: [
            CharacterFence(
              character: session.character, sequence: row.holding.sequence, holder: region.id,
              epoch: region.epoch, valueVersion: row.valueVersion)
          ],
          action: .grant(
            items, gold: gold, to: session.character,
            ItemTerms(stackMax: [ore: 10, gem: 5], slotsMax: 4)))
      ])
      guard case .done? = outcome.first else { throw FixtureError.notClaimed }
    }

    func item(_ kind: ItemKind, of session: SessionAddress) async throws -> ItemRow? {
      try await fixture.store.belongings(of: session.character)?.items.first { $0.kind == kind }
    }

    func gold(of session: SessionAddress) async throws -> UInt64 {
      try await fixture.store.belongings(of: session.character)?.gold ?? 0
    }

    func trade(
      _ session: SessionAddress, _ trade: WireTrade
    ) async throws -> (code: ValueAnswer.Code?, told: [CharacterID: [ServerMessage]]) {
      try await wish(session, .trade(trade))
    }

    /// Shows a draft; what the other one saw of it.
    func show(
      _ session: SessionAddress, _ draft: WireTradeDraft
    ) async throws -> (code: ValueAnswer.Code?, seen: [WireTradeTable]) {
      let (code, told) = try await wish(session, .tradeDraft(draft))
      return (code, Self.tables(told[CharacterID(draft.entity)]))
    }

    static func tables(_ told: [ServerMessage]?) -> [WireTradeTable] {
      (told ?? []).compactMap { if case .tradeTable(let table) = $0 { table } else { nil } }
    }

    /// Sends a wish until it is answered; everything that both players were told meanwhile.
    private func wish(
      _ session: SessionAddress, _ wish: ValueRequest.Wish, ticks: Int = 40
    ) async throws -> (code: ValueAnswer.Code?, told: [CharacterID: [ServerMessage]]) {
      let number = number.withLock { number in
        number += 1
        return number
      }
      let region = await home(session)
      var told: [CharacterID: [ServerMessage]] = [:]
      for _ in 0..<ticks {
        await fixture.post(
          .request(
            SessionRequest(
              session: session, region: region.id, epoch: region.epoch,
              request: ValueRequest(number: number, login: 7, wish: wish))), to: region)
        try await fixture.tick([west, east])
        for (_, message) in fixture.outlet.take() {
          guard case .output(let output) = message else { continue }
          told[output.character, default: []].append(
            try ClientCodec.decodeServer(output.frame))
        }
        for case .answer(let answer) in told[session.character] ?? []
        where answer.number == number && answer.code != .tryAgain {
          try await fixture.tick([west, east], times: 2)
          return (answer.code, told)
        }
      }
      return (nil, told)
    }

    func expectQuietAndClean() async throws {
      #expect(await west.authority.isQuiet)
      #expect(await east.authority.isQuiet)
      let audit = try await fixture.store.auditBelongings()
      #expect(audit.isClean, "\(audit)")
    }
  }

  /// In one region, and with the border between them.
  @Test(arguments: [470, 530] as [Int32])
  func bothSayTheSameAndItIsDone(benAt x: Int32) async throws {
    let stage = try await Stage(benAt: x)
    let ore = try #require(try await stage.item(Self.ore, of: stage.ada))
    let gem = try #require(try await stage.item(Self.gem, of: stage.ben))
    let proposed = try await stage.trade(
      stage.ada,
      WireTrade(
        entity: stage.ben.character.rawValue, give: [WirePortion(item: ore.id, count: 3)],
        giveGold: 10, take: [WireGood(definition: 2, count: 1)]))
    #expect(proposed.code == .proposed)
    let offers = (proposed.told[stage.ben.character] ?? []).compactMap {
      if case .tradeOffer(let offer) = $0 { offer } else { nil }
    }
    let offer = try #require(offers.first)
    #expect(offer.give == [WireGood(definition: 1, count: 3)] && offer.giveGold == 10)
    #expect(offer.take == [WireGood(definition: 2, count: 1)] && offer.takeGold == 0)

    let agreed = try await stage.trade(
      stage.ben,
      WireTrade(
        entity: stage.ada.character.rawValue, give: [WirePortion(item: gem.id, count: 1)],
        take: offer.give, takeGold: offer.giveGold))
    #expect(agreed.code == .done)
    #expect(try await stage.item(Self.ore, of: stage.ada)?.count == 2)
    #expect(try await stage.item(Self.gem, of: stage.ada)?.count == 1)
    #expect(try await stage.item(Self.ore, of: stage.ben)?.count == 3)
    #expect(try await stage.gold(of: stage.ada) == 40)
    #expect(try await stage.gold(of: stage.ben) == 10)
    // Who only proposed is told as well.
    try await stage.fixture.tick([stage.west, stage.east], times: 3)
    try await stage.expectQuietAndClean()
  }

  @Test(arguments: [470, 530] as [Int32])
  func aGiftNeedsNoAnswer(benAt x: Int32) async throws {
    let stage = try await Stage(benAt: x)
    let ore = try #require(try await stage.item(Self.ore, of: stage.ada))
    let gift = try await stage.trade(
      stage.ada,
      WireTrade(
        entity: stage.ben.character.rawValue, give: [WirePortion(item: ore.id, count: 2)],
        giveGold: 50))
    #expect(gift.code == .done)
    #expect(try await stage.item(Self.ore, of: stage.ben)?.count == 2)
    #expect(try await stage.gold(of: stage.ben) == 50)
    try await stage.expectQuietAndClean()
  }

  @Test func anotherTradeThanWasProposedIsAnotherProposal() async throws {
    let stage = try await Stage(benAt: 530)
    let ore = try #require(try await stage.item(Self.ore, of: stage.ada))
    let gem = try #require(try await stage.item(Self.gem, of: stage.ben))
    _ = try await stage.trade(
      stage.ada,
      WireTrade(
        entity: stage.ben.character.rawValue, give: [WirePortion(item: ore.id, count: 3)],
        take: [WireGood(definition: 2, count: 1)]))
    let other = try await stage.trade(
      stage.ben,
      WireTrade(
        entity: stage.ada.character.rawValue, give: [WirePortion(item: gem.id, count: 1)],
        take: [WireGood(definition: 1, count: 5)]))
    #expect(other.code == .proposed)
    #expect(try await stage.item(Self.gem, of: stage.ben)?.count == 2)
    try await stage.expectQuietAndClean()
  }

  @Test func whatOneDoesNotHaveIsNotTraded() async throws {
    let stage = try await Stage(benAt: 530)
    let gem = try #require(try await stage.item(Self.gem, of: stage.ben))
    let stolen = try await stage.trade(
      stage.ada,
      WireTrade(
        entity: stage.ben.character.rawValue, give: [WirePortion(item: gem.id, count: 1)]))
    #expect(stolen.code == .notYours)
    let rich = try await stage.trade(
      stage.ada, WireTrade(entity: stage.ben.character.rawValue, giveGold: 51))
    #expect(rich.code == .notEnoughGold)
    let oneself = try await stage.trade(
      stage.ada, WireTrade(entity: stage.ada.character.rawValue, giveGold: 1))
    #expect(oneself.code == .badRequest)
    let nobody = try await stage.trade(stage.ada, WireTrade(entity: 987_654, giveGold: 1))
    #expect(nobody.code == .notThere)
    try await stage.expectQuietAndClean()
  }

  /// The region of the one who gave its consent never hears how it ended: storage says so.
  @Test func aSideThatHearsNothingAsksStorage() async throws {
    let stage = try await Stage(benAt: 530)
    let name = RequestName(character: stage.ada.character, login: 7, number: 55)
    let ask = TradeAsk(
      region: stage.east.id, source: stage.fixture.region(column: 0, row: 1), request: name,
      name: "Ada",
      other: stage.ben.character, give: [], giveGold: 5, take: [], takeGold: 0)
    // What Ben owns has to be read first.
    await stage.fixture.post(.tradeAsk(ask), to: stage.east)
    try await stage.fixture.tick([stage.east], times: 2)
    await stage.fixture.post(.tradeAsk(ask), to: stage.east)
    try await stage.fixture.tick([stage.east])
    #expect(await !stage.east.authority.isQuiet)
    // Until the other region surely does it no more: asked sooner, storage would end it.
    let patience = Int(ValueDesk.patience.microseconds / Tick.milliseconds / 1_000)
    try await stage.fixture.tick([stage.east], times: Int(Tick.perSecond) + patience)
    #expect(await !stage.east.authority.isQuiet)
    try await stage.fixture.tick([stage.east], times: 2 * Int(Tick.perSecond))
    #expect(await stage.east.authority.isQuiet)
    // It never will be done: the name is used up.
    #expect(try await stage.fixture.store.settle(name.operation) == .aborted)
  }

  /// What both would give is seen on both sides of the border, and agreed to as it was seen.
  @Test(arguments: [470, 530] as [Int32])
  func draftsAreSeenBeforeTheyAreAgreedTo(benAt x: Int32) async throws {
    let stage = try await Stage(benAt: x)
    let (ada, ben) = (stage.ada.character.rawValue, stage.ben.character.rawValue)
    let ore = try #require(try await stage.item(Self.ore, of: stage.ada))
    let gem = try #require(try await stage.item(Self.gem, of: stage.ben))
    let first = try await stage.show(
      stage.ada,
      WireTradeDraft(
        entity: ben, step: .laid, give: [WirePortion(item: ore.id, count: 3)], giveGold: 10))
    #expect(first.code == .done)
    #expect(
      first.seen == [
        WireTradeTable(
          entity: ada, name: "Ada", step: .laid, give: [WireGood(definition: 1, count: 3)],
          giveGold: 10)
      ])
    let second = try await stage.show(
      stage.ben,
      WireTradeDraft(entity: ada, step: .laid, give: [WirePortion(item: gem.id, count: 1)]))
    #expect(second.seen.first?.give == [WireGood(definition: 2, count: 1)])
    let agreed = try await stage.trade(
      stage.ada,
      WireTrade(
        entity: ben, give: [WirePortion(item: ore.id, count: 3)], giveGold: 10,
        take: [WireGood(definition: 2, count: 1)]))
    #expect(agreed.code == .proposed)
    // Only that one is still there: the proposal stands.
    let stays = try await stage.show(stage.ben, WireTradeDraft(entity: ada, step: .stays))
    #expect(stays.code == .done && stays.seen.map(\.step) == [.stays])
    let done = try await stage.trade(
      stage.ben,
      WireTrade(
        entity: ada, give: [WirePortion(item: gem.id, count: 1)],
        take: [WireGood(definition: 1, count: 3)], takeGold: 10))
    #expect(done.code == .done)
    let told = Stage.tables(done.told[stage.ada.character])
    #expect(told == [WireTradeTable(entity: ben, name: "Ada", step: .done)])
    #expect(try await stage.item(Self.gem, of: stage.ada)?.count == 1)
    try await stage.expectQuietAndClean()
  }

  /// Whoever changes what it would give, or goes, takes back what both had proposed.
  @Test(
    arguments: [
      (470, true, .laid), (470, false, .left), (530, true, .left), (530, false, .laid),
    ] as [(Int32, Bool, TradeStep)])
  func whatIsChangedIsNoLongerProposed(benAt x: Int32, isOwn: Bool, step: TradeStep) async throws {
    let stage = try await Stage(benAt: x)
    let (ada, ben) = (stage.ada.character.rawValue, stage.ben.character.rawValue)
    let ore = try #require(try await stage.item(Self.ore, of: stage.ada))
    let proposed = try await stage.trade(
      stage.ada,
      WireTrade(entity: ben, give: [WirePortion(item: ore.id, count: 5)], take: [], takeGold: 1))
    #expect(proposed.code == .proposed)
    let changed = try await stage.show(
      isOwn ? stage.ada : stage.ben, WireTradeDraft(entity: isOwn ? ben : ada, step: step))
    #expect(changed.code == .done && changed.seen.map(\.step) == [step])
    // Ben would have had to pay with gold that he does not have: a refusal by storage shows that
    // the proposal stood.
    let late = try await stage.trade(
      stage.ben,
      WireTrade(entity: ada, giveGold: 1, take: [WireGood(definition: 1, count: 5)]))
    #expect(late.code == .proposed)
    #expect(try await stage.item(Self.ore, of: stage.ada)?.count == 5)
    try await stage.expectQuietAndClean()
  }

  @Test func aDraftIsOfOnesOwnThingsForSomebodyWithinReach() async throws {
    let stage = try await Stage(benAt: 530)
    let (ada, ben) = (stage.ada.character.rawValue, stage.ben.character.rawValue)
    let gem = try #require(try await stage.item(Self.gem, of: stage.ben))
    func code(
      _ entity: UInt64, _ step: TradeStep, give: [WirePortion] = [], gold: UInt64 = 0
    ) async throws -> ValueAnswer.Code? {
      let draft = WireTradeDraft(entity: entity, step: step, give: give, giveGold: gold)
      return try await stage.show(stage.ada, draft).code
    }
    #expect(try await code(ben, .laid, give: [WirePortion(item: gem.id, count: 1)]) == .notYours)
    #expect(try await code(ben, .laid, gold: 51) == .notEnoughGold)
    #expect(try await code(ada, .stays) == .badRequest)
    #expect(try await code(ben, .done) == .badRequest)
    #expect(try await code(ben, .unknown) == .badRequest)
    #expect(try await code(987_654, .laid) == .notThere)
    #expect(try await code(987_654, .left) == .notThere)
    try await stage.expectQuietAndClean()
  }

  @Test func whoGetsAGiftIsToldOfWhom() async throws {
    let stage = try await Stage(benAt: 530)
    let gift = try await stage.trade(
      stage.ada, WireTrade(entity: stage.ben.character.rawValue, giveGold: 7))
    #expect(gift.code == .done)
    let told = Stage.tables(gift.told[stage.ben.character])
    #expect(
      told == [WireTradeTable(entity: stage.ada.character.rawValue, name: "Ada", step: .done)])
  }
}
