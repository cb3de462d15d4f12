import Cluster
import Model
import Synchronization
import Wire

@testable import AdminAPI

/// Nodes that exist on paper, each with what it recorded; any may be silent.
final class TracesFixture: Sendable {
  /// A clock that stands still.
  private struct StillClock: Model.Clock {
    var now: BootTime { BootTime(microseconds: 1_000_000) }
  }

  static let wall: Int64 = 1_790_000_000_000_000

  private let made = Mutex<TraceCollector?>(nil)
  private let recorders: [NodeID: SpanRecorder]
  private let silent: Set<NodeID>
  let asked = Mutex<[TraceRequest]>([])

  init(silent: Set<NodeID> = []) {
    self.silent = silent
    let nodes: [NodeID] = [.shard(ShardID(1)), .shard(ShardID(2)), .gateway(GatewayID(1))]
    recorders = Dictionary(
      uniqueKeysWithValues: nodes.map {
        ($0, SpanRecorder(node: $0, clock: StillClock(), wallMicroseconds: Self.wall))
      })
  }

  /// One that asks these nodes; an admin process is among them, and has nothing to say.
  func makeCollector(wait: Duration = .seconds(3600)) -> TraceCollector {
    let collector = TraceCollector(
      admin: AdminID(1),
      nodes: { [recorders] in
        recorders.keys.sorted { $0.description < $1.description } + [.admin(AdminID(1))]
      },
      ask: { [self] request, node in
        asked.withLock { $0.append(request) }
        guard !silent.contains(node), let recorder = recorders[node] else { return }
        made.withLock { $0 }?.received(recorder.answer(request), from: node)
      }, wait: wait)
    made.withLock { $0 = collector }
    return collector
  }

  /// One node recorded a span, so many microseconds ago.
  func record(
    _ name: SpanName, _ context: TraceContext, parent: SpanID? = nil, kind: TraceKind? = nil,
    ago: Int64, duration: Int64, at node: NodeID, _ change: (inout TraceSpan) -> Void = { _ in }
  ) {
    var span = TraceSpan(
      name, context, parent: parent, kind: kind, start: Self.wall - ago, duration: duration)
    change(&span)
    recorders[node]?.record(span, worth: .kept)
  }
}
