import Model

/// All that lies on the ground of a region, in the order in which it was laid.
struct Ground: ~Copyable, Sendable {
  struct Pile: Sendable {
    let id: ItemID
    let item: ItemNumber
    let count: UInt32
    let position: Position
    let decaysAt: UInt64
    /// Where it lies in the table of entities; `Ground.unseen` while there is no room.
    var slot: UInt16
  }

  private(set) var piles: ContiguousArray<Pile> = []
  /// The next tick at which something is to be done: the only thing that every tick reads.
  var nextAt = UInt64.max
  /// How many of them stand in the table of entities.
  private(set) var present = 0

  static let unseen = UInt16.max
  /// How soon one for which there was no room is tried again.
  static let retryTicks: UInt64 = 20

  var count: Int { piles.count }

  func index(of id: ItemID) -> Int? { piles.firstIndex { $0.id == id } }

  mutating func append(_ pile: Pile) {
    assert(index(of: pile.id) == nil, "an item lies in one place")
    piles.append(pile)
    if pile.slot != Self.unseen { present += 1 }
    nextAt = min(nextAt, pile.decaysAt)
  }

  mutating func remove(at index: Int) -> Pile {
    let pile = piles.remove(at: index)
    if pile.slot != Self.unseen { present -= 1 }
    return pile
  }

  /// Gives one that was out of sight its slot.
  mutating func show(_ index: Int, in slot: UInt16) {
    assert(piles[index].slot == Self.unseen && slot != Self.unseen)
    piles[index].slot = slot
    present += 1
  }

  /// The one that goes first; of equals, the one that was laid first.
  var oldest: Int? {
    var best: Int?
    for index in piles.indices {
      guard let other = best else {
        best = index
        continue
      }
      if piles[index].decaysAt < piles[other].decaysAt { best = index }
    }
    return best
  }

  /// Looks up anew when something is to be done next.
  mutating func schedule(after now: UInt64) {
    nextAt = .max
    for pile in piles {
      let at = pile.slot == Self.unseen ? now + Self.retryTicks : pile.decaysAt
      nextAt = min(nextAt, at, pile.decaysAt)
    }
  }

  func add(to hash: inout StateHash) {
    for pile in piles {
      hash.add(pile.id.rawValue)
      hash.add(UInt64(pile.count) << 32 | UInt64(pile.item.rawValue) << 16 | UInt64(pile.slot))
      hash.add(position: pile.position)
      hash.add(pile.decaysAt)
    }
    if !piles.isEmpty { hash.add(nextAt) }
  }
}
