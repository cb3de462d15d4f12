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
  /// Orders events of one moment as they were made.
  var serial: UInt64
  var place: Place?
  var body: (SimulatedCluster) -> Void
}

/// The events to come: a binary heap, earliest first, in the order they were made within a moment.
struct EventQueue {
  private var heap: [Event] = []
  private var serial: UInt64 = 0

  var isEmpty: Bool { heap.isEmpty }
  var firstAt: BootTime? { heap.first?.at }

  mutating func add(
    at: BootTime, place: Event.Place?, _ body: @escaping (SimulatedCluster) -> Void
  ) {
    serial += 1
    heap.append(Event(at: at, serial: serial, place: place, body: body))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func popFirst() -> Event? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { break }
      let right = left + 1
      let child = right < heap.count && precedes(right, left) ? right : left
      guard precedes(child, parent) else { break }
      heap.swapAt(child, parent)
      parent = child
    }
    return first
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    (heap[a].at, heap[a].serial) < (heap[b].at, heap[b].serial)
  }
}
