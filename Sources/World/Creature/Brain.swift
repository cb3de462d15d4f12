import Model

/// What a creature is at.
enum Mood: UInt8, Hashable, Sendable {
  case idle
  case patrol
  case chase
  case attack
  case flee
  /// Goes home, takes no notice of anybody and no damage from them: who cannot be followed any
  /// further cannot be shot at from there either.
  case returning
}

/// A creature's mind: where it belongs, what it is at and who hurt it.
///
/// A brain belongs to a seat of a spawn point: when the creature dies, the next one gets it, emptied.
struct Brain: Sendable {
  let spawn: Int
  let definition: CreatureNumber
  /// The epoch at which the creature that lives here appeared, and its number among those of that
  /// epoch: what it leaves behind is named by them, also after it came back from a checkpoint.
  var epoch = Epoch.none
  var counter: UInt64 = 0

  /// Where it lives or lies dead; `Brain.nowhere` before it appears.
  var slot = Brain.nowhere
  var isDead = false
  var mood = Mood.idle
  /// When the mood began.
  var since: UInt64 = 0
  /// When the brain last thought: regeneration counts from there.
  var thoughtAt: UInt64 = 0
  var home = Position(x: 0, y: 0)
  var chasedFrom = Position(x: 0, y: 0)
  var target: EntityID?
  /// Where the walk of a chase goes, and when that was decided.
  var goal = Position(x: 0, y: 0)
  var goalAt: UInt64 = 0
  var waypoint = 0
  var isGoingBack = false
  /// When it may act again, and when it may strike without a skill.
  var actAt: UInt64 = 0
  var strikeAt: UInt64 = 0
  var threats = Threats()

  static let nowhere = UInt16.max

  var isPresent: Bool { slot != Self.nowhere }
  var isAlive: Bool { isPresent && !isDead }

  /// The mind of the next creature of this seat.
  mutating func reset() {
    mood = .idle
    isDead = false
    target = nil
    waypoint = 0
    isGoingBack = false
    actAt = 0
    strikeAt = 0
    threats.removeAll()
  }

  func add(to hash: inout StateHash) {
    hash.add(slot)
    hash.add(epoch.rawValue)
    hash.add(counter)
    hash.add(UInt64(mood.rawValue) << 1 | (isDead ? 1 : 0))
    hash.add(since)
    hash.add(thoughtAt)
    hash.add(position: home)
    hash.add(position: chasedFrom)
    hash.add(target?.rawValue ?? 0)
    hash.add(position: goal)
    hash.add(goalAt)
    hash.add(UInt64(waypoint) << 1 | (isGoingBack ? 1 : 0))
    hash.add(actAt)
    hash.add(strikeAt)
    threats.add(to: &hash)
  }
}

/// Who did how much damage to a creature: those who did most, in the order of their first blow.
struct Threats: Hashable, Sendable {
  struct Threat: Hashable, Sendable {
    var id: EntityID
    var damage: Int64
  }

  private(set) var list: [Threat] = []

  var isEmpty: Bool { list.isEmpty }

  /// Who did most; of equals, who began first.
  var greatest: Threat? {
    var best: Threat?
    for threat in list where threat.damage > best?.damage ?? -1 { best = threat }
    return best
  }

  mutating func add(_ damage: Int32, by id: EntityID) {
    if let index = list.firstIndex(where: { $0.id == id }) {
      list[index].damage += Int64(damage)
      return
    }
    if list.count >= Limits.threatsMax {
      var least = 0
      for index in list.indices where list[index].damage < list[least].damage { least = index }
      list.remove(at: least)
    }
    list.append(Threat(id: id, damage: Int64(damage)))
  }

  /// Puts back what an archive says.
  mutating func restore(_ id: EntityID, damage: Int64) {
    list.append(Threat(id: id, damage: damage))
  }

  mutating func remove(_ id: EntityID) { list.removeAll { $0.id == id } }

  mutating func removeAll() { list.removeAll(keepingCapacity: true) }

  func add(to hash: inout StateHash) {
    for threat in list {
      hash.add(threat.id.rawValue)
      hash.add(threat.damage)
    }
  }
}
