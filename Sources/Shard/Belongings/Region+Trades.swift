import Cluster
import Logging
import Model
import NIOCore
import Storage
import Wire
import World

/// Trades between two players, who may stand in two regions of two shards: the region of the one who
/// agrees carries it out, under the fences of both; the other region holds its player meanwhile.
extension Region {
  // MARK: The one who asks

  /// What a player's trade would be, or why it cannot be.
  func proposal(
    _ trade: WireTrade, by character: CharacterID, _ bag: Bag
  ) -> Result<TradeBook.Proposal, TradeRefusal> {
    do throws(TradeRefusal) {
      let other = try partner(trade.entity, of: character)
      return .success(
        TradeBook.Proposal(
          other: other, give: trade.give, giveGold: trade.giveGold,
          goods: try goods(trade.give, in: bag),
          take: trade.take.sorted { $0.definition < $1.definition }, takeGold: trade.takeGold,
          expires: Tick(lastTick.rawValue + TradeBook.proposalTicks)))
    } catch {
      return .failure(error)
    }
  }

  /// Another player whom one of ours can trade with: alive and within reach.
  func partner(
    _ entity: UInt64, of character: CharacterID
  ) throws(TradeRefusal) -> CharacterID {
    let entity = EntityID(entity)
    guard entity.isCharacter, entity != EntityID(character) else { throw .badRequest }
    if let code = ValueAnswer.Code(
      simulation.canReach(character: EntityID(character), entity: entity))
    {
      throw TradeRefusal(code)
    }
    return CharacterID(entity.rawValue)
  }

  /// Pieces of one's own items by kinds, in ascending order.
  func goods(_ give: [WirePortion], in bag: Bag) throws(TradeRefusal) -> [WireGood] {
    var goods: [UInt32: UInt32] = [:]
    for portion in give {
      guard let row = bag.item(portion.item),
        let number = simulation.rules.items.number(of: row.kind),
        let definition = simulation.rules.items.item(number)
      else { throw TradeRefusal(.notYours) }
      guard definition.isTradable else { throw TradeRefusal(.notTradable) }
      guard portion.count <= row.count else { throw TradeRefusal(.notEnough) }
      goods[UInt32(number.rawValue), default: 0] += portion.count
    }
    return goods.sorted { $0.key < $1.key }.map { WireGood(definition: $0, count: $1) }
  }

  /// Why a trade cannot even be proposed.
  struct TradeRefusal: Error {
    let code: ValueAnswer.Code

    init(_ code: ValueAnswer.Code) { self.code = code }

    static let badRequest = TradeRefusal(.badRequest)
  }

  /// Asks the region of the other one; the player who asks stays meanwhile.
  func ask(
    for proposal: TradeBook.Proposal, _ request: ValueRequest, of character: CharacterID
  ) {
    guard let region = simulation.holder(of: EntityID(proposal.other)) else {
      return settle(request, of: character, otherwise: .notThere)
    }
    trades.asked[character] = TradeBook.Asked(
      request: request, proposal: proposal, region: region,
      gaveUpAt: Tick(lastTick.rawValue + TradeBook.answerTicks))
    let name = RequestName(
      character: character, login: request.login, number: request.number)
    send(
      .tradeAsk(
        TradeAsk(
          region: region, source: id, request: name, name: residents[character]?.name ?? "",
          other: proposal.other, give: proposal.goods, giveGold: proposal.giveGold,
          take: proposal.take, takeGold: proposal.takeGold)), to: region)
  }

  /// The other region has answered.
  func hear(_ reply: TradeReply) {
    let character = reply.request.character
    guard let asked = trades.asked[character], asked.request.number == reply.request.number,
      asked.request.login == reply.request.login
    else {
      // Too late: whoever consented need not wait for storage to say so.
      if reply.verdict == .consent { end(reply, isDone: false) }
      return
    }
    trades.asked[character] = nil
    switch reply.verdict {
    case .consent: carryOut(asked, reply, by: character)
    case .proposed:
      guard let proposal = asked.proposal else {
        return finish(asked.request, of: character, .done)
      }
      // It stands already, but nobody can agree to it before the wish has ended.
      trades.proposals[character] = proposal
      settle(asked.request, of: character, otherwise: .proposed)
    case .busy, .unknown:
      finish(asked.request, of: character, .tryAgain, againMilliseconds: 300)
    case .gone:
      guard asked.proposal != nil else {
        return finish(asked.request, of: character, .notThere)
      }
      settle(asked.request, of: character, otherwise: .notThere)
    }
  }

