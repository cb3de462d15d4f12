import CPangeaProto
import CProtobufC
import Model

extension MessageBuilder {
  /// A `traceparent`, or nothing.
  func trace(_ context: TraceContext?) -> ProtobufCBinaryData {
    guard let context else { return ProtobufCBinaryData() }
    return text(context.description, max: Limits.traceBytesMax)
  }

  func traceRequest(_ m: TraceRequest) -> UnsafeMutablePointer<Pangea__TraceRequest> {
    let message = make(pangea__trace_request__init)
    message.pointee.id = m.id
    message.pointee.admin = m.admin.rawValue
    switch m.subject {
    case .one(let trace):
      message.pointee.trace_high = trace.high
      message.pointee.trace_low = trace.low
    case .list(let kind, let slowest, let max):
      message.pointee.kind = kind?.rawValue ?? 0
      message.pointee.slowest = slowest ? 1 : 0
      message.pointee.max = max
    }
    return message
  }

  func traceReply(_ m: TraceReply) -> UnsafeMutablePointer<Pangea__TraceReply> {
    let message = make(pangea__trace_reply__init)
    message.pointee.id = m.id
    message.pointee.node = text(m.node.description, max: Limits.labelBytesMax)
    let spans = m.spans.prefix(Limits.spansPerReplyMax)
    message.pointee.n_span = spans.count
    message.pointee.span = messages(Array(spans), traceSpan)
    message.pointee.cut = m.isCut || spans.count < m.spans.count ? 1 : 0
    return message
  }

  private func traceSpan(_ reported: ReportedSpan) -> UnsafeMutablePointer<Pangea__TraceSpan> {
    let span = reported.span
    let message = make(pangea__trace_span__init)
    message.pointee.trace_high = span.trace.high
    message.pointee.trace_low = span.trace.low
    message.pointee.span = span.id.rawValue
    message.pointee.parent = span.parent?.rawValue ?? 0
    message.pointee.name = span.name.rawValue
    message.pointee.kind = Pangea__TraceKind(rawValue: span.kind?.rawValue ?? 0)
    message.pointee.start_us = span.start
    message.pointee.duration_us = UInt64(max(0, span.duration))
    message.pointee.over_budget = span.isOverBudget ? 1 : 0
    set(span.details, of: &message.pointee)
    message.pointee.link_trace_high = span.link?.trace.high ?? 0
    message.pointee.link_trace_low = span.link?.trace.low ?? 0
    message.pointee.link_span = span.link?.span.rawValue ?? 0
    message.pointee.spans = reported.spans
    return message
  }

  private func set(_ details: SpanDetails, of message: inout Pangea__TraceSpan) {
    message.region = details.region.map { UInt64($0.rawValue) + 1 } ?? 0
    message.target = details.target.map { UInt64($0.rawValue) + 1 } ?? 0
    message.tick = details.tick.map { $0.rawValue &+ 1 } ?? 0
    message.players = details.players.map { UInt64($0) + 1 } ?? 0
    message.character = details.character?.rawValue ?? 0
    message.input = details.input?.rawValue ?? 0
    message.outcome = details.outcome?.rawValue ?? 0
  }
}
