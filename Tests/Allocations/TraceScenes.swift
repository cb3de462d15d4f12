import Cluster
import Model
import Shard

/// What traces cost a tick of a region: nothing, also when one is recorded.
enum TraceScenes {
  private static let ticks = 100

  /// No budget and no share.
  static func off() -> Double { run(Tracing.Terms(share: .none, budget: nil)) }

  /// Every tick is timed, and none recorded: as nearly all are.
  static func watched() -> Double {
    run(Tracing.Terms(share: .none, budget: .seconds(60)))
  }

  /// Every tick is recorded, once the places for spans are there.
  static func all() -> Double { run(Tracing.Terms(share: .all, budget: nil)) }

  private static func run(_ terms: Tracing.Terms) -> Double {
    let clock = SystemClock()
    let tracing = Tracing(
      terms: terms, clock: clock,
      recorder: SpanRecorder(node: .shard(ShardID(1)), clock: clock, wallMicroseconds: 0))
    var traces = RegionTraces(tracing, region: Crowd.region, limits: ShardLimits())
    for number in 0..<3 as Range<UInt64> { tick(&traces, clock, number) }
    let recorded = tracing.recorder.figures.recorded
    let count = AllocationCounter.count {
      for number in 3..<(3 + UInt64(ticks)) { tick(&traces, clock, number) }
    }
    let spans = tracing.recorder.figures.recorded - recorded
    precondition(
      spans == (terms.share == .all ? UInt64(ticks) * 8 : 0), "as many as were asked for")
    return Double(count) / Double(ticks)
  }

  private static func tick(_ traces: inout RegionTraces, _ clock: SystemClock, _ number: UInt64) {
    traces.tickBegins(clock.now)
    traces.ended(.mail)
    traces.ended(.step)
    traces.ended(.effects)
    traces.ended(.saves)
    traces.ended(.neighbours)
    traces.ended(.players)
    traces.tickEnds(Tick(number), players: 400) { _ in true }
  }
}
