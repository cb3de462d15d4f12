import Cluster
import Logging
import Model
import NIOCore
import Storage
import Wire
import World

/// The shell around players' wishes: one after the other for each player, each at most once, told
/// only after storage has committed.
extension Region {
  /// A gateway passes a wish on. Of an older session it is nothing.
  func hear(_ message: SessionRequest) {
    let character = message.session.character
    guard authority.output(of: character)?.session == message.session else { return }
    switch book.bags[character, default: Bag()].take(message.request) {
    case true?: pump(character)
    case false?: break
    case nil: answer(.tryAgain, to: message.request, of: character, againMilliseconds: 1_000)
    }
  }

  func ask(_ job: ValueJob, for purpose: ValueBook.Purpose) {
    services.value(job, book.open(purpose), mailbox)
  }

  func answer(
    _ code: ValueAnswer.Code, to request: ValueRequest, of character: CharacterID,
    againMilliseconds: UInt32 = 0
  ) {
    tell(
      .answer(ValueAnswer(code, to: request, againMilliseconds: againMilliseconds)),
      to: character)
  }

  /// Does the next wish of a player, when the one before it has ended and the region is sure of its
  /// right.
  private func pump(_ character: CharacterID) {
    while let bag = book.bags[character], bag.inFlight == nil, let request = bag.next {
      guard let right = authority.valueRight(of: character) else {
        // On the way to a neighbour, maybe: it is asked again there.
        for request in book.bags[character]?.removeAll() ?? [] {
          answer(.tryAgain, to: request, of: character, againMilliseconds: 300)
        }
        return
      }
      guard let known = bag.known, known.valueVersion >= right.valueVersion else {
        return load(character)
      }
      book.bags[character]?.removeNext()
      begin(request, of: character, right: right, known: known)
    }
  }

  func load(_ character: CharacterID) {
    guard !book.bags[character, default: Bag()].isLoading else { return }
    book.bags[character, default: Bag()].isLoading = true
    ask(.belongings(character), for: .load(character))
  }

  private func begin(
    _ request: ValueRequest, of character: CharacterID, right: RegionAuthority.ValueRight,
    known: Belongings
  ) {
    guard let bag = book.bags[character] else { return }
    switch judge(request.wish, of: character, bag) {
    case .answer(let code):
      if case .openChest(let chest) = request.wish, code == .done {
        intents.append(.open(EntityID(chest), by: EntityID(character)))
      }
      answer(code, to: request, of: character)
    case .tellBelongings:
      tell(.belongings(shown(known)), to: character)
      answer(.done, to: request, of: character)
    case .readMail:
      book.bags[character]?.inFlight = request
      ask(.mail(character), for: .mail(character, request))
    case .trade(let proposal):
      book.bags[character]?.inFlight = request
      authority.operationBegan(of: character)
      ask(for: proposal, request, of: character)
    case .show(let draft):
      book.bags[character]?.inFlight = request
      show(draft, request, of: character)
    case .refuse(let code):
      book.bags[character]?.inFlight = request
      settle(request, of: character, otherwise: code)
    case .ask(let action):
      let fence = CharacterFence(
        character: character, sequence: right.sequence, holder: id, epoch: epoch,
        valueVersion: known.valueVersion)
      var consumed: ItemKind?
      if case .consume(let portion, by: _) = action { consumed = bag.item(portion.item)?.kind }
      book.bags[character]?.inFlight = request
      authority.operationBegan(of: character)
      ask(
        .perform(
          ValueOperation(
            id: request.operation(of: character), fences: [fence], action: action)),
        for: .wish(character, request, consumed: consumed))
    }
  }

  // MARK: Storage's answers

