/// The tiles that a search looks at next: a binary heap of one integer each, so that what comes
/// first is the same on every machine: least total cost, then least left, then lowest number.
struct NodeHeap: Sendable {
  static let nodeBits: UInt64 = 24
  private static let costBits: UInt64 = 20

  private var keys: ContiguousArray<UInt64> = []

  mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

  mutating func push(cost: UInt32, left: UInt32, node: Int) {
    let costMax: UInt32 = 1 << UInt32(Self.costBits) - 1
    assert(node < 1 << Int(Self.nodeBits))
    let total = UInt64(min(cost, costMax))
    let key =
      total << (Self.costBits + Self.nodeBits)
      | UInt64(min(left, costMax)) << Self.nodeBits | UInt64(node)
    keys.append(key)
    var child = keys.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard keys[child] < keys[parent] else { break }
      keys.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (node: Int, left: UInt32)? {
    guard let key = keys.first else { return nil }
    let last = keys.removeLast()
    if !keys.isEmpty {
      keys[0] = last
      sink()
    }
    let left = UInt32(truncatingIfNeeded: key >> Self.nodeBits) & (1 << UInt32(Self.costBits) - 1)
    return (Int(key & (1 << Self.nodeBits - 1)), left)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < keys.count else { return }
      if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
      guard keys[child] < keys[parent] else { return }
      keys.swapAt(child, parent)
      parent = child
    }
  }
}
