import Model
import Wire

/// What players own: wishes, answers, letters.
extension Fixture {
  private static let ore = ItemID(6)

  static let value: [Fixture] = requests + answers + ground

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
}
