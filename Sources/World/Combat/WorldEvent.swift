import Model

/// Something that players should see or hear of, resolved in this step by this region.
public struct WorldEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case skillUsed
    case damage
    case heal
    case death
    case respawn
    case levelUp
    case experience
    case skillRefused(UseRefusal)
    case kill
    /// It stands elsewhere: it went through a portal of this region.
    case travel
  }

  /// Whom it is told.
  public enum Audience: Hashable, Sendable {
    /// Who sees the place.
    case around(Position)
    case only(EntityID)
  }

  public var kind: Kind
  public var source: EntityID
  public var target: EntityID
  /// Points of damage, health or experience, or the new level.
  public var amount: Int32
  public var skill: SkillNumber
  public var audience: Audience

  public init(
    _ kind: Kind, source: EntityID, target: EntityID, amount: Int32 = 0,
    skill: SkillNumber = .none, audience: Audience
  ) {
    self.kind = kind
    self.source = source
    self.target = target
    self.amount = amount
    self.skill = skill
    self.audience = audience
  }
}

/// Why a skill was not used. Written to the wire: numbers are never used again.
public enum UseRefusal: UInt8, Hashable, Sendable, CaseIterable {
  /// No such skill, or not one of players.
  case unknown = 1
  case dead
  case level
  case cooldown
  case mana
  /// Nobody there, dead, or not one whom this skill meets.
  case target
  case range
  /// Something is in the way.
  case sight
  case safeZone
  /// A dash needs a direction.
  case direction
}

/// What somebody did so often that it was no accident of a slow line. Written to logs and metrics.
public enum Violation: UInt8, Hashable, Sendable, CaseIterable {
  /// Uses per time, whatever came of them.
  case attackRate = 1
  /// Uses long before the skill was ready.
  case cooldown
  /// Uses on targets far out of range.
  case range
}
