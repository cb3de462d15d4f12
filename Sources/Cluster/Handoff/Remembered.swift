import Model

/// Facts that are remembered for a while: bounded in number and age, the oldest goes first.
struct Remembered<Key: Hashable & Sendable, Value: Hashable & Sendable>: Sendable {
  private struct Entry {
    var value: Value
    /// The order of remembering; a fact that is remembered anew leaves its old place in line.
    var stamp: UInt64
  }

  private struct Place {
    var key: Key
    var stamp: UInt64
    var at: BootTime
  }

  /// How many facts went before their time because there were too many.
  private(set) var forgotten: UInt64 = 0

  private let max: Int
  private let age: BootTime.Span
  private var entries: [Key: Entry] = [:]
  private var line: [Place] = []
  private var head = 0
  private var stamp: UInt64 = 0

  init(max: Int, age: BootTime.Span) {
    precondition(max > 0, "at least one fact is remembered")
    self.max = max
    self.age = age
  }

  var count: Int { entries.count }

  subscript(key: Key) -> Value? { entries[key]?.value }

  /// Every fact, the oldest first.
  var all: [(Key, Value)] {
    line[head...].compactMap { place in
      guard let entry = entries[place.key], entry.stamp == place.stamp else { return nil }
      return (place.key, entry.value)
    }
  }

  mutating func remember(_ value: Value, for key: Key, now: BootTime) {
    stamp += 1
    entries[key] = Entry(value: value, stamp: stamp)
    line.append(Place(key: key, stamp: stamp, at: now))
    while entries.count > max {
      if dropOldest() { forgotten += 1 }
    }
  }

  mutating func forget(_ key: Key) {
    entries[key] = nil
  }

  /// Forgets what is older than its age.
  mutating func expire(now: BootTime) {
    while head < line.count, now - line[head].at >= age { dropOldest() }
  }

  /// Takes the first place in line; true when a fact went with it.
  @discardableResult
  private mutating func dropOldest() -> Bool {
    let place = line[head]
    head += 1
    if head >= 64, head * 2 >= line.count {
      line.removeFirst(head)
      head = 0
    }
    guard entries[place.key]?.stamp == place.stamp else { return false }
    entries[place.key] = nil
    return true
  }
}
