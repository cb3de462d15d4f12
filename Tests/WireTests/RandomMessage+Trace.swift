import Model
import Wire

extension RandomMessage {
  mutating func trace() -> TraceContext? {
    guard bool(), let trace = TraceID(high: u64(), low: u64()), let span = SpanID(u64()) else {
      return nil
    }
    return TraceContext(trace: trace, span: span, isSampled: bool())
  }

  mutating func traceRequest() -> TraceRequest {
    let subject: TraceRequest.Subject =
      if let trace = trace() {
        .one(trace.trace)
      } else {
        .list(
          kind: bool() ? TraceKind.allCases[Int(random.below(3))] : nil, slowest: bool(),
          max: u32())
      }
    return TraceRequest(id: u64(), admin: AdminID(u32()), subject: subject)
  }

  mutating func traceReply() -> TraceReply {
    TraceReply(
      id: u64(), node: .shard(ShardID(max(1, u32()))),
      spans: list { $0.reportedSpan() }.compactMap { $0 }, isCut: bool())
  }

  private mutating func reportedSpan() -> ReportedSpan? {
    guard let context = trace() else { return nil }
    var span = TraceSpan(
      SpanName.allCases[Int(random.below(UInt32(SpanName.allCases.count)))],
      context, parent: SpanID(u64()),
      kind: bool() ? TraceKind.allCases[Int(random.below(3))] : nil,
      start: Int64(bitPattern: u64()), duration: Int64(u32()))
    span.isOverBudget = bool()
    span.details = SpanDetails(
      region: bool() ? region() : nil, target: bool() ? region() : nil,
      character: bool() ? CharacterID(max(1, u64())) : nil, tick: bool() ? Tick(u64() >> 1) : nil,
      players: bool() ? u32() : nil, input: bool() ? InputSequence(max(1, u64())) : nil,
      outcome: bool() ? SpanOutcome.allCases[Int(random.below(3))] : nil)
    if let link = trace() {
      span.link = TraceContext(trace: link.trace, span: link.span)
    }
    return ReportedSpan(span, spans: u32())
  }
}
