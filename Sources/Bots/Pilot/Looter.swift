import Model
import Wire

/// Fights, and takes what lies near.
struct Looter {
  /// Something on the ground.
  struct Pile: Hashable {
    var entity: UInt64
    var position: Position
    /// As many as are shown: 65,535 at most.
    var count: UInt32
  }

  private static let itemKind: UInt32 = 3
  /// Well within `Rules.reach`, which is 96 units.
  private static let reach: Int64 = 80 * Int64(Fixed.one)
  /// So far it walks for something.
  private static let sight: Int64 = 200 * Int64(Fixed.one)

  private var fighter: Fighter
  private var scope: SlotScope?
  private var piles: [UInt32: Pile] = [:]
  /// Those that were asked for: whatever the answer, never twice.
  private var asked: Set<UInt64> = []
  private var isFull = false

  init(seed: UInt64, inputsPerSecond: Int) {
    fighter = Fighter(seed: seed, inputsPerSecond: inputsPerSecond)
  }

  mutating func saw(_ snapshot: Snapshot) {
    fighter.saw(snapshot)
    if let scope = snapshot.scope {
      self.scope = scope
      piles = [:]
    }
    guard let scope else { return }
    for seen in snapshot.appear {
      piles[seen.slot] =
        seen.kind == Self.itemKind
        ? Pile(
          entity: seen.entity, position: scope.position(x: seen.x, y: seen.y),
          count: UInt32(seen.condition.level)) : nil
    }
    for slot in snapshot.vanish { piles[slot] = nil }
  }

  mutating func next(from position: Position) -> BotOrder {
    var order = fighter.next(from: position)
    if let pile = nearest(to: position, within: Self.sight) {
      order.motion = .target(pile.position)
    }
    return order
  }

  /// What to pick up now, if anything: each thing once.
  mutating func take(from position: Position) -> Pile? {
    guard let pile = nearest(to: position, within: Self.reach) else { return nil }
    asked.insert(pile.entity)
    return pile
  }

  /// Nothing more goes into the bag.
  mutating func filled() { isFull = true }

  private func nearest(to position: Position, within reach: Int64) -> Pile? {
    guard !isFull else { return nil }
    return piles.values
      .filter {
        !asked.contains($0.entity)
          && $0.position.distanceSquared(to: position) <= reach * reach
      }
      .min {
        let a = $0.position.distanceSquared(to: position)
        let b = $1.position.distanceSquared(to: position)
        return a == b ? $0.entity < $1.entity : a < b
      }
  }
}
