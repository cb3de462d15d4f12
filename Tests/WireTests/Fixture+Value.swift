import Model
import Wire

/// What players own: wishes, answers, letters.
extension Fixture {
  private static let ore = ItemID(6)

  static let value: [Fixture] = requests + answers + ground + trade

  private static func request(
    _ name: String, _ number: UInt64, _ wish: ValueRequest.Wish
  ) -> Fixture {
    Fixture(
      "ClientRequest" + name,
      .client(.request(ValueRequest(number: number, login: 3, wish: wish))))
  }

  private static let requests: [Fixture] = [
    request("Ask", 1, .askBelongings),
    request("PickUp", 2, .pickUp(entity: 1 << 62 | 6)),
    request("Drop", 3, .drop(ore, count: 2)),
    request("Use", 4, .use(ore)),
    request("Buy", 5, .buy(entity: 9, definition: 4, count: 10)),
    request("Sell", 6, .sell(entity: 9, ore, count: 1)),
    request("OpenChest", 7, .openChest(entity: 10)),
    request("AskMail", 8, .askMail),
    request(
      "SendMail", 9,
      .sendMail(
        WireLetterDraft(
          to: "Ada", subject: "Ore", text: "Here it is.", item: ore, count: 3, gold: 70))),
    request("TakeMail", 10, .takeMail(MailID(12))),
  ]

  private static let answers: [Fixture] = [
    Fixture(
      "ServerLoggedInCounted",
      .server(
        .loggedIn(
          LoggedIn(
            account: AccountID(12), character: CharacterID(34), name: "Ada", resumeToken: [1, 2],
            lastInput: InputSequence(90), resumed: false, login: 3)))),
    Fixture(
      "ServerAnswer",
      .server(
        .answer(
          ValueAnswer(number: 5, login: 3, code: .notEnoughGold, text: "That costs 40 gold.")))),
    Fixture(
      "ServerAnswerAgain",
      .server(
        .answer(
          ValueAnswer(
            number: 5, login: 3, code: .tryAgain, text: "In a moment.", againMilliseconds: 300)))),
    Fixture(
      "ServerBelongings",
      .server(
        .belongings(
          OwnedBelongings(
            version: ValueVersion(9), gold: 125,
            items: [OwnedItem(item: ore, definition: 4, count: 2)],
            gone: [ItemID(7), ItemID(300)], isFull: true, slots: 20)))),
    Fixture(
      "ServerMailbox",
      .server(
        .mailbox([
          WireLetter(
            mail: MailID(12), sender: "Ada", subject: "Ore", text: "Here it is.",
            items: [OwnedItem(item: ore, definition: 4, count: 3)], gold: 70,
            sentAt: 1_790_000_000_000)
        ]))),
  ]

  private static let ground: [Fixture] = [
    Fixture(
      "SessionRequest",
      .request(
        SessionRequest(
          session: SessionAddress(
            character: CharacterID(34), generation: SessionGeneration(3), gateway: GatewayID(1)),
          region: RegionID(rawValue: 65793), epoch: Epoch(5),
          request: ValueRequest(number: 1, login: 3, wish: .takeMail(MailID(12)))))),
    Fixture(
      "GroundNews",
      .groundNews(
        GroundNews(
          region: RegionID(rawValue: 65794),
          appeared: [
            GroundNews.Pile(
              item: ore, kind: ItemKind("iron_ore"), count: 3, position: Position(x: 256, y: -1))
          ], lifted: [ItemID(7), ItemID(300)]))),
  ]

  private static let ada = RequestName(character: CharacterID(34), login: 3, number: 11)

  private static let trade: [Fixture] = [
    request(
      "Trade", 11,
      .trade(
        WireTrade(
          entity: 35, give: [WirePortion(item: ore, count: 2)], giveGold: 5,
          take: [WireGood(definition: 4, count: 1)], takeGold: 9))),
    Fixture(
      "ServerTradeOffer",
      .server(
        .tradeOffer(
          WireTradeOffer(
            entity: 34, name: "Ada", give: [WireGood(definition: 4, count: 2)], giveGold: 5,
            take: [WireGood(definition: 7, count: 1)], takeGold: 9, expiresMilliseconds: 30_000)))),
    Fixture(
      "TradeAsk",
      .tradeAsk(
        TradeAsk(
          region: RegionID(rawValue: 65794), source: RegionID(rawValue: 65793), request: ada,
          name: "Ada", other: CharacterID(35), give: [WireGood(definition: 4, count: 2)],
          giveGold: 5, take: [WireGood(definition: 7, count: 1)], takeGold: 9))),
    Fixture(
      "TradeReply",
      .tradeReply(
        TradeReply(
          region: RegionID(rawValue: 65793), request: ada, verdict: .consent,
          side: TradeReply.Side(
            other: CharacterID(35), give: [WirePortion(item: ItemID(8), count: 1)], giveGold: 9,
            sequence: HandoffSequence(7), holder: RegionID(rawValue: 65794), epoch: Epoch(5),
            valueVersion: ValueVersion(2))))),
    Fixture(
      "TradeEnd",
      .tradeEnd(
        TradeEnd(
          region: RegionID(rawValue: 65794), request: ada, other: CharacterID(35), isDone: true))),
    request(
      "TradeDraft", 12,
      .tradeDraft(
        WireTradeDraft(
          entity: 35, step: .laid, give: [WirePortion(item: ore, count: 2)], giveGold: 5))),
    Fixture(
      "ServerTradeTable",
      .server(
        .tradeTable(
          WireTradeTable(
            entity: 34, name: "Ada", step: .laid, give: [WireGood(definition: 4, count: 2)],
            giveGold: 5)))),
    Fixture(
      "TradeShow",
      .tradeShow(
        TradeShow(
          region: RegionID(rawValue: 65794), source: RegionID(rawValue: 65793), request: ada,
          name: "Ada", other: CharacterID(35), step: .laid,
          give: [WireGood(definition: 4, count: 2)], giveGold: 5))),
  ]
}
