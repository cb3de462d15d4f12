/// The chests of a region, in the order of the map.
struct Chests: ~Copyable, Sendable {
  struct Chest: Sendable {
    let place: ChestPlace
    /// Where it stands in the table of entities; `Chests.nowhere` when there was no room.
    var slot: UInt16
    /// Open until then; 0: closed.
    var opensUntil: UInt64 = 0
  }

  var list: ContiguousArray<Chest> = []
  /// How many of them stand in the table of entities.
  var present = 0
  /// When the next one closes: the only thing that every tick reads.
  var nextAt = UInt64.max

  static let nowhere = UInt16.max

  mutating func schedule() {
    nextAt = .max
    for chest in list where chest.opensUntil > 0 { nextAt = min(nextAt, chest.opensUntil) }
  }

  func add(to hash: inout StateHash) {
    for chest in list {
      hash.add(chest.slot)
      hash.add(chest.opensUntil)
    }
  }
}
