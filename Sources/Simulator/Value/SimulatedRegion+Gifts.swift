import Cluster
import Model
import Wire

/// Gifts between two players, who may stand in two regions of two shards: the region of the one who
/// gives carries it out, under the fences of both; the other holds its player meanwhile.
extension SimulatedRegion {
  static let answerWithin = BootTime.Span.seconds(1)

  // MARK: The one who gives

  /// Asks the region of the other one; the player who gives stays meanwhile.
  func askToGive(
    _ trade: WireTrade, _ request: ValueRequest, of character: CharacterID, _ shell: Shell
  ) {
    let other = CharacterID(trade.entity)
    let holder =
      bodies[other] != nil ? authority.region : shell.cluster.store.characters[other]?.holder
    guard let holder, other != character else {
      return refuse(request, of: character, .notThere, shell)
    }
    book.asked[character] = .init(
      request: request, trade: trade, gaveUpAt: shell.now + Self.answerWithin)
    send(
      .tradeAsk(
        TradeAsk(
          region: holder, source: authority.region, request: request.name(of: character),
          name: "", other: other, give: [], giveGold: trade.giveGold, take: [], takeGold: 0)),
      to: holder, shell)
  }

  func hear(_ reply: TradeReply, _ shell: Shell) {
    let character = reply.request.character
    guard let asked = book.asked[character], asked.request.name(of: character) == reply.request
    else {
      shell.cluster.count("consents-too-late")
      // Too late: whoever consented need not wait for storage to say so.
      if reply.verdict == .consent { end(reply, isDone: false, shell) }
      return
    }
    book.asked[character] = nil
    switch reply.verdict {
    case .consent: give(asked, reply, by: character, shell)
    case .gone: refuse(asked.request, of: character, .notThere, shell)
    case .busy, .unknown, .proposed: ended(asked.request, of: character, .tryAgain, shell)
    }
  }

  private func give(
    _ asked: SimulatedBook.Asked, _ reply: TradeReply, by character: CharacterID, _ shell: Shell
  ) {
    let side = reply.side
    guard let route = authority.output(of: character), let bag = book.bags[character],
      let known = bag.known, let work = bag.work, work.request.isSame(as: asked.request)
    else {
      end(reply, isDone: false, shell)
      return ended(asked.request, of: character, .tryAgain, shell)
    }
    let operation = ModelOperation(
      id: work.operation, wish: reply.request,
      fences: [
        fence(of: character, route.sequence, version: known.version),
        .init(
          character: side.other, sequence: side.sequence, holder: side.holder, epoch: side.epoch,
          version: side.valueVersion),
      ],
      action: .give(
        asked.trade.give.first?.item, gold: asked.trade.giveGold, from: character, to: side.other),
      memory: known)
    let isApart = shell.cluster.variant == .tradeSavedApart
    ask(
      { isApart ? $0.performHalf(operation, of: character) : $0.perform(operation) }, shell
    ) { region, outcome, shell in
      if isApart {
        region.ask({ $0.performHalf(operation, of: side.other) }, shell) { _, _, _ in }
      }
      if case .done? = outcome {
        if side.holder != region.authority.region { shell.cluster.count("gifts-over-borders") }
        region.end(reply, isDone: true, shell)
      } else if outcome != nil {
        region.end(reply, isDone: false, shell)
      }
      region.came(outcome, of: asked.request, by: character, shell)
    }
  }

  private func end(_ reply: TradeReply, isDone: Bool, _ shell: Shell) {
    let end = TradeEnd(
      region: reply.side.holder, request: reply.request, other: reply.side.other, isDone: isDone)
    send(.tradeEnd(end), to: reply.side.holder, shell)
  }

  private func send(_ message: ClusterMessage, to region: RegionID, _ shell: Shell) {
    guard let owner = shell.shard.directory.owner(of: region) else { return }
    shell.cluster.trace {
      "\(shell.shard.node) \(self.authority.region) tells \(region): \(TraceText.of(message))"
    }
    shell.cluster.send(message, from: shell.shard.node, to: .shard(owner.shard))
  }

  // MARK: The one who gets

  func hear(_ ask: TradeAsk, _ shell: Shell) {
    guard bodies[ask.other] != nil else { return reply(.gone, to: ask, shell) }
    guard book.consents[ask.other] == nil, let right = authority.valueRight(of: ask.other)
    else { return reply(.busy, to: ask, shell) }
    guard let known = book.bags[ask.other]?.known, known.version >= right.valueVersion else {
      load(ask.other, shell)
      return reply(.busy, to: ask, shell)
    }
    authority.operationBegan(of: ask.other)
    book.consents[ask.other] = .init(
      request: ask.request, other: ask.other, settleAt: shell.now + Self.answerWithin * 2)
    reply(.consent, to: ask, shell, right.sequence, known.version)
  }

  private func reply(
    _ verdict: TradeReply.Verdict, to ask: TradeAsk, _ shell: Shell,
    _ sequence: HandoffSequence = .none, _ version: ValueVersion = ValueVersion(0)
  ) {
    let side = TradeReply.Side(
      other: ask.other, give: [], giveGold: 0, sequence: sequence, holder: authority.region,
      epoch: authority.epoch, valueVersion: version)
    send(
      .tradeReply(
        TradeReply(region: ask.source, request: ask.request, verdict: verdict, side: side)),
      to: ask.source, shell)
  }

  func hear(_ end: TradeEnd, _ shell: Shell) {
    guard let consent = book.consents[end.other], consent.request == end.request else { return }
    release(consent, isDone: end.isDone, shell)
  }

  /// Our player is free again, and owns something else by now.
  private func release(_ consent: SimulatedBook.Consent, isDone: Bool, _ shell: Shell) {
    book.consents[consent.other] = nil
    operationEnded(consent.other, version: nil, shell)
    guard isDone else { return }
    remember(nil, of: consent.other, shell)
    load(consent.other, shell)
  }

  /// Sides that say nothing.
  func keepGifts(_ shell: Shell) {
    let now = shell.now
    for character in book.asked.keys.sorted() {
      guard let asked = book.asked[character], now >= asked.gaveUpAt else { continue }
      shell.cluster.count("gifts-unanswered")
      book.asked[character] = nil
      ended(asked.request, of: character, .tryAgain, shell)
    }
    for other in book.consents.keys.sorted() {
      guard let consent = book.consents[other], now >= consent.settleAt else { continue }
      book.consents[other]?.settleAt = now + Self.settleAfter
      ask({ $0.settle(consent.request.operation) }, shell) { region, settlement, shell in
        // It may have been told in the meantime, and hold its player for another gift.
        guard let settlement, region.book.consents[other]?.request == consent.request else {
          return
        }
        shell.cluster.count("consents-settled")
        if case .done = settlement {
          region.release(consent, isDone: true, shell)
        } else {
          region.release(consent, isDone: false, shell)
        }
      }
    }
  }
}
