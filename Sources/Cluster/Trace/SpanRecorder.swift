import Model
import Synchronization
import Wire

/// Where the spans of a process are kept for a while, for those who ask and for whoever takes them to
/// a collector. From any thread; recording allocates nothing once the rings are full.
public final class SpanRecorder: Sendable {
  /// What became of spans so far.
  public struct Figures: Hashable, Sendable {
    public var recorded: UInt64
    /// Gone for newer ones.
    public var replaced: UInt64
    public var held: Int
    /// Waiting to be taken to a collector.
    public var queued: Int
    /// Not taken to a collector, because too many waited.
    public var unqueued: UInt64
    /// Not followed, because too much was followed already.
    public var missed: UInt64
  }

  private struct State {
    var ring: SpanRing
    var queue: BoundedQueue<TraceSpan>?
    var missed: UInt64 = 0
  }

  public let node: NodeID
  private let state: Mutex<State>
  private let clock: any Clock
  /// Wall clock less boot clock, at the start.
  private let offset: Int64

  /// - Parameters:
  ///   - wallMicroseconds: the wall clock now, in microseconds since 1970.
  ///   - queueMax: spans that may wait for a collector; nil: none is there.
  public init(
    node: NodeID, clock: any Clock, wallMicroseconds: Int64, queueMax: Int? = nil,
    sampledMax: Int = ClusterLimits.spansSampledMax, keptMax: Int = ClusterLimits.spansKeptMax
  ) {
    self.node = node
    self.clock = clock
    offset = wallMicroseconds - clock.now.microseconds
    state = Mutex(
      State(
        ring: SpanRing(sampledMax: sampledMax, keptMax: keptMax),
        queue: queueMax.map { BoundedQueue(limit: $0) }))
  }

  /// Microseconds since 1970.
  public func wall(_ time: BootTime) -> Int64 { time.microseconds + offset }

  /// A source of ids for one owner, unlike any other.
  public func source() -> TraceSource {
    var random = SystemRandomNumberGenerator()
    return TraceSource(seed: random.next())
  }

  public func record(_ span: TraceSpan, worth: SpanRing.Worth) {
    state.withLock { state in
      state.ring.record(span, worth: worth)
      _ = state.queue?.append(span)
    }
  }

  /// Several with one lock.
  public func record(_ spans: ContiguousArray<TraceSpan>, worth: SpanRing.Worth) {
    guard !spans.isEmpty else { return }
    state.withLock { state in
      for span in spans {
        state.ring.record(span, worth: worth)
        _ = state.queue?.append(span)
      }
    }
  }

  /// Something that belongs to a trace is not followed: its owner follows too much already.
  public func missed() { state.withLock { $0.missed += 1 } }

  /// Takes out the oldest of those that wait for a collector.
  public func take(most: Int) -> [TraceSpan] {
    state.withLock { state in
      var spans: [TraceSpan] = []
      while spans.count < most, let span = state.queue?.popFirst() { spans.append(span) }
      return spans
    }
  }

  public var figures: Figures {
    state.withLock { state in
      Figures(
        recorded: state.ring.recorded, replaced: state.ring.replaced, held: state.ring.count,
        queued: state.queue?.count ?? 0, unqueued: state.queue?.refused ?? 0,
        missed: state.missed)
    }
  }

  // MARK: Answers

  /// What this process knows.
  public func answer(_ request: TraceRequest) -> TraceReply {
    switch request.subject {
    case .one(let trace):
      let spans = look { $0.trace == trace }.sorted { $0.start < $1.start }
      return reply(request.id, spans.map { ReportedSpan($0) })
    case .list(let kind, let slowest, let most):
      let most = min(Int(clamping: most), Limits.spansPerReplyMax)
      let heads = Self.heads(of: look { _ in true }, kind, slowest: slowest)
      return reply(request.id, Array(heads.prefix(most)), isCut: heads.count > most)
    }
  }

  /// The spans that are not too old. Looks through few at a time, so that no tick waits long.
  private func look(for isWanted: (TraceSpan) -> Bool) -> [TraceSpan] {
    let oldest = wall(clock.now) - ClusterLimits.spanSecondsMax * 1_000_000
    var spans: [TraceSpan] = []
    var place = 0
    var isOver = false
    while !isOver {
      state.withLock { state in
        state.ring.forEach(at: place..<(place + ClusterLimits.spansPerLookMax)) { span in
          if span.start >= oldest, isWanted(span) { spans.append(span) }
        }
        place += ClusterLimits.spansPerLookMax
        isOver = place >= state.ring.count
      }
    }
    return spans
  }

  /// One for each trace: of the kind that is asked for, or else its first span here.
  private static func heads(
    of spans: [TraceSpan], _ kind: TraceKind?, slowest: Bool
  ) -> [ReportedSpan] {
    var heads: [TraceID: ReportedSpan] = [:]
    for span in spans {
      guard var head = heads[span.trace] else {
        heads[span.trace] = ReportedSpan(span, spans: 1)
        continue
      }
      head.spans += 1
      if span.isHead(before: head.span, asked: kind) { head.span = span }
      heads[span.trace] = head
    }
    return heads.values.filter { kind == nil || $0.span.kind == kind }.sorted {
      slowest ? $0.span.duration > $1.span.duration : $0.span.start > $1.span.start
    }
  }

  private func reply(_ id: UInt64, _ spans: [ReportedSpan], isCut: Bool = false) -> TraceReply {
    TraceReply(
      id: id, node: node, spans: Array(spans.prefix(Limits.spansPerReplyMax)),
      isCut: isCut || spans.count > Limits.spansPerReplyMax)
  }
}

extension TraceSpan {
  /// Whether a list shows this one rather than another span of the same trace.
  public func isHead(before other: TraceSpan, asked kind: TraceKind?) -> Bool {
    func rank(_ span: TraceSpan) -> Int {
      if let kind, span.kind == kind { return 0 }
      if span.parent == nil, span.kind != nil { return 1 }
      return span.kind != nil ? 2 : 3
    }
    let (own, others) = (rank(self), rank(other))
    return own == others ? start < other.start : own < others
  }
}
