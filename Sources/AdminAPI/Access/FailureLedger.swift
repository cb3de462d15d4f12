import Model

/// Remembers wrong passwords per address and per account, so that nobody can try many. A pure value.
///
/// A try counts before it is looked at, and is taken back when it was right: many tries at once are
/// no more than many one after the other.
struct FailureLedger {
  /// Who is counted.
  enum Key: Hashable, Sendable {
    case address(String)
    /// The account's name as `NameKey` writes it, whether there is such an account or not.
    case account(String)
  }

  private struct Entry {
    var since: BootTime
    var count: Int
  }

  private var entries: [Key: Entry] = [:]
  /// For newcomers when all places are taken.
  private var others = Entry(since: BootTime(microseconds: 0), count: 0)

  /// How long this one has to wait; nil when it may try.
  mutating func wait(_ key: Key, now: BootTime) -> BootTime.Span? {
    let entry = entries[key] ?? (isFull(now) ? others : nil)
    guard let entry, entry.count >= AdminLimits.failuresMax else { return nil }
    let end = entry.since + AdminLimits.failureWindow
    return now < end ? end - now : nil
  }

  mutating func failed(_ key: Key, now: BootTime) {
    if entries[key] == nil, isFull(now) {
      Self.count(&others, now)
    } else {
      Self.count(&entries[key, default: Entry(since: now, count: 0)], now)
    }
  }

  /// Takes one back that was counted: it was right, or was not looked at.
  mutating func forgive(_ key: Key) {
    guard let count = entries[key]?.count else { return }
    entries[key]?.count = max(0, count - 1)
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
    guard entries.count >= AdminLimits.failureKeysMax else { return false }
    entries = entries.filter { Self.isOpen($0.value, now) }
    return entries.count >= AdminLimits.failureKeysMax
  }
}