  private func carryOut(
    _ asked: TradeBook.Asked, _ reply: TradeReply, by character: CharacterID
  ) {
    guard let proposal = asked.proposal, let route = authority.output(of: character),
      let known = book.bags[character]?.known
    else {
      end(reply, isDone: false)
      return finish(asked.request, of: character, .tryAgain, againMilliseconds: 300)
    }
    let side = reply.side
    let own = TradeSide(
      character: character,
      items: proposal.give.map { ItemPortion(item: $0.item, count: $0.count) },
      gold: proposal.giveGold, terms: terms)
    let others = TradeSide(
      character: side.other,
      items: side.give.map { ItemPortion(item: $0.item, count: $0.count) }, gold: side.giveGold,
      terms: terms)
    let fences = [
      CharacterFence(
        character: character, sequence: route.sequence, holder: id, epoch: epoch,
        valueVersion: known.valueVersion),
      CharacterFence(
        character: side.other, sequence: side.sequence, holder: side.holder, epoch: side.epoch,
        valueVersion: side.valueVersion),
    ]
    perform(
      trade: ValueOperation(
        id: reply.request.operation, fences: fences, action: .trade(own, others)),
      for: asked.request, of: character, reply)
  }

  /// Tells the other region how it ended.
  func end(_ reply: TradeReply, isDone: Bool) {
    let region = reply.side.holder
    send(
      .tradeEnd(
        TradeEnd(
          region: region, request: reply.request, other: reply.side.other, isDone: isDone)),
      to: region)
  }

  // MARK: The other one

  /// Somebody wants to trade with one of our players.
  func hear(_ ask: TradeAsk) {
    func reply(_ verdict: TradeReply.Verdict) {
      self.reply(verdict, to: ask.request, of: ask.source, by: ask.other)
    }
    guard residents[ask.other] != nil else { return reply(.gone) }
    let isGift = ask.take.isEmpty && ask.takeGold == 0
    let proposal = trades.proposals[ask.other]
    let agrees = proposal.map { $0.mirrors(ask) && $0.expires > lastTick } ?? false
    guard isGift || agrees else {
      tell(
        .tradeOffer(
          WireTradeOffer(
            entity: ask.request.character.rawValue, name: ask.name, give: ask.give,
            giveGold: ask.giveGold, take: ask.take, takeGold: ask.takeGold,
            expiresMilliseconds: UInt32(
              TradeBook.proposalTicks * UInt64(Tick.milliseconds)))), to: ask.other)
      return reply(.proposed)
    }
    guard trades.consents[ask.other] == nil, let right = authority.valueRight(of: ask.other)
    else { return reply(.busy) }
    guard let known = book.bags[ask.other]?.known, known.valueVersion >= right.valueVersion else {
      load(ask.other)
      return reply(.busy)
    }
    authority.operationBegan(of: ask.other)
    trades.consents[ask.other] = TradeBook.Consent(
      request: ask.request, name: ask.name, other: ask.other,
      settleAt: Tick(lastTick.rawValue + TradeBook.consentTicks))
    let side = TradeReply.Side(
      other: ask.other, give: isGift ? [] : proposal?.give ?? [],
      giveGold: isGift ? 0 : proposal?.giveGold ?? 0, sequence: right.sequence, holder: id,
      epoch: epoch, valueVersion: known.valueVersion)
    send(
      .tradeReply(
        TradeReply(region: ask.source, request: ask.request, verdict: .consent, side: side)),
      to: ask.source)
  }

  /// Any answer but consent.
  func reply(
    _ verdict: TradeReply.Verdict, to request: RequestName, of source: RegionID,
    by other: CharacterID
  ) {
    let side = TradeReply.Side(
      other: other, give: [], giveGold: 0, sequence: .none, holder: id, epoch: epoch,
      valueVersion: ValueVersion(0))
    send(
      .tradeReply(TradeReply(region: source, request: request, verdict: verdict, side: side)),
      to: source)
  }

  func hear(_ end: TradeEnd) {
    guard let consent = trades.consents[end.other], consent.request == end.request else { return }
    release(consent, isDone: end.isDone)
  }

  /// Our player is free again, and knows what it owns by now.
  func release(_ consent: TradeBook.Consent, isDone: Bool) {
    trades.consents[consent.other] = nil
    perform(
      authority.operationEnded(of: consent.other, version: nil, now: services.clock.now))
    guard isDone else { return }
    trades.proposals[consent.other] = nil
    tell(
      .tradeTable(
        WireTradeTable(
          entity: consent.request.character.rawValue, name: consent.name, step: .done)),
      to: consent.other)
    book.bags[consent.other, default: Bag()].known = nil
    book.bags[consent.other, default: Bag()].mustTell = true
    load(consent.other)
  }

  /// Once a tick: sides that say nothing.
  func keepTrades(_ tick: Tick) {
    trades.expire(tick)
    for (character, asked) in trades.asked where asked.gaveUpAt <= tick {
      trades.asked[character] = nil
      finish(asked.request, of: character, .tryAgain, againMilliseconds: 500)
    }
    for (other, consent) in trades.consents where consent.settleAt <= tick {
      trades.consents[other]?.settleAt = Tick(tick.rawValue + UInt64(Tick.perSecond))
      ask(.settle(consent.request.operation), for: .consent(consent))
    }
  }
}
