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
    let entity = EntityID(trade.entity)
    guard entity.isCharacter, entity != EntityID(character) else { return .failure(.badRequest) }
    if let code = ValueAnswer.Code(
      simulation.canReach(character: EntityID(character), entity: entity))
    {
      return .failure(TradeRefusal(code))
    }
    var goods: [UInt32: UInt32] = [:]
    for portion in trade.give {
      guard let row = bag.item(portion.item),
        let number = simulation.rules.items.number(of: row.kind),
        let definition = simulation.rules.items.item(number)
      else { return .failure(TradeRefusal(.notYours)) }
      guard definition.isTradable else { return .failure(TradeRefusal(.notTradable)) }
      guard portion.count <= row.count else { return .failure(TradeRefusal(.notEnough)) }
      goods[UInt32(number.rawValue), default: 0] += portion.count
    }
    return .success(
      TradeBook.Proposal(
        other: CharacterID(entity.rawValue), give: trade.give, giveGold: trade.giveGold,
        goods: goods.sorted { $0.key < $1.key }.map { WireGood(definition: $0, count: $1) },
        take: trade.take.sorted { $0.definition < $1.definition }, takeGold: trade.takeGold,
        expires: Tick(lastTick.rawValue + TradeBook.proposalTicks)))
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
      return finish(request, of: character, .notThere)
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
      trades.proposals[character] = asked.proposal
      finish(asked.request, of: character, .proposed)
    case .busy, .unknown:
      finish(asked.request, of: character, .tryAgain, againMilliseconds: 300)
    case .gone: finish(asked.request, of: character, .notThere)
    }
  }

  private func carryOut(
    _ asked: TradeBook.Asked, _ reply: TradeReply, by character: CharacterID
  ) {
    guard let route = authority.output(of: character), let known = book.bags[character]?.known
    else { return end(reply, isDone: false) }
    let side = reply.side
    let own = TradeSide(
      character: character,
      items: asked.proposal.give.map { ItemPortion(item: $0.item, count: $0.count) },
      gold: asked.proposal.giveGold, terms: terms)
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
    guard residents[ask.other] != nil else { return reply(.gone, to: ask) }
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
      return reply(.proposed, to: ask)
    }
    guard trades.consents[ask.other] == nil, let right = authority.valueRight(of: ask.other)
    else { return reply(.busy, to: ask) }
    guard let known = book.bags[ask.other]?.known, known.valueVersion >= right.valueVersion else {
      load(ask.other)
      return reply(.busy, to: ask)
    }
    authority.operationBegan(of: ask.other)
    trades.consents[ask.other] = TradeBook.Consent(
      request: ask.request, other: ask.other,
      settleAt: Tick(lastTick.rawValue + 2 * TradeBook.answerTicks))
    let side = TradeReply.Side(
      other: ask.other, give: isGift ? [] : proposal?.give ?? [],
      giveGold: isGift ? 0 : proposal?.giveGold ?? 0, sequence: right.sequence, holder: id,
      epoch: epoch, valueVersion: known.valueVersion)
    send(
      .tradeReply(
        TradeReply(region: ask.source, request: ask.request, verdict: .consent, side: side)),
      to: ask.source)
  }

  private func reply(_ verdict: TradeReply.Verdict, to ask: TradeAsk) {
    let side = TradeReply.Side(
      other: ask.other, give: [], giveGold: 0, sequence: .none, holder: id, epoch: epoch,
      valueVersion: ValueVersion(0))
    send(
      .tradeReply(
        TradeReply(region: ask.source, request: ask.request, verdict: verdict, side: side)),
      to: ask.source)
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
