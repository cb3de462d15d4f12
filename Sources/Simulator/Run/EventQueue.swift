import Model

/// Something that will happen in a simulated cluster.
struct Event {
  /// The process that it happens in, and which run of it: a dead run's events are void, and those
  /// of a process that stands still wait.
  struct Place: Hashable {
    var node: NodeID
    var run: Incarnation
  }

  var at: BootTime
  var place: Place?
  /// Where what it does draws its chances from.
  var stream: Int
  var body: (SimulatedCluster) -> Void
}

/// The events to come: a binary heap, earliest first, in the order they were made within a moment.
struct EventQueue {
  /// What the heap compares; the events themselves stay where they are.
  private struct Key: Comparable {
    var at: Int64
    var serial: UInt64
    var slot: Int

    static func < (a: Self, b: Self) -> Bool {
      a.at == b.at ? a.serial < b.serial : a.at < b.at
    }
  }

  private var heap: [Key] = []
  private var events: [Event?] = []
  private var free: [Int] = []
  private var serial: UInt64 = 0

  mutating func add(
    at: BootTime, place: Event.Place?, stream: Int, _ body: @escaping (SimulatedCluster) -> Void
  ) {
    let event = Event(at: at, place: place, stream: stream, body: body)
    let slot: Int
    if let last = free.popLast() {
      slot = last
      events[slot] = event
    } else {
      slot = events.count
      events.append(event)
    }
    serial += 1
    heap.append(Key(at: at.microseconds, serial: serial, slot: slot))
    rise(from: heap.count - 1)
  }

  mutating func popFirst() -> Event? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink(from: 0)
    }
    free.append(first.slot)
    return events[first.slot].take()
  }

  private mutating func rise(from start: Int) {
    let key = heap[start]
    var child = start
    while child > 0, key < heap[(child - 1) / 2] {
      heap[child] = heap[(child - 1) / 2]
      child = (child - 1) / 2
    }
    heap[child] = key
  }

  private mutating func sink(from start: Int) {
    let key = heap[start]
    var parent = start
    while 2 * parent + 1 < heap.count {
      var child = 2 * parent + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < key else { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = key
  }
}
