import Model

/// Something done to somebody whom another region may own: it is resolved by the owner alone.
///
/// A region sends it to the region that shows the ghost of the target, reliably, in order, once.
public struct BorderDeed: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Before the target's defence.
    case damage(Int32, SkillDefinition.Element)
    case heal(Int32)
    /// Away from `origin`, 1/256 world unit.
    case push(Fixed)
    /// The target has killed the source, which was worth so much to somebody of its own level.
    case reward(experience: UInt32)
    /// The source, who reaches it, opens the target, a chest.
    case open
  }

  /// Who did it; of a reward: who died.
  public var source: EntityID
  /// The level of the source.
  public var level: UInt16
  /// Where the source stood.
  public var origin: Position
  public var target: EntityID
  /// None: a blow without a skill.
  public var skill: SkillNumber
  public var kind: Kind
  /// How often a region has passed it on because the target had moved on: once at most.
  public var hops: UInt8

  public init(
    source: EntityID, level: UInt16, origin: Position, target: EntityID, skill: SkillNumber,
    kind: Kind, hops: UInt8 = 0
  ) {
    self.source = source
    self.level = level
    self.origin = origin
    self.target = target
    self.skill = skill
    self.kind = kind
    self.hops = hops
  }
}