  func valued(_ key: UInt64, _ reply: ValueReply) {
    if book.isPast(key) { return cameLate(reply, for: book.close(key)) }
    switch (book.close(key), reply) {
    case (.load(let character)?, .belongings(let belongings)): loaded(character, belongings)
    case (.load(let character)?, _): loaded(character, nil)
    case (.wish(let character, let request, let consumed)?, .outcome(let outcome)):
      came(outcome, of: request, by: character, consumed: consumed)
    case (.wish(let character, let request, _)?, .notDone):
      ended(request, of: character, .tryAgain, againMilliseconds: 1_000)
    case (.wish(let character, let request, _)?, _),
      (.settlement(let character, let request)?, .unavailable):
      unknown(request, of: character)
    case (.settlement(let character, let request)?, .settled(let settlement)):
      settled(settlement, request, of: character, otherwise: .badRequest)
    case (.refusal(let character, let request, let code)?, .settled(let settlement)):
      settled(settlement, request, of: character, otherwise: code)
    case (.refusal(let character, let request, let code)?, _):
      if code == .proposed { trades.proposals[character] = nil }
      ended(request, of: character, .tryAgain, againMilliseconds: 1_000)
    case (.mail(let character, let request)?, .mail(let letters)):
      tell(.mailbox(letters.map { WireLetter($0, items: simulation.rules.items) }), to: character)
      ended(request, of: character, .done)
    case (.mail(let character, let request)?, _):
      ended(request, of: character, .tryAgain, againMilliseconds: 1_000)
    case (.trade(let character, let request, let side)?, .outcome(let outcome)):
      if case .done = outcome { end(side, isDone: true) } else { end(side, isDone: false) }
      came(outcome, of: request, by: character, consumed: nil)
    case (.trade(let character, let request, let side)?, .notDone):
      end(side, isDone: false)
      ended(request, of: character, .tryAgain, againMilliseconds: 1_000)
    case (.trade(let character, let request, _)?, _): unknown(request, of: character)
    case (.consent(let consent)?, .settled(let settlement)):
      guard trades.consents[consent.other]?.request == consent.request else { break }
      if case .done = settlement {
        release(consent, isDone: true)
      } else {
        release(consent, isDone: false)
      }
    case (.ground(let operation)?, let reply): came(reply, of: operation)
    case (.survey(let asked)?, .ground(let rows)): surveyed(rows, asked: asked)
    case (.survey?, _), (.settlement?, _), (.consent?, _), (nil, _): break
    }
  }

  /// Whose wish it was has left meanwhile. The world shows what was done, and the other side of a
  /// trade hears how it ended; a player that is back asks again.
  private func cameLate(_ reply: ValueReply, for purpose: ValueBook.Purpose?) {
    switch (purpose, reply) {
    case (.wish?, .outcome(.done(let receipt, isRepeated: false))):
      showGround(appeared: receipt.appeared, lifted: receipt.lifted)
    case (.trade(_, _, let side)?, .outcome(.done)): end(side, isDone: true)
    case (.trade(_, _, let side)?, .outcome), (.trade(_, _, let side)?, .notDone):
      end(side, isDone: false)
    default: break
    }
  }

  private func loaded(_ character: CharacterID, _ belongings: Belongings?) {
    book.bags[character]?.isLoading = false
    guard let belongings else {
      for request in book.bags[character]?.removeAll() ?? [] {
        answer(.tryAgain, to: request, of: character, againMilliseconds: 1_000)
      }
      return
    }
    book.bags[character]?.known = belongings
    if book.bags[character]?.mustTell == true {
      book.bags[character]?.mustTell = false
      tell(.belongings(shown(belongings)), to: character)
    }
    pump(character)
  }

  private func came(
    _ outcome: ValueOutcome, of request: ValueRequest, by character: CharacterID,
    consumed: ItemKind?
  ) {
    switch outcome {
    case .done(let receipt, let isRepeated):
      if !isRepeated { carryOut(receipt, consumed: consumed, by: character) }
      done(receipt, request, of: character, isRepeated: isRepeated)
    case .refused(let refusal, _):
      ended(request, of: character, ValueAnswer.Code(refusal))
    case .forgotten:
      book.bags[character]?.known = nil
      ended(request, of: character, .badRequest)
    case .staleVersion(_, let version):
      // A GM, a letter: the character owns something else than was known.
      perform(
        authority.operationEnded(of: character, version: version, now: services.clock.now))
      book.bags[character]?.known = nil
      ended(request, of: character, .tryAgain, againMilliseconds: 100)
    case .stale, .staleEpoch:
      // The next confirmation says who holds the character.
      ended(request, of: character, .tryAgain, againMilliseconds: 500)
    }
  }

  private func done(
    _ receipt: ValueReceipt, _ request: ValueRequest, of character: CharacterID, isRepeated: Bool
  ) {
    let change = receipt.change(of: character)
    perform(
      authority.operationEnded(
        of: character, version: isRepeated ? nil : change?.valueVersion,
        now: services.clock.now))
    if let change, !isRepeated, book.bags[character]?.apply(change) == true {
      tell(.belongings(shown(change)), to: character)
    } else {
      book.bags[character]?.known = nil
    }
    ended(request, of: character, .done)
  }

  func perform(
    trade operation: ValueOperation, for request: ValueRequest, of character: CharacterID,
    _ reply: TradeReply
  ) {
    ask(.perform(operation), for: .trade(character, request, reply))
  }

