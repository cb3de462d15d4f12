import Model
import Storage
import Testing

/// Every reason to refuse, and that a refusal stays one.
@Suite struct RefusalTests {
  /// Refused now, refused again under the same id, and nothing changed.
  private func expectRefusal(
    _ refusal: ValueRefusal, of action: ValueAction, in market: inout Market,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try await market.store.auditBelongings()
    let operation = try await market.operation(action)
    let outcomes = try await market.store.perform([operation, operation])
    #expect(
      outcomes == [
        .refused(refusal, isRepeated: false), .refused(refusal, isRepeated: refusal != .malformed),
      ], sourceLocation: sourceLocation)
    var after = try await market.store.auditBelongings()
    #expect(
      after.operations == before.operations + (refusal == .malformed ? 0 : 1),
      sourceLocation: sourceLocation)
    after.operations = before.operations
    #expect(after == before && after.isClean, sourceLocation: sourceLocation)
    for fence in operation.fences {
      let version = try await market.belongings(fence.character).valueVersion
      #expect(version == fence.valueVersion, sourceLocation: sourceLocation)
    }
  }

  private func side(
    _ character: CharacterID, _ items: [ItemPortion] = [], gold: UInt64 = 0,
    terms: ItemTerms = Market.terms
  ) -> TradeSide {
    TradeSide(character: character, items: items, gold: gold, terms: terms)
  }

  @Test(arguments: BackEnd.allCases)
  func theGround(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, region) = (try await market.guest(), market.ground.region)
    let mine = try await market.give(ada, [(Market.sword, 1)])
    let lying = try await market.lay([(Market.sword, 1), (Market.coin, 1)])
    for item in [ItemID(77_777), mine[0]] {
      try await expectRefusal(
        .notThere, of: .pickUp(item, from: region, by: ada, Market.terms), in: &market)
    }
    try await expectRefusal(
      .notThere, of: .pickUp(lying[0], from: TestStore.regions[1], by: ada, Market.terms),
      in: &market)
    try await expectRefusal(
      .bagFull(ada), of: .pickUp(lying[0], from: region, by: ada, ItemTerms(slotsMax: 1)),
      in: &market)
    try await market.give(ada, gold: StorageLimits.goldMax)
    try await expectRefusal(
      .goldFull(ada), of: .pickUp(lying[1], from: region, by: ada, Market.terms), in: &market)
    try await expectRefusal(
      .notYours(ada), of: .drop(.all(lying[0]), by: ada, at: region, Market.place), in: &market)
    try await expectRefusal(
      .notEnough(ada),
      of: .drop(ItemPortion(item: mine[0], count: 2), by: ada, at: region, Market.place),
      in: &market)
  }

  @Test(arguments: BackEnd.allCases)
  func theTrade(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    let swords = try await market.give(ada, [(Market.sword, 1)], gold: 5)
    let others = try await market.give(
      bob, [(Market.sword, 1)], gold: StorageLimits.goldMax - 4)
    try await expectRefusal(
      .notEnoughGold(ada), of: .trade(side(ada, gold: 6), side(bob)), in: &market)
    try await expectRefusal(
      .goldFull(bob), of: .trade(side(ada, gold: 5), side(bob)), in: &market)
    try await expectRefusal(
      .notYours(ada), of: .trade(side(ada, [.all(others[0])]), side(bob)), in: &market)
    try await expectRefusal(
      .notEnough(bob),
      of: .trade(side(ada), side(bob, [ItemPortion(item: others[0], count: 2)])), in: &market)
    try await expectRefusal(
      .bagFull(bob),
      of: .trade(
        side(ada, [.all(swords[0])], gold: 1), side(bob, terms: ItemTerms(slotsMax: 1))),
      in: &market)
    // Full as it is, it may give and take at once.
    try await market.done(.trade(side(ada, gold: 5), side(bob, gold: 7)))
    #expect(try await market.belongings(ada).gold == 7)
  }

  @Test(arguments: BackEnd.allCases)
  func theShop(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.sword, 1)], gold: 9)
    let sword = NewItem(kind: Market.sword, count: 1)
    try await expectRefusal(
      .notEnoughGold(ada), of: .buy(sword, price: 10, by: ada, Market.terms), in: &market)
    try await expectRefusal(
      .bagFull(ada), of: .buy(sword, price: 1, by: ada, ItemTerms(slotsMax: 1)), in: &market)
    try await expectRefusal(
      .goldFull(ada), of: .sell(.all(items[0]), price: StorageLimits.goldMax, by: ada),
      in: &market)
    try await expectRefusal(
      .notEnough(ada), of: .sell(ItemPortion(item: items[0], count: 3), price: 1, by: ada),
      in: &market)
    try await expectRefusal(.notYours(ada), of: .consume(.all(ItemID(5555)), by: ada), in: &market)
    try await expectRefusal(
      .goldFull(ada), of: .grant([sword], gold: StorageLimits.goldMax, to: ada, Market.terms),
      in: &market)
  }

  @Test(arguments: BackEnd.allCases)
  func theMail(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.player("Bob"))
    let items = try await market.give(ada, [(Market.sword, 1)], gold: 9)
    func draft(_ name: String, _ items: [ItemPortion] = [], gold: UInt64 = 0) -> ValueAction {
      .sendMail(
        MailDraft(recipient: name, subject: "s", text: "t", items: items, gold: gold), by: ada)
    }
    // Guests have names too, but not of their own.
    for name in ["Ada", "Nobody", ""] {
      try await expectRefusal(.unknownRecipient, of: draft(name), in: &market)
    }
    try await expectRefusal(.notEnoughGold(ada), of: draft("Bob", gold: 10), in: &market)
    try await expectRefusal(.notYours(ada), of: draft("Bob", [.all(ItemID(99))]), in: &market)
    let letter = try #require(try await market.done(draft("Bob", [.all(items[0])])).mail)
    try await expectRefusal(
      .notYours(ada), of: .takeMail(letter, by: ada, Market.terms), in: &market)
    try await expectRefusal(
      .notYours(bob), of: .takeMail(MailID(4444), by: bob, Market.terms), in: &market)
    try await expectRefusal(
      .bagFull(bob), of: .takeMail(letter, by: bob, ItemTerms(slotsMax: 0)), in: &market)
    for _ in 1..<StorageLimits.mailsMax { try await market.done(draft("BOB")) }
    try await expectRefusal(.mailboxFull, of: draft("Bob"), in: &market)
    try await market.done(.takeMail(letter, by: bob, Market.terms))
    try await market.done(draft("Bob"))
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func whatNoRegionCouldAsk(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.player("Bob"))
    let items = try await market.give(ada, [(Market.potion, 6)], gold: 9)
    let (region, none) = (market.ground.region, ItemPortion(item: items[0], count: 0))
    let twice = [ItemPortion](repeating: .all(items[0]), count: 2)
    let long = String(repeating: "x", count: 5000)
    let actions: [ValueAction] = [
      .trade(side(ada), side(ada)), .trade(side(ada, twice), side(bob)),
      .trade(side(ada, gold: .max), side(bob)), .consume(none, by: ada),
      .sell(none, price: 1, by: ada), .sell(.all(items[0]), price: .max, by: ada),
      .drop(none, by: ada, at: region, Market.place),
      .drop(.all(items[0]), by: ada, at: TestStore.regions[3], Market.place),
      .buy(NewItem(kind: "", count: 1), price: 1, by: ada, Market.terms),
      .buy(NewItem(kind: "a\0b", count: 1), price: 1, by: ada, Market.terms),
      .buy(NewItem(kind: ItemKind(long), count: 1), price: 1, by: ada, Market.terms),
      .buy(NewItem(kind: Market.sword, count: 1), price: .max, by: ada, Market.terms),
      .grant([NewItem(kind: Market.sword, count: 0)], gold: 1, to: ada, Market.terms),
      .loot([LootDrop(kind: Market.sword, count: 0, position: Market.place)], at: region),
      .loot([], at: TestStore.regions[2]), .decay([], at: TestStore.regions[2]),
      .sendMail(MailDraft(recipient: "Bob", subject: long, text: ""), by: ada),
      .sendMail(MailDraft(recipient: "Bob", subject: "", text: long), by: ada),
      .sendMail(MailDraft(recipient: "Bob", subject: "\0", text: ""), by: ada),
      .sendMail(MailDraft(recipient: "Bob", subject: "", text: "", items: twice), by: ada),
    ]
    for action in actions { try await expectRefusal(.malformed, of: action, in: &market) }
  }

  /// Numbers that a client made up, beyond what a database can hold, hurt nobody else.
  @Test(arguments: BackEnd.allCases)
  func numbersBeyondAllBounds(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let ada = try await market.guest()
    let items = try await market.give(ada, [(Market.potion, 6)])
    let (region, huge) = (market.ground.region, ItemID(.max))
    var batch: [ValueOperation] = []
    for action: ValueAction in [
      .takeMail(MailID(.max), by: ada, Market.terms),
      .pickUp(huge, from: region, by: ada, Market.terms), .consume(.all(huge), by: ada),
      .drop(.all(huge), by: ada, at: region, Market.place), .decay([huge], at: region),
      .sell(.all(huge), price: 1, by: ada),
      .sendMail(MailDraft(recipient: "B", subject: "", text: "", items: [.all(huge)]), by: ada),
    ] { batch.append(try await market.operation(action)) }
    let nobody = CharacterID(.max)
    let fence = CharacterFence(
      character: nobody, sequence: HandoffSequence(.max), holder: region,
      epoch: market.ground.epoch, valueVersion: ValueVersion(.max))
    batch.append(
      ValueOperation(
        id: .request(nobody, login: .max, number: .max), fences: [fence],
        action: .consume(.all(items[0]), by: nobody)))
    let drink = try await market.operation(.consume(.all(items[0]), by: ada))
    let outcomes = try await market.store.perform(batch + [drink])
    #expect(outcomes.dropLast().allSatisfy { $0 == .refused(.malformed, isRepeated: false) })
    guard case .done(_, isRepeated: false)? = outcomes.last else {
      throw TestFailure("\(outcomes)")
    }
    try await market.expectCleanBooks()
  }

  @Test(arguments: BackEnd.allCases)
  func fencesOfOthersAreMalformed(on backEnd: BackEnd) async throws {
    var market = try await Market(backEnd)
    let (ada, bob) = (try await market.guest(), try await market.guest())
    let items = try await market.give(ada, [(Market.potion, 6)])
    let (mine, his) = (try await market.fence(ada), try await market.fence(bob))
    for fences in [[], [his], [mine, mine], [mine, his]] {
      let operation = ValueOperation(
        id: market.nextID(ada), fences: fences, action: .consume(.all(items[0]), by: ada))
      #expect(
        try await market.store.perform([operation]) == [.refused(.malformed, isRepeated: false)])
    }
    #expect(try await market.bag(ada) == ["6 potion"])
  }
}
