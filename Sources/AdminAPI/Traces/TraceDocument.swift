import Cluster
import Model
import Wire

/// Traces, the way `GET /api/traces` lists them.
struct TracesDocument: Encodable {
  /// One trace, by the span that says most about it.
  struct Entry: Encodable {
    var traceId: String
    var name: String
    /// What people look for; nil for the part of a trace whose beginning nobody has any more.
    var kind: String?
    var process: String
    var region: String?
    var startUs: Int64
    var durationUs: Int64
    /// How many spans of it the nodes that know this trace have.
    var spans: Int
    var overBudget: Bool
  }

  var schema = "pangea.traces/1"
  var traces: [Entry]
  var unreachable: [String]

  static let shape = JSONShape.object([
    .init("schema", .text(choices: ["pangea.traces/1"])),
    .init(
      "traces",
      .list(
        .object([
          .init("trace_id", .text(min: 32, max: 32, alphabet: .hexadecimal)),
          .init("name", .text(), "of the span that stands for it"),
          .init("kind", .text(choices: TraceKind.allCases.map(\.text)), isRequired: false),
          .init("process", .text(), "where that span was recorded"),
          .init("region", .text(), isRequired: false, "map:column,row"),
          .init("start_us", .integer(), "microseconds since 1970"),
          .init("duration_us", .integer(min: 0)), .init("spans", .integer(min: 1)),
          .init("over_budget", .flag, "it took longer than it may"),
        ]))),
    .init("unreachable", .list(.text()), "nodes that did not answer"),
  ])

  init(_ findings: TraceCollector.Findings, kind: TraceKind?, slowest: Bool, max: Int) {
    // The slowest are those in which any process was busy longest, whoever heads them.
    var found: [TraceID: (head: TraceSpan, node: NodeID, spans: Int, longest: UInt64)] = [:]
    for reply in findings.replies {
      for reported in reply.spans {
        let span = reported.span
        guard var known = found[span.trace] else {
          found[span.trace] = (
            span, reply.node, Int(reported.spans), UInt64(clamping: span.duration)
          )
          continue
        }
        known.spans += Int(reported.spans)
        known.longest = Swift.max(known.longest, UInt64(clamping: span.duration))
        if span.isHead(before: known.head, asked: kind) {
          (known.head, known.node) = (span, reply.node)
        }
        found[span.trace] = known
      }
    }
    let all = found.values.sorted {
      slowest ? $0.longest > $1.longest : $0.head.start > $1.head.start
    }
    traces = all.prefix(max).map { trace in
      Entry(
        traceId: trace.head.trace.description, name: trace.head.name.text,
        kind: trace.head.kind?.text, process: trace.node.description,
        region: trace.head.details.region?.description, startUs: trace.head.start,
        durationUs: trace.head.duration, spans: Swift.max(1, trace.spans),
        overBudget: trace.head.isOverBudget)
    }
    unreachable = findings.unreachable.map(\.description)
  }
}

/// One trace, the way `GET /api/traces/{id}` shows it.
struct TraceDocument: Encodable {
  struct Entry: Encodable {
    var spanId: String
    var parentSpanId: String?
    var name: String
    var process: String
    var startUs: Int64
    var durationUs: Int64
    var overBudget: Bool
    var attributes: [String: JSONValue]
    var links: [Link]
  }

  /// A span of another trace.
  struct Link: Encodable {
    var traceId: String
    var spanId: String
  }

  var schema = "pangea.trace/1"
  var traceId: String
  var spans: [Entry]
  var unreachable: [String]

  private static let id = JSONShape.text(min: 16, max: 16, alphabet: .hexadecimal)

  static let shape = JSONShape.object([
    .init("schema", .text(choices: ["pangea.trace/1"])),
    .init("trace_id", .text(min: 32, max: 32, alphabet: .hexadecimal)),
    .init(
      "spans",
      .list(
        .object([
          .init("span_id", id), .init("parent_span_id", id, isRequired: false),
          .init("name", .text()), .init("process", .text()),
          .init("start_us", .integer(), "microseconds since 1970"),
          .init("duration_us", .integer(min: 0)), .init("over_budget", .flag),
          .init("attributes", .map(.anything), "region, players and the like"),
          .init(
            "links",
            .list(
              .object([
                .init("trace_id", .text(min: 32, max: 32, alphabet: .hexadecimal)),
                .init("span_id", id),
              ])), "spans of other traces"),
        ]))),
    .init("unreachable", .list(.text()), "nodes that did not answer"),
  ])

  /// Nil when nobody knows the trace.
  init?(_ trace: TraceID, _ findings: TraceCollector.Findings) {
    let found = findings.replies.flatMap { reply in
      reply.spans.map { (span: $0.span, node: reply.node) }
    }
    guard !found.isEmpty else { return nil }
    traceId = trace.description
    spans = found.sorted {
      ($0.span.start, $0.span.id.rawValue) < ($1.span.start, $1.span.id.rawValue)
    }
    .map { Entry($0.span, at: $0.node) }
    unreachable = findings.unreachable.map(\.description)
  }
}

extension TraceDocument.Entry {
  init(_ span: TraceSpan, at node: NodeID) {
    spanId = span.id.description
    parentSpanId = span.parent?.description
    name = span.name.text
    process = node.description
    startUs = span.start
    durationUs = span.duration
    overBudget = span.isOverBudget
    attributes = span.details.values.mapValues { value in
      switch value {
      case .text(let text): .text(text)
      case .number(let number): .integer(Int64(clamping: number))
      }
    }
    links =
      span.link.map { [.init(traceId: $0.trace.description, spanId: $0.span.description)] } ?? []
  }
}
