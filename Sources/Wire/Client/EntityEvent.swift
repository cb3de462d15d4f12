/// Something that happened in view (`Event` of `Proto/client.proto`).
public struct EntityEvent: Hashable, Sendable {
  /// The numbers of `EventKind` in `Proto/client.proto`.
  public enum Kind: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case skillUsed, damage, heal, death, respawn, levelUp, experience, skillRefused, kill
    case travel
  }

  /// Why a skill was not used: `amount` of `skillRefused`. The numbers of `SkillRefusal` in
  /// `Proto/client.proto`.
  public enum SkillRefusal: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case coolingDown, noMana, outOfRange, noTarget, dead, safeZone, noSight, level, noDirection
  }

  public var kind: Kind
  /// Entities; 0 is nobody.
  public var source: UInt64
  public var target: UInt64
  public var amount: UInt32
  /// The number of the skill, or 0.
  public var skill: UInt32

  public init(
    _ kind: Kind, source: UInt64 = 0, target: UInt64 = 0, amount: UInt32 = 0, skill: UInt32 = 0
  ) {
    self.kind = kind
    self.source = source
    self.target = target
    self.amount = amount
    self.skill = skill
  }
}
