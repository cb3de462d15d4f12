import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  static func trade(_ m: Pangea__Trade) throws(WireError) -> WireTrade {
    guard m.n_give <= Limits.tradedMax, m.n_take <= Limits.tradedMax else {
      throw .outOfRange(field: "trade.give")
    }
    return WireTrade(
      entity: m.entity, give: try map(m.n_give, m.give, portion), giveGold: m.give_gold,
      take: try map(m.n_take, m.take, good), takeGold: m.take_gold)
  }

  static func tradeOffer(_ m: Pangea__TradeOffer) throws(WireError) -> WireTradeOffer {
    WireTradeOffer(
      entity: m.entity, name: try text(m.name, max: Limits.nameBytesMax, "trade.name"),
      give: try map(m.n_give, m.give, good), giveGold: m.give_gold,
      take: try map(m.n_take, m.take, good), takeGold: m.take_gold,
      expiresMilliseconds: m.expires_ms)
  }

  static func tradeDraft(_ m: Pangea__TradeDraft) throws(WireError) -> WireTradeDraft {
    guard m.n_give <= Limits.tradedMax else { throw .outOfRange(field: "trade.give") }
    return WireTradeDraft(
      entity: m.entity, step: step(m.step), give: try map(m.n_give, m.give, portion),
      giveGold: m.give_gold)
  }

  static func tradeTable(_ m: Pangea__TradeTable) throws(WireError) -> WireTradeTable {
    WireTradeTable(
      entity: m.entity, name: try text(m.name, max: Limits.nameBytesMax, "trade.name"),
      step: step(m.step), give: try map(m.n_give, m.give, good), giveGold: m.give_gold)
  }

  private static func step(_ step: Pangea__TradeStep) -> TradeStep {
    TradeStep(rawValue: step.rawValue) ?? .unknown
  }

  private static func portion(_ m: Pangea__Portion) throws(WireError) -> WirePortion {
    guard m.count > 0 else { throw .outOfRange(field: "trade.count") }
    return WirePortion(item: ItemID(m.item), count: m.count)
  }

  private static func good(_ m: Pangea__Good) throws(WireError) -> WireGood {
    guard m.count > 0 else { throw .outOfRange(field: "trade.count") }
    return WireGood(definition: m.definition, count: m.count)
  }

  static func tradeAsk(_ m: Pangea__TradeAsk) throws(WireError) -> TradeAsk {
    TradeAsk(
      region: RegionID(rawValue: m.region), source: RegionID(rawValue: m.source),
      request: name(m.character, m.login, m.number),
      name: try text(m.name, max: Limits.nameBytesMax, "trade.name"),
      other: CharacterID(m.other), give: try map(m.n_give, m.give, good), giveGold: m.give_gold,
      take: try map(m.n_take, m.take, good), takeGold: m.take_gold)
  }

  static func tradeReply(_ m: Pangea__TradeReply) throws(WireError) -> TradeReply {
    TradeReply(
      region: RegionID(rawValue: m.region), request: name(m.character, m.login, m.number),
      verdict: TradeReply.Verdict(rawValue: m.verdict.rawValue) ?? .unknown,
      side: TradeReply.Side(
        other: CharacterID(m.other), give: try map(m.n_give, m.give, portion),
        giveGold: m.give_gold, sequence: HandoffSequence(m.sequence),
        holder: RegionID(rawValue: m.holder), epoch: Epoch(m.epoch),
        valueVersion: ValueVersion(m.value_version)))
  }

  static func tradeEnd(_ m: Pangea__TradeEnd) -> TradeEnd {
    TradeEnd(
      region: RegionID(rawValue: m.region), request: name(m.character, m.login, m.number),
      other: CharacterID(m.other), isDone: m.done != 0)
  }

  static func tradeShow(_ m: Pangea__TradeShow) throws(WireError) -> TradeShow {
    TradeShow(
      region: RegionID(rawValue: m.region), source: RegionID(rawValue: m.source),
      request: name(m.character, m.login, m.number),
      name: try text(m.name, max: Limits.nameBytesMax, "trade.name"),
      other: CharacterID(m.other), step: step(m.step), give: try map(m.n_give, m.give, good),
      giveGold: m.give_gold)
  }

  private static func name(
    _ character: UInt64, _ login: UInt64, _ number: UInt64
  ) -> RequestName {
    RequestName(character: CharacterID(character), login: login, number: number)
  }
}