  /// A trade did not come to storage.
  func finish(
    _ request: ValueRequest, of character: CharacterID, _ code: ValueAnswer.Code,
    againMilliseconds: UInt32 = 0
  ) {
    ended(request, of: character, code, againMilliseconds: againMilliseconds)
  }

  /// A trade cannot be done, or is only proposed: the player is told so unless storage says that it
  /// was done before, and its answer lost.
  func settle(_ request: ValueRequest, of character: CharacterID, otherwise code: ValueAnswer.Code)
  {
    ask(.settle(request.operation(of: character)), for: .refusal(character, request, code))
  }

  /// A wish has its answer, and the next one may begin.
  private func ended(
    _ request: ValueRequest, of character: CharacterID, _ code: ValueAnswer.Code,
    againMilliseconds: UInt32 = 0
  ) {
    perform(authority.operationEnded(of: character, version: nil, now: services.clock.now))
    book.bags[character]?.inFlight = nil
    book.bags[character]?.question = nil
    book.bags[character]?.unknownSince = nil
    answer(code, to: request, of: character, againMilliseconds: againMilliseconds)
    pump(character)
  }

  /// Nobody knows whether it was done: after a second storage is asked to end it, one way or the
  /// other. Until then the character stays.
  private func unknown(_ request: ValueRequest, of character: CharacterID) {
    guard book.bags[character]?.inFlight?.isSame(as: request) == true else { return }
    book.bags[character]?.unknownSince = lastTick
  }

  private func settled(
    _ settlement: Settlement, _ request: ValueRequest, of character: CharacterID,
    otherwise code: ValueAnswer.Code
  ) {
    // What was done or refused before is no proposal.
    if code == .proposed, settlement != .aborted { trades.proposals[character] = nil }
    switch settlement {
    case .done(let receipt): done(receipt, request, of: character, isRepeated: true)
    case .refused(let refusal): ended(request, of: character, ValueAnswer.Code(refusal))
    case .aborted: ended(request, of: character, code)
    case .forgotten:
      book.bags[character]?.known = nil
      ended(request, of: character, code == .proposed ? .badRequest : code)
    }
  }

  // MARK: What the world and the player see of it

  private func carryOut(
    _ receipt: ValueReceipt, consumed: ItemKind?, by character: CharacterID
  ) {
    showGround(appeared: receipt.appeared, lifted: receipt.lifted)
    guard let number = consumed.flatMap(simulation.rules.items.number(of:)),
      case .ready(let heal, let mana) = simulation.consumption(of: number, by: EntityID(character))
    else { return }
    intents.append(.consume(EntityID(character), heal: heal, mana: mana))
  }

  private func shown(_ belongings: Belongings) -> OwnedBelongings {
    OwnedBelongings(
      version: belongings.valueVersion, gold: belongings.gold,
      items: belongings.items.map { OwnedItem($0, items: simulation.rules.items) }, isFull: true,
      slots: UInt32(simulation.rules.items.bagCapacity))
  }

  private func shown(_ change: ValueReceipt.Change) -> OwnedBelongings {
    OwnedBelongings(
      version: change.valueVersion, gold: change.gold,
      items: change.items.map { OwnedItem($0, items: simulation.rules.items) },
      gone: change.gone, isFull: false, slots: UInt32(simulation.rules.items.bagCapacity))
  }

  /// Wishes of unknown outcome, once a second.
  func settleUnknown(_ tick: Tick) {
    for (character, bag) in book.bags {
      guard let since = bag.unknownSince, let request = bag.inFlight,
        tick.rawValue >= since.rawValue + UInt64(Tick.perSecond)
      else { continue }
      book.bags[character]?.unknownSince = nil
      ask(.settle(request.operation(of: character)), for: .settlement(character, request))
    }
  }

  func askAboutGround(_ operation: ValueOperation) {
    ask(.perform(operation), for: .ground(operation))
  }

  func survey(_ tick: Tick) {
    ask(.ground(id), for: .survey(asked: tick))
  }
}

extension OwnedItem {
  init(_ row: ItemRow, items: ItemRules) {
    self.init(
      item: row.id, definition: UInt32(items.number(of: row.kind)?.rawValue ?? 0),
      count: row.count)
  }
}

extension WireLetter {
  init(_ row: MailRow, items: ItemRules) {
    self.init(
      mail: row.id, sender: row.senderName, subject: row.subject, text: row.text,
      items: row.items.map { OwnedItem($0, items: items) }, gold: row.gold,
      sentAt: UInt64(clamping: row.sentAt))
  }
}
