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
  private static let ore = ItemKind("ore")
  private static let gem = ItemKind("gem")

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
  private final class Stage: Sendable {
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

    /// Sends a trade until it is answered; everything that both players were told meanwhile.
    func trade(
      _ session: SessionAddress, _ trade: WireTrade, ticks: Int = 40
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
              request: ValueRequest(number: number, login: 7, wish: .trade(trade)))), to: region)
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
    try await stage.fixture.tick([stage.east], times: 50)
    #expect(await stage.east.authority.isQuiet)
    // It never will be done: the name is used up.
    #expect(try await stage.fixture.store.settle(name.operation) == .aborted)
  }
}
