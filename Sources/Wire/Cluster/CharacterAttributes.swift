/// Attributes of a character that an operator sets; nil stays as it is.
public struct CharacterAttributes: Hashable, Sendable {
  public var health: UInt32?
  public var mana: UInt32?
  public var level: UInt32?
  /// Since the level began.
  public var experience: UInt64?

  public init(
    health: UInt32? = nil, mana: UInt32? = nil, level: UInt32? = nil, experience: UInt64? = nil
  ) {
    self.health = health
    self.mana = mana
    self.level = level
    self.experience = experience
  }
}
