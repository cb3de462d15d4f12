import Cluster
import Foundation
import Model
import Synchronization
import Testing
import Wire

@testable import AdminAPI

/// Traces as the admin API lists and shows them, from what several nodes know.
@Suite struct TraceRoutesTests {
  private static let one = NodeID.shard(ShardID(1))
  private static let two = NodeID.shard(ShardID(2))
  private static let gateway = NodeID.gateway(GatewayID(1))
  private static let region = RegionID(map: MapID(0), column: 1, row: 2)

  /// A journey over three nodes, a slow tick, and one of long ago.
  private struct Scene {
    let fixture: TracesFixture
    let journey: TraceContext
    let tick: TraceContext

    init(silent: Set<NodeID> = []) {
      fixture = TracesFixture(silent: silent)
      var source = TraceSource(seed: 5)
      journey = source.trace()
      tick = source.trace()
      let old = source.trace()
      let handoff = journey.under(source.span())
      let region = TraceRoutesTests.region
      fixture.record(
        .input, journey, kind: .input, ago: 900, duration: 700, at: gateway)
      fixture.record(
        .handoff, handoff, parent: journey.span, kind: .handoff, ago: 800, duration: 60_000,
        at: one
      ) {
        $0.isOverBudget = true
        $0.details = SpanDetails(
          region: region, target: RegionID(map: MapID(0), column: 2, row: 2),
          character: CharacterID(7), outcome: .done)
      }
      fixture.record(
        .arrival, journey.under(source.span()), parent: handoff.span, ago: 700, duration: 90,
        at: two)
      fixture.record(.tick, tick, kind: .tick, ago: 100, duration: 5_000, at: one) {
        $0.details = SpanDetails(region: region, tick: Tick(9), players: 31)
        $0.link = TraceContext(trace: journey.trace, span: journey.span)
      }
      fixture.record(
        .tick, old, kind: .tick, ago: (ClusterLimits.spanSecondsMax + 1) * 1_000_000,
        duration: 1, at: one)
    }

    func ask(_ path: String) async throws -> HTTPAnswer {
      try await ask(path, wait: .seconds(3_600))
    }

    func ask(_ path: String, wait: Duration) async throws -> HTTPAnswer {
      let admin = try await AdminFixture(traces: fixture.makeCollector(wait: wait))
      var answer: HTTPAnswer?
      try await admin.serving { console in
        let pair = Data("\(AdminFixture.user):\(AdminFixture.password)".utf8)
        answer = try await console.ask(
          "GET", path, ["Authorization": "Basic \(pair.base64EncodedString())"])
      }
      return try #require(answer)
    }
  }

  private typealias JSON = [String: Any]

  @Test func theLatestAreListedFirst() async throws {
    let scene = Scene()
    let answer = try await scene.ask("/api/traces")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(try answer.member("schema", as: String.self) == "pangea.traces/1")
    let traces: [JSON] = try answer.member("traces")
    try #require(traces.count == 2)
    #expect(traces[0]["trace_id"] as? String == scene.tick.trace.description)
    #expect(traces[0]["kind"] as? String == "tick" && traces[0]["process"] as? String == "shard-1")
    #expect(traces[0]["region"] as? String == "0:1,2")
    #expect(traces[0]["start_us"] as? Int == Int(TracesFixture.wall - 100))
    #expect(traces[0]["duration_us"] as? Int == 5_000)
    #expect(traces[0]["over_budget"] as? Bool == false)
    #expect(traces[1]["name"] as? String == "input" && traces[1]["spans"] as? Int == 3)
    #expect(traces[1]["process"] as? String == "gateway-1")
    #expect(try answer.member("unreachable", as: [String].self) == [])
  }

  @Test func theSlowestOfAKindAreFound() async throws {
    let scene = Scene()
    let slowest = try await scene.ask("/api/traces?slowest=1&limit=1")
    let first: [JSON] = try slowest.member("traces")
    // Its handoff took longer than the tick, though its input, which heads it, did not.
    #expect(first.map { $0["name"] as? String } == ["input"])
    let handoffs: [JSON] = try await scene.ask("/api/traces?kind=handoff&slowest=1")
      .member("traces")
    try #require(handoffs.count == 1)
    #expect(handoffs[0]["duration_us"] as? Int == 60_000)
    #expect(handoffs[0]["over_budget"] as? Bool == true)
    #expect(handoffs[0]["trace_id"] as? String == scene.journey.trace.description)
  }

  @Test func oneProcessIsAskedAlone() async throws {
    let scene = Scene()
    let answer = try await scene.ask("/api/traces?process=shard-2")
    let traces: [JSON] = try answer.member("traces")
    #expect(traces.map { $0["name"] as? String } == ["arrival"])
    #expect(scene.fixture.asked.withLock { $0.count } == 1)
    let absent = try await scene.ask("/api/traces?process=shard-9")
    #expect(try absent.member("unreachable", as: [String].self) == ["shard-9"])
  }

  @Test func aTraceHasTheSpansOfAllProcesses() async throws {
    let scene = Scene()
    let answer = try await scene.ask("/api/traces/\(scene.journey.trace)")
    #expect(try answer.member("schema", as: String.self) == "pangea.trace/1")
    let spans: [JSON] = try answer.member("spans")
    #expect(spans.map { $0["process"] as? String } == ["gateway-1", "shard-1", "shard-2"])
    #expect(spans[0]["parent_span_id"] == nil)
    #expect(spans[1]["parent_span_id"] as? String == spans[0]["span_id"] as? String)
    #expect(spans[2]["parent_span_id"] as? String == spans[1]["span_id"] as? String)
    let attributes = try #require(spans[1]["attributes"] as? JSON)
    #expect(attributes["region"] as? String == "0:1,2" && attributes["character"] as? Int == 7)
    #expect(attributes["outcome"] as? String == "done")
    let tick: [JSON] = try await scene.ask("/api/traces/\(scene.tick.trace)").member("spans")
    let links = try #require(tick.first?["links"] as? [JSON])
    #expect(links.first?["trace_id"] as? String == scene.journey.trace.description)
    #expect((tick.first?["attributes"] as? JSON)?["players"] as? Int == 31)
  }

  @Test func whoIsSilentIsNamed() async throws {
    let scene = Scene(silent: [Self.two])
    let answer = try await scene.ask(
      "/api/traces/\(scene.journey.trace)", wait: .milliseconds(20))
    #expect(try answer.member("unreachable", as: [String].self) == ["shard-2"])
    let spans: [JSON] = try answer.member("spans")
    #expect(spans.count == 2)
  }

  @Test(arguments: [
    "/api/traces/00000000000000000000000000000000", "/api/traces/0af7651916cd43dd8448eb211c80319c",
    "/api/traces/0AF7651916CD43DD8448EB211C80319C", "/api/traces/0",
  ])
  func whatNobodyKnowsIsNotFound(_ path: String) async throws {
    #expect(try await Scene().ask(path).status == 404)
  }

  @Test(arguments: [
    "process=admin-1", "process=shard-0", "process=shard-99999999999", "kind=walk", "slowest=2",
    "limit=0", "limit=501", "what=1",
  ])
  func whatMakesNoSenseIsRefused(_ query: String) async throws {
    #expect(try await Scene().ask("/api/traces?\(query)").status == 400, "\(query)")
  }
}
