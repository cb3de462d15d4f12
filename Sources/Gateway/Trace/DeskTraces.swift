import Cluster
import Model

/// Which inputs of one event loop's players are traced, and where their spans go.
struct DeskTraces {
  let tracing: Tracing
  private var source: TraceSource
  /// For those that nobody in the house asked for.
  private var places: TokenBucket

  init(_ tracing: Tracing, limits: GatewayLimits, now: BootTime) {
    self.tracing = tracing
    source = tracing.source()
    places = TokenBucket(
      perSecond: limits.tracesPerSecondMax, burst: limits.tracesPerSecondMax, now: now)
  }

  /// The span of an input, when it is traced: because an operator asked for its player, because its
  /// client said so, or as one of many. Of the last two there are only so many in a second.
  ///
  /// - Parameters:
  ///   - said: what the client sent with it.
  ///   - now: by the event loop's clock.
  mutating func begin(
    _ login: SessionLogin, in region: RegionID, said: TraceContext?, now: BootTime
  ) -> (context: TraceContext, parent: SpanID?)? {
    let said = said.flatMap { $0.isSampled ? $0 : nil }
    let switches = tracing.switches
    guard
      switches.isOn && switches.wants(login.character, of: login.account)
        || (said != nil || source.draws(tracing.terms.share)
          || switches.isOn && switches.wants(region)) && places.take(now: now)
    else { return nil }
    if let said { return (said.under(source.span()), said.span) }
    return (source.trace(), nil)
  }

  mutating func span() -> SpanID { source.span() }

  func record(
    _ name: SpanName, _ context: TraceContext, parent: SpanID?, kind: TraceKind? = nil,
    from start: BootTime, to end: BootTime, _ details: SpanDetails
  ) {
    var span = TraceSpan(
      name, context, parent: parent, kind: kind, start: tracing.recorder.wall(start),
      duration: (end - start).microseconds)
    span.details = details
    tracing.recorder.record(span, worth: .kept)
  }
}
