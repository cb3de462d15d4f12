import Model

/// How often somebody asked for what is not allowed, within a window of game time.
///
/// Windows are of ticks, not of packets: many inputs that a slow line delivers at once weigh as
/// much as the same inputs one by one.
struct Conduct: Hashable, Sendable {
  private(set) var window: UInt64 = 0
  private(set) var counts = [UInt16](repeating: 0, count: 0)

  init() {}

  /// What an archive says; nil when it counts other violations.
  init?(window: UInt64, counts: [UInt16]) {
    guard counts.isEmpty || counts.count == Violation.allCases.count else { return nil }
    self.window = window
    self.counts = counts
  }

  /// Counts one attempt. The severity when a threshold is reached in this window: 1 at the
  /// threshold, one more each time the count has doubled since.
  mutating func add(_ violation: Violation, at tick: Tick) -> UInt8? {
    let now = tick.rawValue / Limits.conductTicks
    if counts.isEmpty || window != now {
      window = now
      counts = [UInt16](repeating: 0, count: Violation.allCases.count)
    }
    let index = Int(violation.rawValue) - 1
    guard counts[index] < .max else { return nil }
    counts[index] += 1
    let threshold = Self.threshold(of: violation)
    let count = counts[index]
    guard count % threshold == 0 else { return nil }
    let times = count / threshold
    return times.nonzeroBitCount == 1 ? UInt8(times.trailingZeroBitCount) + 1 : nil
  }

  private static func threshold(of violation: Violation) -> UInt16 {
    switch violation {
    case .attackRate: Limits.usesPerWindowMax
    case .cooldown: Limits.earlyUsesPerWindowMax
    case .range: Limits.farUsesPerWindowMax
    }
  }

  func add(to hash: inout StateHash) {
    hash.add(window)
    for count in counts { hash.add(count) }
  }
}
