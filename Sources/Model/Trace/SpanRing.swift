/// The last spans of a process. The oldest go, those that nobody asked for before those that were
/// over budget or traced on purpose: each kind has its own places, so neither pushes out the other.
public struct SpanRing: Sendable {
  /// How much a span is wanted.
  public enum Worth: Hashable, Sendable, CaseIterable {
    /// One of many, drawn by chance.
    case sampled
    /// Over budget, or traced because somebody asked.
    case kept
  }

  private struct Lane: Sendable {
    var spans: ContiguousArray<TraceSpan> = []
    var next = 0
    let max: Int

    init(max: Int) {
      self.max = max
    }

    /// Whether it took the place of an older one.
    mutating func append(_ span: TraceSpan) -> Bool {
      if spans.isEmpty { spans.reserveCapacity(max) }
      guard spans.count == max else {
        spans.append(span)
        return false
      }
      spans[next] = span
      next = (next + 1) % max
      return true
    }
  }

  private var sampled: Lane
  private var kept: Lane
  /// How many were taken, and how many of them have gone for newer ones.
  public private(set) var recorded: UInt64 = 0
  public private(set) var replaced: UInt64 = 0

  /// - Parameters:
  ///   - sampledMax: places for those of little worth.
  ///   - keptMax: places for the others.
  public init(sampledMax: Int, keptMax: Int) {
    precondition(sampledMax > 0 && keptMax > 0, "a ring has places")
    sampled = Lane(max: sampledMax)
    kept = Lane(max: keptMax)
  }

  public mutating func record(_ span: TraceSpan, worth: Worth) {
    recorded += 1
    let isReplacing =
      switch worth {
      case .sampled: sampled.append(span)
      case .kept: kept.append(span)
      }
    if isReplacing { replaced += 1 }
  }

  public var count: Int { sampled.spans.count + kept.spans.count }

  /// The spans at these places, 0 ..< `count`, in no order: for those who look through it in turns,
  /// while others record.
  public func forEach(at places: Range<Int>, _ body: (TraceSpan) -> Void) {
    for place in places.clamped(to: 0..<count) {
      let isSampled = place < sampled.spans.count
      body(isSampled ? sampled.spans[place] : kept.spans[place - sampled.spans.count])
    }
  }
}
