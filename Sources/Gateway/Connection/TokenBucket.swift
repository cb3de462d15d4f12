import Model

/// Lets `perSecond` through on average and `burst` at once.
struct TokenBucket: Hashable, Sendable {
  private let perSecond: Int64
  /// In millionths of a token, so that slow rates do not round to nothing.
  private let full: Int64
  private var level: Int64
  private var filledAt: BootTime

  init(perSecond: Int, burst: Int, now: BootTime) {
    self.perSecond = Int64(perSecond)
    full = Int64(burst) * 1_000_000
    level = full
    filledAt = now
  }

  /// Takes `count` tokens; false, taking none, when there are too few.
  mutating func take(_ count: Int = 1, now: BootTime) -> Bool {
    fill(now)
    let wanted = Int64(count) * 1_000_000
    guard wanted <= level else { return false }
    level -= wanted
    return true
  }

  /// Whether nothing was taken that has not come back.
  mutating func isFull(now: BootTime) -> Bool {
    fill(now)
    return level == full
  }

  private mutating func fill(_ now: BootTime) {
    guard filledAt < now else { return }
    // An hour fills every bucket; the cap keeps the product small.
    let passed = min((now - filledAt).microseconds, 3_600_000_000)
    level = min(full, level + passed * perSecond)
    filledAt = now
  }
}
