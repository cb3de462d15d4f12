import Cluster
import Model
import Wire

/// How a session's inputs, updates and routes become spans. Nothing of it runs for sessions that
/// are not traced.
extension Session {
  private var clock: any Clock { desk.traces.tracing.clock }

  /// Since when something traced still counts.
  private func memory(_ now: BootTime) -> BootTime {
    now - .seconds(desk.gateway.settings.limits.traceSecondsMax)
  }

  /// Where what the route does now belongs.
  var currentTrace: TraceContext? {
    traces.current(since: memory(clock.now))
  }

  /// Sends an input on, with the trace that it belongs to.
  func relay(
    _ actions: [SessionRoute.Action], of input: PlayerInput,
    _ begun: (context: TraceContext, parent: SpanID?)
  ) {
    let came = clock.now
    let own = begun.context.under(desk.traces.span())
    for action in actions {
      if case .send(.input(var message), let shard) = action {
        message.trace = own
        perform(.send(.input(message), to: shard))
      } else {
        perform(action)
      }
    }
    let isFollowed = traces.begin(
      SessionTraces.Open(
        context: begun.context, parent: begun.parent, input: input.sequence, came: came),
      most: desk.gateway.settings.limits.tracesOpenMax)
    guard isFollowed else { return desk.traces.tracing.recorder.missed() }
    desk.traces.record(
      .relay, own, parent: begun.context.span, from: came, to: clock.now, details(input.sequence))
  }

  /// Hands an update to the client, and ends the traces of the inputs that it shows; none when the
  /// client does not get it.
  func deliverTraced(_ deliver: () -> Bool) {
    let began = clock.now
    guard deliver() else { return }
    let now = clock.now
    for input in traces.shown(upTo: place.acknowledged) {
      desk.traces.record(
        .deliver, input.context.under(desk.traces.span()), parent: input.context.span, from: began,
        to: now, details(input.input))
      end(input, .done, at: now)
    }
  }

  /// Gives up inputs that no update shows.
  func expireTraces() {
    let now = clock.now
    for input in traces.lost(before: memory(now)) { end(input, .lost, at: now) }
  }

  private func end(_ input: SessionTraces.Open, _ outcome: SpanOutcome, at now: BootTime) {
    var details = details(input.input)
    details.outcome = outcome
    desk.traces.record(
      .input, input.context, parent: input.parent, kind: .input, from: input.came, to: now, details)
  }

  /// The route has become another one.
  func routeChanged() {
    if currentTrace != nil { traces.reroutes(at: clock.now) }
  }

  /// The region of the route speaks.
  func routeSettled(in region: RegionID) {
    guard let since = traces.attached(), let trace = currentTrace else { return }
    var details = details(nil)
    details.region = region
    desk.traces.record(
      .reroute, trace.under(desk.traces.span()), parent: trace.span, from: since, to: clock.now,
      details)
  }

  private func details(_ input: InputSequence?) -> SpanDetails {
    SpanDetails(region: place.region, character: login.character, input: input)
  }
}
