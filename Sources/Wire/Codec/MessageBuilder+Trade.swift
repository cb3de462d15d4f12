import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  func trade(_ trade: WireTrade) -> UnsafeMutablePointer<Pangea__Trade> {
    let message = make(pangea__trade__init)
    message.pointee.entity = trade.entity
    message.pointee.n_give = trade.give.count
    message.pointee.give = messages(trade.give, portion)
    message.pointee.give_gold = trade.giveGold
    message.pointee.n_take = trade.take.count
    message.pointee.take = messages(trade.take, good)
    message.pointee.take_gold = trade.takeGold
    return message
  }

  func tradeOffer(_ offer: WireTradeOffer) -> UnsafeMutablePointer<Pangea__TradeOffer> {
    let message = make(pangea__trade_offer__init)
    message.pointee.entity = offer.entity
    message.pointee.name = text(offer.name, max: Limits.nameBytesMax)
    message.pointee.n_give = offer.give.count
    message.pointee.give = messages(offer.give, good)
    message.pointee.give_gold = offer.giveGold
    message.pointee.n_take = offer.take.count
    message.pointee.take = messages(offer.take, good)
    message.pointee.take_gold = offer.takeGold
    message.pointee.expires_ms = offer.expiresMilliseconds
    return message
  }

  func tradeDraft(_ draft: WireTradeDraft) -> UnsafeMutablePointer<Pangea__TradeDraft> {
    let message = make(pangea__trade_draft__init)
    message.pointee.entity = draft.entity
    message.pointee.step = Pangea__TradeStep(rawValue: draft.step.rawValue)
    message.pointee.n_give = draft.give.count
    message.pointee.give = messages(draft.give, portion)
    message.pointee.give_gold = draft.giveGold
    return message
  }

  func tradeTable(_ table: WireTradeTable) -> UnsafeMutablePointer<Pangea__TradeTable> {
    let message = make(pangea__trade_table__init)
    message.pointee.entity = table.entity
    message.pointee.name = text(table.name, max: Limits.nameBytesMax)
    message.pointee.step = Pangea__TradeStep(rawValue: table.step.rawValue)
    message.pointee.n_give = table.give.count
    message.pointee.give = messages(table.give, good)
    message.pointee.give_gold = table.giveGold
    return message
  }

  private func portion(_ portion: WirePortion) -> UnsafeMutablePointer<Pangea__Portion> {
    let message = make(pangea__portion__init)
    message.pointee.item = portion.item.rawValue
    message.pointee.count = portion.count
    return message
  }

  private func good(_ good: WireGood) -> UnsafeMutablePointer<Pangea__Good> {
    let message = make(pangea__good__init)
    message.pointee.definition = good.definition
    message.pointee.count = good.count
    return message
  }

  func tradeAsk(_ m: TradeAsk) -> UnsafeMutablePointer<Pangea__TradeAsk> {
    let message = make(pangea__trade_ask__init)
    message.pointee.region = m.region.rawValue
    message.pointee.source = m.source.rawValue
    message.pointee.character = m.request.character.rawValue
    message.pointee.login = m.request.login
    message.pointee.number = m.request.number
    message.pointee.name = text(m.name, max: Limits.nameBytesMax)
    message.pointee.other = m.other.rawValue
    message.pointee.n_give = m.give.count
    message.pointee.give = messages(m.give, good)
    message.pointee.give_gold = m.giveGold
    message.pointee.n_take = m.take.count
    message.pointee.take = messages(m.take, good)
    message.pointee.take_gold = m.takeGold
    return message
  }

  func tradeReply(_ m: TradeReply) -> UnsafeMutablePointer<Pangea__TradeReply> {
    let message = make(pangea__trade_reply__init)
    message.pointee.region = m.region.rawValue
    message.pointee.character = m.request.character.rawValue
    message.pointee.login = m.request.login
    message.pointee.number = m.request.number
    message.pointee.verdict = Pangea__TradeVerdict(rawValue: m.verdict.rawValue)
    message.pointee.other = m.side.other.rawValue
    message.pointee.n_give = m.side.give.count
    message.pointee.give = messages(m.side.give, portion)
    message.pointee.give_gold = m.side.giveGold
    message.pointee.sequence = m.side.sequence.rawValue
    message.pointee.holder = m.side.holder.rawValue
    message.pointee.epoch = m.side.epoch.rawValue
    message.pointee.value_version = m.side.valueVersion.rawValue
    return message
  }

  func tradeEnd(_ m: TradeEnd) -> UnsafeMutablePointer<Pangea__TradeEnd> {
    let message = make(pangea__trade_end__init)
    message.pointee.region = m.region.rawValue
    message.pointee.character = m.request.character.rawValue
    message.pointee.login = m.request.login
    message.pointee.number = m.request.number
    message.pointee.other = m.other.rawValue
    message.pointee.done = m.isDone ? 1 : 0
    return message
  }

  func tradeShow(_ m: TradeShow) -> UnsafeMutablePointer<Pangea__TradeShow> {
    let message = make(pangea__trade_show__init)
    message.pointee.region = m.region.rawValue
    message.pointee.source = m.source.rawValue
    message.pointee.character = m.request.character.rawValue
    message.pointee.login = m.request.login
    message.pointee.number = m.request.number
    message.pointee.name = text(m.name, max: Limits.nameBytesMax)
    message.pointee.other = m.other.rawValue
    message.pointee.step = Pangea__TradeStep(rawValue: m.step.rawValue)
    message.pointee.n_give = m.give.count
    message.pointee.give = messages(m.give, good)
    message.pointee.give_gold = m.giveGold
    return message
  }
}
