import Model
import Wire

/// Looks for creatures, goes to the nearest one and fights it with the first two skills of players:
/// a blow at hand, and something that flies.
struct Fighter {
  private struct Foe {
    var entity: UInt64
    var position: Position
    var isDead: Bool
  }

  private static let blow: UInt32 = 1
  private static let bolt: UInt32 = 2
  private static let blowReach: Int64 = 40 * Int64(Fixed.one)
  private static let boltReach: Int64 = 220 * Int64(Fixed.one)
  /// `EntityState.DEAD`, and the kind of creatures.
  private static let deadBit: UInt32 = 1
  private static let creatureKind: UInt32 = 2

  private var scope: SlotScope?
  private var foes: [UInt32: Foe] = [:]
  private var wanderer: Wanderer
  private var turn = 0

  init(seed: UInt64, inputsPerSecond: Int) {
    wanderer = Wanderer(seed: seed, inputsPerSecond: inputsPerSecond)
  }

  mutating func saw(_ snapshot: Snapshot) {
    if let scope = snapshot.scope {
      self.scope = scope
      foes = [:]
    }
    guard let scope else { return }
    for seen in snapshot.appear {
      foes[seen.slot] =
        seen.kind == Self.creatureKind
        ? Foe(
          entity: seen.entity, position: scope.position(x: seen.x, y: seen.y),
          isDead: seen.condition.state & Self.deadBit != 0) : nil
    }
    for move in snapshot.move {
      foes[move.slot]?.position = scope.position(x: move.x, y: move.y)
    }
    for vitals in snapshot.vitals {
      foes[vitals.slot]?.isDead = vitals.condition.state & Self.deadBit != 0
    }
    for slot in snapshot.vanish { foes[slot] = nil }
  }

  /// Uses both skills by turns: the server refuses what is not ready.
  mutating func next(from position: Position) -> BotOrder {
    let alive = foes.filter { !$0.value.isDead }
    let nearest = alive.min {
      let a = $0.value.position.distanceSquared(to: position)
      let b = $1.value.position.distanceSquared(to: position)
      return a == b ? $0.key < $1.key : a < b
    }
    guard let foe = nearest?.value else { return BotOrder(motion: wanderer.next()) }
    turn += 1
    let distance = foe.position.distanceSquared(to: position)
    let skill: UInt32? =
      if distance <= Self.blowReach * Self.blowReach, turn % 8 == 0 {
        Self.blow
      } else if distance <= Self.boltReach * Self.boltReach, turn % 16 == 4 { Self.bolt } else {
        nil
      }
    return BotOrder(
      motion: .target(foe.position),
      deed: skill.map { .use(skill: $0, entity: foe.entity, dx: 0, dy: 0) })
  }
}
