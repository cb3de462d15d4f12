import Model

/// Names a skill in the world's list of skills: its place there, from 1. 0 is no skill.
public struct SkillNumber: Hashable, Comparable, Sendable, Codable {
  public let rawValue: UInt16

  public init(_ rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = SkillNumber(0)

  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What somebody can do to others, to themselves, or with their feet: a designer's numbers.
///
/// Names, pictures and sentences of skills stay in the content; the rules know numbers only.
public struct SkillDefinition: Hashable, Sendable {
  /// How a skill finds whom it meets.
  public enum Shape: Hashable, Sendable {
    /// Meets the target at once.
    case melee
    /// Flies to the target and meets it then; speed in 1/256 world unit per tick.
    case projectile(speed: Fixed)
    /// Meets a friend in range, or oneself.
    case heal
    /// Carries oneself so far in a direction, 1/256 world unit; walls stop it.
    case dash(distance: Fixed)
  }

  public enum Element: UInt8, Hashable, Sendable, CaseIterable {
    case physical, fire, frost, nature, holy, shadow
  }

  /// What it does to whom it meets.
  public enum Effect: Hashable, Sendable {
    case damage(Int32, Element)
    case heal(Int32)
    /// Away from whoever used it, 1/256 world unit; walls stop it.
    case push(Fixed)
  }

  public var shape: Shape
  /// Ticks until it may be used again.
  public var cooldownTicks: UInt64
  public var manaCost: Int32
  /// 1/256 world unit, between the middles of both bodies.
  public var range: Fixed
  /// Everybody hostile so near to the one it meets is met too; 0: nobody else.
  public var radius: Fixed
  public var effects: [Effect]
  /// The level from which a player may use it.
  public var level: UInt16

  public init(
    shape: Shape, cooldownTicks: UInt64, manaCost: Int32, range: Fixed, radius: Fixed = 0,
    effects: [Effect], level: UInt16 = 1
  ) {
    self.shape = shape
    self.cooldownTicks = cooldownTicks
    self.manaCost = manaCost
    self.range = range
    self.radius = radius
    self.effects = effects
    self.level = level
  }
}
