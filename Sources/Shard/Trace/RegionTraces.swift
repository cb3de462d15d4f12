import Cluster
import Model
import Wire

/// What one region records for traces. It times the phases of its ticks, follows inputs that belong
/// to a trace until they are shown, and characters that come and go.
///
/// While nothing is followed and no tick is recorded it allocates nothing.
package struct RegionTraces: Sendable {
  let tracing: Tracing
  let region: RegionID
  let limits: ShardLimits
  var source: TraceSource
  private(set) var laps = TickLaps()
  /// Why this tick is recorded however long it takes.
  private var isDrawn = false
  private var isWished = false

  var inputs: [TracedInput] = []
  /// Where in a trace a character was last seen to do something.
  var recent: [CharacterID: Sighting] = [:]
  var departing: [CharacterID: TracedDeparture] = [:]
  var arriving: [CharacterID: TracedArrival] = [:]
  /// When a handoff may be traced next that nobody asked for.
  var nextHandoffAt = BootTime(microseconds: 0)
  private var spans: ContiguousArray<TraceSpan> = []

  /// Where in which trace, and when.
  struct Sighting: Sendable {
    var context: TraceContext
    var at: BootTime
  }

  package init(_ tracing: Tracing, region: RegionID, limits: ShardLimits) {
    self.tracing = tracing
    self.region = region
    self.limits = limits
    source = tracing.source()
  }

  /// Whether anything is on its way through this region that belongs to a trace.
  var isFollowing: Bool { !inputs.isEmpty || !departing.isEmpty || !arriving.isEmpty }

  // MARK: The tick

  package mutating func tickBegins(_ now: BootTime) {
    isDrawn = source.draws(tracing.terms.share)
    isWished = tracing.switches.isOn && tracing.switches.wants(region)
    laps.begin(at: now)
  }

  /// A phase of the tick has ended.
  package mutating func ended(_ phase: TickPhase) {
    laps.end(phase, at: tracing.clock.now)
  }

  /// Records what there is to record of the tick that has just ended.
  ///
  /// - Parameters:
  ///   - players: how many are here.
  ///   - isShown: whether a character was told of in this tick, as one who stands here.
  /// - Returns: the trace of a tick that took longer than its budget.
  @discardableResult
  package mutating func tickEnds(
    _ tick: Tick, players: Int, isShown: (CharacterID) -> Bool
  ) -> TraceID? {
    ended(.rest)
    let isOverBudget = tracing.terms.budget.map { laps.end(of: .rest) - laps.began > $0 } ?? false
    let isFollowed = inputs.contains(where: \.isApplied)
    var slow: TraceID?
    if isOverBudget || isWished || isDrawn || isFollowed {
      let own = source.trace()
      if isOverBudget { slow = own.trace }
      recordTick(own, tick, players: players, isOverBudget: isOverBudget)
      finishInputs(tick, in: own)
    }
    if isFollowing {
      forgetInputs(before: laps.began)
      lookAtTravellers(isShown: isShown)
    }
    if !recent.isEmpty { forgetSightings(before: laps.began) }
    return slow
  }

  /// The trace that a character is in: what it does or did last, or its way between regions.
  func trace(of character: CharacterID) -> TraceID? {
    departing[character]?.context.trace ?? arriving[character]?.context.trace
      ?? recent[character]?.context.trace
  }

  private mutating func recordTick(
    _ own: TraceContext, _ tick: Tick, players: Int, isOverBudget: Bool
  ) {
    var span = span(.tick, own, parent: nil, kind: .tick, from: laps.began, to: laps.end(of: .rest))
    span.isOverBudget = isOverBudget
    span.details.tick = tick
    span.details.players = UInt32(clamping: players)
    begin(span)
    for phase in TickPhase.allCases {
      add(
        self.span(
          phase.span, own.under(source.span()), parent: own.span, from: laps.start(of: phase),
          to: laps.end(of: phase)))
    }
    end(worth: isOverBudget || isWished ? .kept : .sampled)
  }
}

// MARK: Spans

extension RegionTraces {
  func span(
    _ name: SpanName, _ context: TraceContext, parent: SpanID?, kind: TraceKind? = nil,
    from start: BootTime, to end: BootTime
  ) -> TraceSpan {
    var span = TraceSpan(
      name, context, parent: parent, kind: kind, start: tracing.recorder.wall(start),
      duration: (end - start).microseconds)
    span.details.region = region
    return span
  }

  /// Begins with a span and what is a part of it, to be recorded together.
  mutating func begin(_ span: TraceSpan) {
    spans.removeAll(keepingCapacity: true)
    spans.append(span)
  }

  mutating func add(_ span: TraceSpan) { spans.append(span) }

  /// Adds a part of the first span; nothing when it took no time that is known.
  mutating func add(_ name: SpanName, from start: BootTime?, to end: BootTime?) {
    guard let start, let end, end >= start, let whole = spans.first else { return }
    var part = span(
      name, whole.context.under(source.span()), parent: whole.id, from: start, to: end)
    part.details.character = whole.details.character
    spans.append(part)
  }

  mutating func end(worth: SpanRing.Worth) { tracing.recorder.record(spans, worth: worth) }
}
