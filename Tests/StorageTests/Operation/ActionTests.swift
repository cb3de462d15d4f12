import Model
import Storage
import Testing

/// What each action changes, and what its receipt says.
@Suite struct ActionTests {
  @Test(arguments: BackEnd.allCases)
  func lootLiesAndIsPickedUp(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let drops = [
      LootDrop(kind: Market.sword, count: 1, position: Market.place),
      LootDrop(kind: Market.coin, count: 12, position: Position(x: -5, y: 7)),
    ]
    let receipt = try await market.done(.loot(drops, at: market.ground.region))
    #expect(receipt.changes.isEmpty)
    #expect(receipt.appeared.map(\.kind) == [Market.sword, Market.coin])
    #expect(receipt.appeared.map(\.position) == drops.map(\.position))
    #expect(receipt.appeared.allSatisfy { $0.since == 1_700_000_000_000 })
    #expect(try await market.store.groundItems(of: market.ground.region) == receipt.appeared)

    let sword = receipt.appeared[0].id
    let taken = try await market.done(
      .pickUp(sword, from: market.ground.region, by: ada, Market.terms))
    #expect(taken.lifted == [sword])
    #expect(
      taken.changes == [
        .init(
          character: ada, valueVersion: 1, gold: 0,
          items: [ItemRow(id: sword, kind: Market.sword, count: 1)])
      ])
    // Coins are gold as soon as somebody has them.
    let coins = receipt.appeared[1].id
    let paid = try await market.done(
      .pickUp(coins, from: market.ground.region, by: ada, Market.terms))
    #expect(paid.lifted == [coins])
    #expect(paid.changes == [.init(character: ada, valueVersion: 2, gold: 12)])
    #expect(try await market.store.groundItems(of: market.ground.region).isEmpty)
    let owned = try await market.belongings(ada)
    #expect(owned.valueVersion == 2 && owned.gold == 12)
    #expect(owned.items == [ItemRow(id: sword, kind: Market.sword, count: 1)])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func stacksMergeAndDivide(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let bag = try await market.give(ada, [(Market.potion, 7)])
    let lying = try await market.lay([(Market.potion, 5)])
    // Three fill the stack, the other two keep their row.
    let taken = try await market.done(
      .pickUp(lying[0], from: market.ground.region, by: ada, Market.terms))
    #expect(
      taken.changes[0].items == [
        ItemRow(id: bag[0], kind: Market.potion, count: 10),
        ItemRow(id: lying[0], kind: Market.potion, count: 2),
      ])
    // A part of a stack is a new row; all of it takes its row along.
    let part = try await market.done(
      .drop(
        ItemPortion(item: bag[0], count: 4), by: ada, at: market.ground.region, Market.place))
    #expect(part.changes[0].items == [ItemRow(id: bag[0], kind: Market.potion, count: 6)])
    #expect(part.appeared.map(\.count) == [4])
    #expect(part.appeared[0].id > lying[0])
    let rest = try await market.done(
      .drop(
        ItemPortion(item: bag[0], count: 6), by: ada, at: market.ground.region, Market.place))
    #expect(rest.changes[0].gone == [bag[0]] && rest.changes[0].items.isEmpty)
    #expect(rest.appeared.map(\.id) == [bag[0]])
    // What fits into stacks wholly is no row of its own any more.
    let merged = try await market.done(
      .pickUp(part.appeared[0].id, from: market.ground.region, by: ada, Market.terms))
    #expect(merged.changes[0].items == [ItemRow(id: lying[0], kind: Market.potion, count: 6)])
    #expect(try await market.bag(ada) == ["6 potion"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func aTradeMovesBothSides(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    let swords = try await market.give(ada, [(Market.sword, 1)], gold: 10)
    let potions = try await market.give(bob, [(Market.potion, 5)], gold: 3)
    // One slot each: what goes makes room for what comes.
    let terms = ItemTerms(stackMax: Market.terms.stackMax, slotsMax: 1)
    let receipt = try await market.done(
      .trade(
        TradeSide(character: ada, items: [.all(swords[0])], gold: 4, terms: terms),
        TradeSide(
          character: bob, items: [ItemPortion(item: potions[0], count: 5)], gold: 1,
          terms: terms)))
    #expect(
      receipt.changes == [
        .init(
          character: ada, valueVersion: 2, gold: 7,
          items: [ItemRow(id: potions[0], kind: Market.potion, count: 5)], gone: swords),
        .init(
          character: bob, valueVersion: 2, gold: 6,
          items: [ItemRow(id: swords[0], kind: Market.sword, count: 1)], gone: potions),
      ])
    // A gift: the other gives nothing.
    try await market.done(
      .trade(
        TradeSide(
          character: ada, items: [ItemPortion(item: potions[0], count: 2)], gold: 0,
          terms: Market.terms),
        TradeSide(character: bob, items: [], gold: 0, terms: Market.terms)))
    #expect(try await market.bag(ada) == ["3 potion"])
    #expect(try await market.bag(bob) == ["1 iron_sword", "2 potion"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func aShopTakesGoldAndGivesIt(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    try await market.give(ada, gold: 100)
    let bought = try await market.done(
      .buy(NewItem(kind: Market.potion, count: 25), price: 75, by: ada, Market.terms))
    #expect(bought.changes[0].gold == 25)
    #expect(bought.changes[0].items.map(\.count) == [10, 10, 5])
    let sold = try await market.done(
      .sell(ItemPortion(item: bought.changes[0].items[0].id, count: 10), price: 9, by: ada))
    #expect(sold.changes[0].gold == 34)
    #expect(sold.changes[0].gone == [bought.changes[0].items[0].id])
    let drunk = try await market.done(
      .consume(ItemPortion(item: bought.changes[0].items[1].id, count: 1), by: ada))
    #expect(drunk.changes[0].items.map(\.count) == [9])
    let audit = try await market.store.auditBelongings()
    #expect(audit.goldMinted == 109 && audit.goldBurnt == 75 && audit.goldHeld == 34)
    #expect(audit.kinds == [.init(kind: Market.potion, held: 14, ledger: 14)])
    #expect(audit.isClean)
  }

  @Test(arguments: BackEnd.allCases)
  func aLetterKeepsWhatIsAttached(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.player("Bob"))
    let items = try await market.give(ada, [(Market.sword, 1), (Market.potion, 6)], gold: 50)
    let draft = MailDraft(
      recipient: "bOB", subject: "Für dich", text: "Zwei Tränke, 20 Gold",
      items: [.all(items[0]), ItemPortion(item: items[1], count: 2)], gold: 20)
    let sent = try await market.done(.sendMail(draft, by: ada))
    let letter = try #require(sent.mail)
    #expect(sent.recipient == bob)
    #expect(sent.changes.map(\.character) == [ada])
    #expect(sent.changes[0].gold == 30 && sent.changes[0].gone == [items[0]])
    let waiting = try await market.store.mail(of: bob)
    #expect(waiting.map(\.id) == [letter])
    #expect(waiting[0].sender == ada && waiting[0].senderName == "Ada")
    #expect(waiting[0].subject == draft.subject && waiting[0].text == draft.text)
    #expect(waiting[0].items.map(\.count) == [1, 2] && waiting[0].gold == 20)
    #expect(waiting[0].sentAt == 1_700_000_000_000)
    // The recipient owns nothing of it yet.
    #expect(try await market.belongings(bob).valueVersion == 0)
    try await market.expectCleanBooks()

    let taken = try await market.done(.takeMail(letter, by: bob, Market.terms))
    #expect(taken.mail == letter)
    #expect(taken.changes[0].gold == 20 && taken.changes[0].items == waiting[0].items)
    #expect(try await market.store.mail(of: bob).isEmpty)
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func whatNobodyTookDecays(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let lying = try await market.lay([(Market.sword, 1), (Market.potion, 3), (Market.coin, 9)])
    try await market.done(.pickUp(lying[0], from: market.ground.region, by: ada, Market.terms))
    let receipt = try await market.done(
      .decay(lying + [ItemID(999_999), lying[1]], at: market.ground.region))
    #expect(receipt.lifted == [lying[1], lying[2]])
    #expect(try await market.store.groundItems(of: market.ground.region).isEmpty)
    #expect(try await market.bag(ada) == ["1 iron_sword"])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func aGiftOfAGMAppears(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = [
      NewItem(kind: Market.potion, count: 12), NewItem(kind: Market.coin, count: 30),
      NewItem(kind: "relic", count: 40),
    ]
    let receipt = try await market.done(.grant(items, gold: 70, to: ada, Market.terms))
    #expect(receipt.changes[0].gold == 100)
    // A kind without terms is not divided.
    #expect(try await market.bag(ada) == ["10 potion", "2 potion", "40 relic"])
    let more = try await market.done(
      .grant([NewItem(kind: "relic", count: 2)], gold: 0, to: ada, Market.terms))
    #expect(more.changes[0].items.map(\.count) == [2])
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func aBatchIsDoneInItsOrder(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    let lying = try await market.lay([(Market.sword, 1)])
    let region = market.ground.region
    let first = try await market.operation(.pickUp(lying[0], from: region, by: bob, Market.terms))
    let second = try await market.operation(.pickUp(lying[0], from: region, by: ada, Market.terms))
    let outcomes = try await market.store.perform([first, second, first])
    guard case .done(let receipt, isRepeated: false) = outcomes[0] else {
      throw TestFailure("\(outcomes)")
    }
    #expect(outcomes[1] == .refused(.notThere, isRepeated: false))
    #expect(outcomes[2] == .done(receipt, isRepeated: true))
    #expect(try await market.store.perform([]).isEmpty)
    #expect(try await market.bag(bob) == ["1 iron_sword"])
    #expect(try await market.bag(ada).isEmpty)
  }
}
