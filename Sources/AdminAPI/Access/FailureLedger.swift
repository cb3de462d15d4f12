import Model

/// Remembers wrong passwords per address, so that nobody can try many. A pure value.
struct FailureLedger {
  private struct Entry {
    var since: BootTime
    var count: Int
  }

  private var entries: [String: Entry] = [:]
  /// For newcomers when all places are taken.
  private var others = Entry(since: BootTime(microseconds: 0), count: 0)

  /// How long this address has to wait; nil when it may try.
  mutating func wait(_ address: String, now: BootTime) -> BootTime.Span? {
    let entry = entries[address] ?? (isFull(now) ? others : nil)
    guard let entry, entry.count >= AdminLimits.failuresMax else { return nil }
    let end = entry.since + AdminLimits.failureWindow
    return now < end ? end - now : nil
  }

  mutating func failed(_ address: String, now: BootTime) {
    if entries[address] == nil, isFull(now) {
      Self.count(&others, now)
    } else {
      Self.count(&entries[address, default: Entry(since: now, count: 0)], now)
    }
  }

  private static func count(_ entry: inout Entry, _ now: BootTime) {
    if !isOpen(entry, now) { entry = Entry(since: now, count: 0) }
    entry.count += 1
  }

  private static func isOpen(_ entry: Entry, _ now: BootTime) -> Bool {
    now < entry.since + AdminLimits.failureWindow
  }

  /// Whether every place is taken by an address whose window is still open.
  private mutating func isFull(_ now: BootTime) -> Bool {
    guard entries.count >= AdminLimits.failureAddressesMax else { return false }
    entries = entries.filter { Self.isOpen($0.value, now) }
    return entries.count >= AdminLimits.failureAddressesMax
  }
}
