/// How long the last ticks took: a ring of one minute, from which percentiles are read on demand.
struct TickTimes: Sendable {
  private var microseconds: [UInt32] = []
  private var next = 0
  private let capacity: Int

  init(capacity: Int = 1200) {
    precondition(capacity > 0, "a ring holds at least one tick")
    self.capacity = capacity
    microseconds.reserveCapacity(capacity)
  }

  mutating func record(microseconds value: UInt32) {
    if microseconds.count < capacity {
      microseconds.append(value)
    } else {
      microseconds[next] = value
    }
    next = (next + 1) % capacity
  }

  /// The median, the 99th percentile (nearest rank) and the largest; zeros before the first tick.
  func percentiles() -> (p50: UInt32, p99: UInt32, max: UInt32) {
    guard !microseconds.isEmpty else { return (0, 0, 0) }
    let sorted = microseconds.sorted()
    func rank(_ percent: Int) -> UInt32 {
      sorted[Swift.max(0, (sorted.count * percent + 99) / 100 - 1)]
    }
    return (rank(50), rank(99), sorted[sorted.count - 1])
  }
}
