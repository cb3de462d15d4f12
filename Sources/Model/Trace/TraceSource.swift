/// Makes ids of traces and spans, and draws which of many things are traced. One for each owner, so
/// that nobody waits for anybody; it allocates nothing.
public struct TraceSource: Sendable {
  private var random: SeededGenerator

  /// - Parameter seed: another one for each source, in whatever process: of two with the same one
  ///   the ids are the same.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A new trace and its first span.
  public mutating func trace() -> TraceContext {
    while true {
      if let trace = TraceID(high: random.next(), low: random.next()) {
        return TraceContext(trace: trace, span: span())
      }
    }
  }

  /// A new span.
  public mutating func span() -> SpanID {
    while true {
      if let span = SpanID(random.next()) { return span }
    }
  }

  /// True for this share of all calls.
  public mutating func draws(_ share: TraceShare) -> Bool {
    share.threshold > 0 && random.next() <= share.threshold
  }
}

/// Which share of things is traced without anybody asking for it.
public struct TraceShare: Hashable, Sendable {
  /// Of 2⁶⁴; 0: none.
  let threshold: UInt64

  public static let none = TraceShare(threshold: 0)
  public static let all = TraceShare(threshold: .max)

  private init(threshold: UInt64) { self.threshold = threshold }

  /// Nil outside of 0 ... 1.
  public init?(_ ratio: Double) {
    guard ratio >= 0, ratio <= 1 else { return nil }
    threshold = ratio == 1 ? .max : UInt64(ratio * 0x1p64)
  }
}
