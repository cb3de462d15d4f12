import Model
import Synchronization

/// How often something may be tried: `burst` times at once, and once more every `milliseconds`.
struct TryRate: Hashable, Sendable {
  var milliseconds: Int64
  var burst: Int

  fileprivate var period: BootTime.Span { .milliseconds(milliseconds) }
}

/// Counts tries by whoever tries, over all event loops of the gateway.
///
/// Of each it remembers one moment: when all its tries will have come back. The table is bounded;
/// when it is full, those are forgotten whose tries come back soonest.
final class TryBook<Key: Hashable & Sendable>: Sendable {
  private let rate: TryRate
  private let limit: Int
  private let freeAt = Mutex<[Key: BootTime]>([:])

  init(_ rate: TryRate, limit: Int) {
    self.rate = rate
    self.limit = max(1, limit)
  }

  /// How many are remembered.
  var count: Int { freeAt.withLock { $0.count } }

  /// Counts one try. Nil when it may go ahead, else in how many milliseconds one may: at least 1.
  func take(_ key: Key, now: BootTime) -> Int64? {
    freeAt.withLock { freeAt in
      let free = max(freeAt[key] ?? now, now)
      let earliest = free - rate.period * Int64(rate.burst - 1)
      guard earliest <= now else { return ((earliest - now).microseconds + 999) / 1_000 }
      if freeAt[key] == nil, freeAt.count >= limit { forget(&freeAt, now) }
      freeAt[key] = free + rate.period
      return nil
    }
  }

  /// Takes a try back: it succeeded, or did not take place.
  func giveBack(_ key: Key, now: BootTime) {
    freeAt.withLock { freeAt in
      guard let free = freeAt[key] else { return }
      let earlier = free - rate.period
      freeAt[key] = earlier <= now ? nil : earlier
    }
  }

  /// Makes room: for all that are free, else for an eighth, so that it seldom has to be done.
  private func forget(_ freeAt: inout [Key: BootTime], _ now: BootTime) {
    freeAt = freeAt.filter { now < $0.value }
    guard freeAt.count >= limit else { return }
    let moments = freeAt.values.sorted()
    let cut = moments[min(moments.count - 1, limit / 8)]
    var room = limit / 8 + 1
    freeAt = freeAt.filter { entry in
      guard room > 0, entry.value <= cut else { return true }
      room -= 1
      return false
    }
  }
}
