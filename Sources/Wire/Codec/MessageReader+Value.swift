import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func request(_ m: Pangea__Request) throws(WireError) -> ValueRequest {
    guard m.number > 0 else { throw .outOfRange(field: "request.number") }
    return ValueRequest(number: m.number, login: m.login, wish: try wish(m))
  }

  private static func wish(_ m: Pangea__Request) throws(WireError) -> ValueRequest.Wish {
    switch m.wish_case {
    case PANGEA__REQUEST__WISH_ASK_BELONGINGS: return .askBelongings
    case PANGEA__REQUEST__WISH_PICK_UP: return .pickUp(entity: try body(m.pick_up).entity)
    case PANGEA__REQUEST__WISH_DROP:
      let drop = try body(m.drop)
      return .drop(ItemID(drop.item), count: try count(drop.count))
    case PANGEA__REQUEST__WISH_USE_ITEM: return .use(ItemID(try body(m.use_item).item))
    case PANGEA__REQUEST__WISH_BUY:
      let buy = try body(m.buy)
      return .buy(
        entity: buy.entity, definition: buy.definition, count: try count(buy.count))
    case PANGEA__REQUEST__WISH_SELL:
      let sell = try body(m.sell)
      return .sell(entity: sell.entity, ItemID(sell.item), count: try count(sell.count))
    case PANGEA__REQUEST__WISH_OPEN_CHEST:
      return .openChest(entity: try body(m.open_chest).entity)
    case PANGEA__REQUEST__WISH_ASK_MAIL: return .askMail
    case PANGEA__REQUEST__WISH_SEND_MAIL: return .sendMail(try draft(try body(m.send_mail)))
    case PANGEA__REQUEST__WISH_TAKE_MAIL: return .takeMail(MailID(try body(m.take_mail).mail))
    case PANGEA__REQUEST__WISH_TRADE: return .trade(try trade(try body(m.trade)))
    case PANGEA__REQUEST__WISH_TRADE_DRAFT:
      return .tradeDraft(try tradeDraft(try body(m.trade_draft)))
    default: throw .bodyMissing
    }
  }

  private static func count(_ count: UInt32) throws(WireError) -> UInt32 {
    guard count > 0 else { throw .outOfRange(field: "request.count") }
    return count
  }

  private static func draft(_ m: Pangea__SendMail) throws(WireError) -> WireLetterDraft {
    guard m.item == 0 || m.count > 0 else { throw .outOfRange(field: "request.count") }
    return WireLetterDraft(
      to: try text(m.to, max: Limits.nameBytesMax, "letter.to"),
      subject: try text(m.subject, max: Limits.subjectBytesMax, "letter.subject"),
      text: try text(m.text, max: Limits.letterBytesMax, "letter.text"),
      item: m.item == 0 ? nil : ItemID(m.item), count: m.count, gold: m.gold)
  }

  static func answer(_ m: Pangea__Answer) throws(WireError) -> ValueAnswer {
    ValueAnswer(
      number: m.number, login: m.login,
      code: ValueAnswer.Code(rawValue: m.code.rawValue) ?? .unknown,
      text: try text(m.text, max: Limits.sentenceBytesMax, "answer.text"),
      againMilliseconds: m.again_ms)
  }

  static func belongings(_ m: Pangea__Belongings) throws(WireError) -> OwnedBelongings {
    OwnedBelongings(
      version: ValueVersion(m.version), gold: m.gold, items: try map(m.n_item, m.item, ownedItem),
      gone: UnsafeBufferPointer(start: m.gone, count: m.n_gone).map { ItemID($0) },
      isFull: m.full != 0, slots: m.slots)
  }

  private static func ownedItem(_ m: Pangea__OwnedItem) -> OwnedItem {
    OwnedItem(item: ItemID(m.item), definition: m.definition, count: m.count)
  }

  static func mailbox(_ m: Pangea__Mailbox) throws(WireError) -> [WireLetter] {
    try map(m.n_letter, m.letter, letter)
  }

  private static func letter(_ m: Pangea__Letter) throws(WireError) -> WireLetter {
    WireLetter(
      mail: MailID(m.mail), sender: try text(m.sender, max: Limits.nameBytesMax, "letter.sender"),
      subject: try text(m.subject, max: Limits.subjectBytesMax, "letter.subject"),
      text: try text(m.text, max: Limits.letterBytesMax, "letter.text"),
      items: try map(m.n_item, m.item, ownedItem), gold: m.gold, sentAt: m.sent_ms)
  }

  static func sessionRequest(_ m: Pangea__SessionRequest) throws(WireError) -> SessionRequest {
    SessionRequest(
      session: session(m.character, m.generation, m.gateway), region: RegionID(rawValue: m.region),
      epoch: Epoch(m.epoch), request: try request(try body(m.request)))
  }

  static func groundNews(_ m: Pangea__GroundNews) throws(WireError) -> GroundNews {
    GroundNews(
      region: RegionID(rawValue: m.region), appeared: try map(m.n_appeared, m.appeared, pile),
      lifted: UnsafeBufferPointer(start: m.lifted, count: m.n_lifted).map { ItemID($0) })
  }

  private static func pile(_ m: Pangea__GroundPile) throws(WireError) -> GroundNews.Pile {
    guard m.count > 0 else { throw .outOfRange(field: "pile.count") }
    return GroundNews.Pile(
      item: ItemID(m.item),
      kind: ItemKind(try text(m.kind, max: Limits.labelBytesMax, "pile.kind")), count: m.count,
      position: Position(x: m.x, y: m.y))
  }
}
