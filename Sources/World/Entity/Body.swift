import Model

/// Everything of an entity that goes with it to another region or into a checkpoint.
public struct Body: Hashable, Sendable {
  public let id: EntityID
  public let kind: EntityKind
  public var position: Position
  /// Where it looks, in 1/256 of a full turn: 0 is right (+x), 64 is down (+y).
  public var facing: UInt8
  public var motion: Motion
  /// 1/256 world unit per tick; from `Rules`, never from a client.
  public var speed: Fixed
  /// Of whom lives and is owned, or comes to be: nil is a new player, of level 1 in full health.
  public var vitals: Vitals?
  /// Which kind of creature or item, or which NPC, it is; none of players.
  public var definition: DefinitionNumber
  /// What others see of its vitals. Of a body that enters, `vitals` counts instead.
  public var condition: Condition?
  /// It comes through a portal or back to life, not on its feet: others see it appear there.
  public var hasTravelled: Bool

  public init(
    id: EntityID, kind: EntityKind = .player, position: Position, facing: UInt8 = 0,
    motion: Motion = .standing, speed: Fixed, vitals: Vitals? = nil,
    definition: DefinitionNumber = .none, condition: Condition? = nil, hasTravelled: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.position = position
    self.facing = facing
    self.motion = motion
    self.speed = speed
    self.vitals = vitals
    self.definition = definition
    self.condition = condition
    self.hasTravelled = hasTravelled
  }
}
