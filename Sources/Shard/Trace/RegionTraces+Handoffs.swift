import Cluster
import Model
import Wire

/// A character that is offered to another region, in a trace.
struct TracedDeparture: Sendable {
  var context: TraceContext
  var parent: SpanID?
  var target: RegionID
  var offered: BootTime
  /// When the offer was on its way: at the end of the tick that made it.
  var sent: BootTime?
}

/// A character on its way into this region, in a trace.
struct TracedArrival: Sendable {
  var name: SpanName
  var context: TraceContext
  var came: BootTime
  var handled: BootTime
  var admitted: BootTime?
  /// When storage was asked for it, as which row of which request, and when it answered.
  var asked: BootTime?
  var request: AuthorityRequest.ID?
  var row = 0
  var answered: BootTime?
  var outcome: SpanOutcome?
  /// The first update that shows it.
  var shown: BootTime?
  /// Storage need not be asked.
  var isInPlace = false

  var isOver: Bool { shown != nil && (isInPlace || answered != nil) }
}

extension RegionTraces {
  /// The context for an offer of a character, when it is to be traced: it goes on with what the
  /// character did last, or begins anew, because somebody asked or as one of many.
  mutating func offering(_ character: CharacterID, now: BootTime) -> TraceContext? {
    if let sighting = recent[character] { return sighting.context.under(source.span()) }
    if tracing.switches.isOn,
      tracing.switches.wants(character) || tracing.switches.wants(region)
    {
      return source.trace()
    }
    return tracing.terms.share != .none && now >= nextHandoffAt ? source.trace() : nil
  }

  /// The authority decided something.
  mutating func saw(_ action: RegionAuthority.Action) {
    switch action {
    case .send(.handoffOffer(let offer), _):
      if let context = offer.trace { offered(offer, context) }
    case .handedOver(let character, let target, let time):
      handedOver(character, to: target, after: time)
    case .unfreeze(let character): ended(character, .refused)
    case .remove(let character): ended(character, .lost)
    case .send(.handoffRefuse(let refuse), _):
      if arriving[refuse.character]?.admitted == nil {
        arriving[refuse.character]?.outcome = .refused
        finishArrival(refuse.character)
      }
    case .admit(let state, _, _): arriving[state.character]?.admitted = tracing.clock.now
    case .update(let session, _):
      arriving[session.character]?.admitted = tracing.clock.now
      arriving[session.character]?.isInPlace = true
    case .store(let request): asked(request)
    default: break
    }
  }

  // MARK: Who goes

  private mutating func offered(_ offer: HandoffOffer, _ context: TraceContext) {
    let character = offer.session.character
    guard departing.count < limits.tracedCharactersMax else { return tracing.recorder.missed() }
    let now = tracing.clock.now
    let sighting = recent[character].flatMap { $0.context.trace == context.trace ? $0 : nil }
    if sighting == nil { nextHandoffAt = now + limits.handoffTracePause }
    departing[character] = TracedDeparture(
      context: context, parent: sighting?.context.span, target: offer.target, offered: now)
  }

  private mutating func handedOver(
    _ character: CharacterID, to target: RegionID, after time: BootTime.Span
  ) {
    if departing[character] != nil { return ended(character, .done) }
    // Nobody followed it, and it was slow: it is told all the same.
    guard let budget = tracing.terms.budget, time > budget else { return }
    let now = tracing.clock.now
    departing[character] = TracedDeparture(
      context: source.trace(), target: target, offered: now - time)
    ended(character, .done)
  }

  /// The handoff of a character is over, one way or the other.
  private mutating func ended(_ character: CharacterID, _ outcome: SpanOutcome) {
    guard let departure = departing.removeValue(forKey: character) else { return }
    let now = tracing.clock.now
    var whole = span(
      .handoff, departure.context, parent: departure.parent, kind: .handoff,
      from: departure.offered, to: now)
    whole.details.character = character
    whole.details.target = departure.target
    whole.details.outcome = outcome
    whole.isOverBudget = tracing.terms.budget.map { now - departure.offered > $0 } ?? false
    begin(whole)
    add(.freeze, from: departure.offered, to: departure.sent)
    add(.offer, from: departure.sent, to: now)
    end(worth: .kept)
  }

  // MARK: Who comes

  mutating func expect(
    _ character: CharacterID, _ name: SpanName, _ context: TraceContext, came: BootTime,
    handled: BootTime
  ) {
    guard arriving.count < limits.tracedCharactersMax else { return tracing.recorder.missed() }
    arriving[character] = TracedArrival(name: name, context: context, came: came, handled: handled)
  }

  private mutating func asked(_ request: AuthorityRequest) {
    guard !arriving.isEmpty else { return }
    let characters: [CharacterID]
    switch request.operation {
    case .claim(let rows): characters = rows.map(\.character)
    case .attach(let rows): characters = rows.map(\.character)
    default: return
    }
    for (row, character) in characters.enumerated() where arriving[character] != nil {
      arriving[character]?.request = request.id
      arriving[character]?.row = row
      if arriving[character]?.asked == nil { arriving[character]?.asked = tracing.clock.now }
    }
  }

  /// Storage answered a request.
  mutating func answered(_ id: AuthorityRequest.ID, _ reply: AuthorityReply) {
    for (character, arrival) in arriving where arrival.request == id {
      guard let isWon = reply.isWon(row: arrival.row) else { continue }
      arriving[character]?.answered = tracing.clock.now
      arriving[character]?.outcome = isWon ? .done : .refused
    }
  }

  /// Who is shown for the first time, and who is through.
  mutating func lookAtTravellers(isShown: (CharacterID) -> Bool) {
    for (character, departure) in departing where departure.sent == nil {
      departing[character]?.sent = laps.end(of: .rest)
    }
    for (character, arrival) in arriving {
      if arrival.admitted != nil, arrival.shown == nil, isShown(character) {
        arriving[character]?.shown = laps.end(of: .players)
      }
      let isLate = arrival.handled + limits.tracePatience < laps.began
      if isLate || arriving[character]?.isOver ?? false { finishArrival(character) }
    }
  }

  private mutating func finishArrival(_ character: CharacterID) {
    guard let arrival = arriving.removeValue(forKey: character) else { return }
    let ends = [arrival.shown, arrival.answered, arrival.handled].compactMap { $0 }
    let context = arrival.context.under(source.span())
    var whole = span(
      arrival.name, context, parent: arrival.context.span, from: arrival.came,
      to: ends.max() ?? arrival.handled)
    whole.details.character = character
    whole.details.outcome = arrival.isOver ? arrival.outcome ?? .done : arrival.outcome ?? .lost
    begin(whole)
    add(.mailbox, from: arrival.came, to: arrival.handled)
    add(.claim, from: arrival.asked, to: arrival.answered)
    add(.activate, from: arrival.admitted, to: arrival.shown)
    end(worth: .kept)
  }
}

extension AuthorityReply {
  /// Whether storage gave the region a character; nil when it did not say.
  fileprivate func isWon(row: Int) -> Bool? {
    switch self {
    case .moved(let outcomes) where row < outcomes.count:
      if case .won = outcomes[row] { true } else { false }
    case .attached(let outcomes) where row < outcomes.count:
      if case .won = outcomes[row] { true } else { false }
    default: nil
    }
  }
}
