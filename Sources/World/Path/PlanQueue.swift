/// The slots whose walks wait to be planned, first come first served. A slot waits once at most
/// (`Walk.isQueued`), so the queue is as long as the table of entities at most.
struct PlanQueue: Sendable {
  private var slots: ContiguousArray<UInt16> = []
  private var head = 0
  /// False while nobody walks along a path: the tick then skips them altogether.
  var mayWalk = false

  var count: Int { slots.count - head }

  mutating func append(_ slot: UInt16) { slots.append(slot) }

  mutating func popFirst() -> UInt16? {
    guard head < slots.count else { return nil }
    let slot = slots[head]
    head += 1
    if head == slots.count {
      slots.removeAll(keepingCapacity: true)
      head = 0
    } else if head >= 1024 {
      slots.removeSubrange(0..<head)
      head = 0
    }
    return slot
  }

  /// Every waiting slot in order, for the state hash.
  var waiting: ArraySlice<UInt16> { ArraySlice(slots[head...]) }
}
