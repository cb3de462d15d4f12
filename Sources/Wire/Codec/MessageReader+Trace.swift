import CPangeaProto
import CProtobufC
import Model

extension MessageReader {
  /// A `traceparent`. One that is not right is nothing: what came with it counts all the same.
  static func trace(
    _ data: ProtobufCBinaryData, _ field: String
  ) throws(WireError) -> TraceContext? {
    TraceContext(traceparent: try text(data, max: Limits.traceBytesMax, field))
  }

  static func traceRequest(_ m: Pangea__TraceRequest) -> TraceRequest {
    let subject: TraceRequest.Subject =
      if let trace = TraceID(high: m.trace_high, low: m.trace_low) {
        .one(trace)
      } else {
        .list(kind: TraceKind(rawValue: m.kind), slowest: m.slowest != 0, max: m.max)
      }
    return TraceRequest(id: m.id, admin: AdminID(m.admin), subject: subject)
  }

  static func traceReply(_ m: Pangea__TraceReply) throws(WireError) -> TraceReply {
    guard m.n_span <= Limits.spansPerReplyMax else { throw .outOfRange(field: "trace.span") }
    return TraceReply(
      id: m.id, node: try node(m.node), spans: try map(m.n_span, m.span, traceSpan),
      isCut: m.cut != 0)
  }

  private static func traceSpan(_ m: Pangea__TraceSpan) throws(WireError) -> ReportedSpan {
    guard let trace = TraceID(high: m.trace_high, low: m.trace_low), let id = SpanID(m.span) else {
      throw .outOfRange(field: "trace.span")
    }
    var span = TraceSpan(
      SpanName(rawValue: m.name) ?? .unknown, TraceContext(trace: trace, span: id),
      parent: SpanID(m.parent), kind: TraceKind(rawValue: m.kind.rawValue), start: m.start_us,
      duration: Int64(clamping: m.duration_us))
    span.isOverBudget = m.over_budget != 0
    span.details = SpanDetails(
      region: try region(m.region), target: try region(m.target),
      character: m.character == 0 ? nil : CharacterID(m.character),
      tick: m.tick == 0 ? nil : Tick(m.tick - 1),
      players: m.players == 0 ? nil : try number(m.players - 1, "trace.players"),
      input: m.input == 0 ? nil : InputSequence(m.input),
      outcome: SpanOutcome(rawValue: m.outcome))
    if let other = TraceID(high: m.link_trace_high, low: m.link_trace_low),
      let linked = SpanID(m.link_span)
    {
      span.link = TraceContext(trace: other, span: linked)
    }
    return ReportedSpan(span, spans: m.spans)
  }

  /// Of a number that is one more.
  private static func region(_ number: UInt64) throws(WireError) -> RegionID? {
    guard number > 0 else { return nil }
    return RegionID(rawValue: try self.number(number - 1, "trace.region"))
  }
}
