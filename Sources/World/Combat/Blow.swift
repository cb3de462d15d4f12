import Model

/// What an attacker puts into a skill or a blow, taken when it is used: a projectile carries it.
struct Blow: Hashable, Sendable {
  var source: EntityID
  var level: UInt16
  var origin: Position
  /// None: without a skill, whose damage is the attack alone.
  var skill: SkillNumber
  var attack: Int32

  func deed(to target: EntityID, _ kind: BorderDeed.Kind) -> BorderDeed {
    BorderDeed(
      source: source, level: level, origin: origin, target: target, skill: skill, kind: kind)
  }
}

/// A projectile in the air. It follows its target and meets it wherever that is by then.
struct Flight: Hashable, Sendable {
  var blow: Blow
  var target: EntityID
  var arrivesAt: UInt64

  func add(to hash: inout StateHash) {
    hash.add(blow.source.rawValue)
    hash.add(blow.skill.rawValue)
    hash.add(blow.attack)
    hash.add(target.rawValue)
    hash.add(arrivesAt)
  }
}
