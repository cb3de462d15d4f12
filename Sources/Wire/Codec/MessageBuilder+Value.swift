import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func request(_ request: ValueRequest) -> UnsafeMutablePointer<Pangea__Request> {
    let message = make(pangea__request__init)
    message.pointee.number = request.number
    message.pointee.login = request.login
    switch request.wish {
    case .askBelongings:
      message.pointee.wish_case = PANGEA__REQUEST__WISH_ASK_BELONGINGS
      message.pointee.ask_belongings = make(pangea__ask_belongings__init)
    case .pickUp(let entity):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_PICK_UP
      message.pointee.pick_up = make(pangea__pick_up__init)
      message.pointee.pick_up.pointee.entity = entity
    case .drop(let item, let count):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_DROP
      message.pointee.drop = make(pangea__drop__init)
      message.pointee.drop.pointee.item = item.rawValue
      message.pointee.drop.pointee.count = count
    case .use(let item):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_USE_ITEM
      message.pointee.use_item = make(pangea__use_item__init)
      message.pointee.use_item.pointee.item = item.rawValue
    case .trade(let trade):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_TRADE
      message.pointee.trade = self.trade(trade)
    case .tradeDraft(let draft):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_TRADE_DRAFT
      message.pointee.trade_draft = tradeDraft(draft)
    case .buy, .sell, .openChest: setDealing(request.wish, of: message)
    case .askMail, .sendMail, .takeMail: setMail(request.wish, of: message)
    }
    return message
  }

  private func setDealing(
    _ wish: ValueRequest.Wish, of message: UnsafeMutablePointer<Pangea__Request>
  ) {
    switch wish {
    case .buy(let entity, let definition, let count):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_BUY
      message.pointee.buy = make(pangea__buy__init)
      message.pointee.buy.pointee.entity = entity
      message.pointee.buy.pointee.definition = definition
      message.pointee.buy.pointee.count = count
    case .sell(let entity, let item, let count):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_SELL
      message.pointee.sell = make(pangea__sell__init)
      message.pointee.sell.pointee.entity = entity
      message.pointee.sell.pointee.item = item.rawValue
      message.pointee.sell.pointee.count = count
    case .openChest(let entity):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_OPEN_CHEST
      message.pointee.open_chest = make(pangea__open_chest__init)
      message.pointee.open_chest.pointee.entity = entity
    default: preconditionFailure("not a dealing")
    }
  }

  private func setMail(
    _ wish: ValueRequest.Wish, of message: UnsafeMutablePointer<Pangea__Request>
  ) {
    switch wish {
    case .askMail:
      message.pointee.wish_case = PANGEA__REQUEST__WISH_ASK_MAIL
      message.pointee.ask_mail = make(pangea__ask_mail__init)
    case .sendMail(let draft):
      let send = make(pangea__send_mail__init)
      send.pointee.to = text(draft.to, max: Limits.nameBytesMax)
      send.pointee.subject = text(draft.subject, max: Limits.subjectBytesMax)
      send.pointee.text = text(draft.text, max: Limits.letterBytesMax)
      send.pointee.item = draft.item?.rawValue ?? 0
      send.pointee.count = draft.count
      send.pointee.gold = draft.gold
      message.pointee.wish_case = PANGEA__REQUEST__WISH_SEND_MAIL
      message.pointee.send_mail = send
    case .takeMail(let mail):
      message.pointee.wish_case = PANGEA__REQUEST__WISH_TAKE_MAIL
      message.pointee.take_mail = make(pangea__take_mail__init)
      message.pointee.take_mail.pointee.mail = mail.rawValue
    default: preconditionFailure("not about mail")
    }
  }

  func answer(_ answer: ValueAnswer) -> UnsafeMutablePointer<Pangea__Answer> {
    let message = make(pangea__answer__init)
    message.pointee.number = answer.number
    message.pointee.login = answer.login
    message.pointee.code = Pangea__AnswerCode(rawValue: answer.code.rawValue)
    message.pointee.text = text(answer.text, max: Limits.sentenceBytesMax)
    message.pointee.again_ms = answer.againMilliseconds
    return message
  }

  func belongings(_ owned: OwnedBelongings) -> UnsafeMutablePointer<Pangea__Belongings> {
    let message = make(pangea__belongings__init)
    message.pointee.version = owned.version.rawValue
    message.pointee.gold = owned.gold
    message.pointee.n_item = owned.items.count
    message.pointee.item = messages(owned.items, ownedItem)
    message.pointee.n_gone = owned.gone.count
    message.pointee.gone = numbers(owned.gone.count) { numbers in
      for (index, item) in owned.gone.enumerated() { numbers[index] = item.rawValue }
    }
    message.pointee.full = owned.isFull ? 1 : 0
    message.pointee.slots = owned.slots
    return message
  }

  private func ownedItem(_ item: OwnedItem) -> UnsafeMutablePointer<Pangea__OwnedItem> {
    let message = make(pangea__owned_item__init)
    message.pointee.item = item.item.rawValue
    message.pointee.definition = item.definition
    message.pointee.count = item.count
    return message
  }

  func mailbox(_ letters: [WireLetter]) -> UnsafeMutablePointer<Pangea__Mailbox> {
    let message = make(pangea__mailbox__init)
    message.pointee.n_letter = letters.count
    message.pointee.letter = messages(letters, letter)
    return message
  }

  private func letter(_ letter: WireLetter) -> UnsafeMutablePointer<Pangea__Letter> {
    let message = make(pangea__letter__init)
    message.pointee.mail = letter.mail.rawValue
    message.pointee.sender = text(letter.sender, max: Limits.nameBytesMax)
    message.pointee.subject = text(letter.subject, max: Limits.subjectBytesMax)
    message.pointee.text = text(letter.text, max: Limits.letterBytesMax)
    message.pointee.n_item = letter.items.count
    message.pointee.item = messages(letter.items, ownedItem)
    message.pointee.gold = letter.gold
    message.pointee.sent_ms = letter.sentAt
    return message
  }

  func sessionRequest(_ m: SessionRequest) -> UnsafeMutablePointer<Pangea__SessionRequest> {
    let message = make(pangea__session_request__init)
    message.pointee.character = m.session.character.rawValue
    message.pointee.generation = m.session.generation.rawValue
    message.pointee.gateway = m.session.gateway.rawValue
    message.pointee.region = m.region.rawValue
    message.pointee.epoch = m.epoch.rawValue
    message.pointee.request = request(m.request)
    return message
  }

  func groundNews(_ m: GroundNews) -> UnsafeMutablePointer<Pangea__GroundNews> {
    let message = make(pangea__ground_news__init)
    message.pointee.region = m.region.rawValue
    message.pointee.n_appeared = m.appeared.count
    message.pointee.appeared = messages(m.appeared, pile)
    message.pointee.n_lifted = m.lifted.count
    message.pointee.lifted = numbers(m.lifted.count) { numbers in
      for (index, item) in m.lifted.enumerated() { numbers[index] = item.rawValue }
    }
    return message
  }

  private func pile(_ pile: GroundNews.Pile) -> UnsafeMutablePointer<Pangea__GroundPile> {
    let message = make(pangea__ground_pile__init)
    message.pointee.item = pile.item.rawValue
    message.pointee.kind = text(pile.kind.rawValue, max: Limits.labelBytesMax)
    message.pointee.count = pile.count
    message.pointee.x = pile.position.x
    message.pointee.y = pile.position.y
    return message
  }
}
