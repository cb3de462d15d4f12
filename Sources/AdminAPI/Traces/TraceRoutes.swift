import Hummingbird
import Model
import Wire

extension AdminFeature {
  /// Ticks, handoffs and inputs one by one.
  public static func traces(_ collector: TraceCollector) -> AdminFeature {
    let routes = TraceRoutes(collector: collector)
    return AdminFeature([routes.list, routes.one])
  }
}

/// The addresses of traces.
struct TraceRoutes: Sendable {
  let collector: TraceCollector

  var list: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/traces", permission: .viewTraces,
      summary: "Traces of the last minutes, the latest first, or the slowest.",
      query: [
        .init(
          name: "process",
          shape: .text(max: 32, alphabet: .written("(shard|gateway)-[1-9][0-9]{0,8}")),
          summary: "only what this one knows: shard-1"),
        .init(
          name: "kind", shape: .text(choices: TraceKind.allCases.map(\.text)), summary: "only these"
        ),
        .init(
          name: "slowest", shape: .integer(min: 0, max: 1),
          summary: "1: those that took longest first"),
        .init(
          name: "limit", shape: .integer(min: 1, max: AdminLimits.tracesPageMax),
          summary: "how many"),
      ],
      answer: TracesDocument.shape
    ) { request in
      let process = request.query["process"].map { NodeID($0) }
      if case .some(.none) = process {
        throw AdminRefusal(.malformed, "`process` is none that there can be.")
      }
      let kind = request.query["kind"].flatMap { TraceKind(text: $0) }
      let slowest = try request.integer("slowest") == 1
      let limit = try request.integer("limit") ?? AdminLimits.tracesPageUsual
      let findings = try await found(
        .list(kind: kind, slowest: slowest, max: UInt32(clamping: limit)), process ?? nil)
      return .json(TracesDocument(findings, kind: kind, slowest: slowest, max: Int(limit)))
    }
  }

  var one: AdminRoute {
    AdminRoute(
      method: .get, path: "/api/traces/{id}", permission: .viewTraces,
      summary: "All spans of one trace, of all processes, by their start.",
      parameters: ["id": .text(min: 32, max: 32)], answer: TraceDocument.shape
    ) { request in
      guard let trace = TraceID(request.parameters["id"] ?? ""),
        let document = TraceDocument(trace, try await found(.one(trace), nil))
      else { throw AdminRefusal.notFound }
      return .json(document)
    }
  }

  private func found(
    _ subject: TraceRequest.Subject, _ process: NodeID?
  ) async throws(AdminRefusal) -> TraceCollector.Findings {
    guard let findings = await collector.ask(subject, of: process) else {
      throw AdminRefusal(
        .unavailable, "Too many ask for traces at once.", retryAfterMilliseconds: 1_000)
    }
    return findings
  }
}
