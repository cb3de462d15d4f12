import Model

/// What of a player's vitals is set from outside; nil stays as it is.
public struct VitalsChange: Hashable, Sendable {
  /// At least 1; more than the level allows counts as all of it. Ignored of the dead.
  public var health: Int32?
  /// More than the level allows counts as all of it.
  public var mana: Int32?
  /// Within the levels that there are. Health and mana stay, as far as the new level allows.
  public var level: UInt16?
  /// Since the level began; what would be the next level counts as one short of it.
  public var experience: UInt64?

  public init(
    health: Int32? = nil, mana: Int32? = nil, level: UInt16? = nil, experience: UInt64? = nil
  ) {
    self.health = health
    self.mana = mana
    self.level = level
    self.experience = experience
  }
}

extension CombatRules {
  /// The highest level.
  public var levelMax: UInt16 { UInt16(clamping: experience.count + 1) }
}

extension Vitals {
  /// After a change, within the rules.
  func changed(by change: VitalsChange, rules: CombatRules) -> Vitals {
    var vitals = self
    if let level = change.level {
      vitals.level = min(max(level, 1), rules.levelMax)
      vitals.healthMax = max(1, rules.health.at(level: vitals.level))
      vitals.manaMax = max(0, rules.mana.at(level: vitals.level))
    }
    if let experience = change.experience { vitals.experience = experience }
    let index = Int(vitals.level) - 1
    if rules.experience.indices.contains(index) {
      vitals.experience = min(vitals.experience, max(1, rules.experience[index]) - 1)
    } else {
      vitals.experience = min(vitals.experience, .max / 2)
    }
    if let mana = change.mana { vitals.mana = mana }
    vitals.mana = min(max(vitals.mana, 0), vitals.manaMax)
    if !isDead {
      if let health = change.health { vitals.health = health }
      vitals.health = min(max(vitals.health, 1), vitals.healthMax)
    }
    return vitals
  }
}
