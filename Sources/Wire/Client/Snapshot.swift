import Model

/// One tick of what a client sees, decoded: for bots, tests and tools. Shards write it with
/// `SnapshotWriter`, without making this value.
public struct Snapshot: Hashable, Sendable {
  public var tick: Tick
  public var scope: SlotScope?
  public var own: OwnState?
  public var appear: [EntityAppear] = []
  public var move: [EntityMove] = []
  public var vanish: [UInt32] = []
  public var vitals: [EntityVitals] = []
  /// What happened in view in this tick.
  public var events: [EntityEvent] = []

  public init(tick: Tick) { self.tick = tick }
}

/// Whose slots the following snapshots name; all slots known before are void.
public struct SlotScope: Hashable, Sendable {
  public var region: RegionID
  public var epoch: Epoch
  /// Where entity coordinates count from, in world units.
  public var originX: Int32
  public var originY: Int32
  /// Steps of a world unit in entity coordinates.
  public var steps: UInt32
  public var shard: ShardID

  public init(
    region: RegionID, epoch: Epoch, originX: Int32, originY: Int32, steps: UInt32, shard: ShardID
  ) {
    self.region = region
    self.epoch = epoch
    self.originX = originX
    self.originY = originY
    self.steps = steps
    self.shard = shard
  }
}

/// An entity that came into view. Coordinates count from the scope's origin in its steps.
public struct EntityAppear: Hashable, Sendable {
  public var slot: UInt32
  public var entity: UInt64
  public var x: UInt32
  public var y: UInt32
  public var kind: UInt32
  public var name: String
  public var facing: UInt8
  /// The number of the creature in the content bundle, from 1; 0 of players.
  public var definition: UInt32
  public var condition: EntityCondition

  public init(
    slot: UInt32, entity: UInt64, x: UInt32, y: UInt32, kind: UInt32, name: String, facing: UInt8,
    definition: UInt32 = 0, condition: EntityCondition = EntityCondition()
  ) {
    self.slot = slot
    self.entity = entity
    self.x = x
    self.y = y
    self.kind = kind
    self.name = name
    self.facing = facing
    self.definition = definition
    self.condition = condition
  }
}

/// An entity in view that moved.
public struct EntityMove: Hashable, Sendable {
  public var slot: UInt32
  public var x: UInt32
  public var y: UInt32

  public init(slot: UInt32, x: UInt32, y: UInt32) {
    self.slot = slot
    self.x = x
    self.y = y
  }
}

/// What others see of somebody's vitals.
public struct EntityCondition: Hashable, Sendable {
  /// 1/255 of its most; 0 only of the dead, and of who has none.
  public var health: UInt8
  public var level: UInt32
  /// Bits of `EntityState`.
  public var state: UInt32

  public init(health: UInt8 = 0, level: UInt32 = 0, state: UInt32 = 0) {
    self.health = health
    self.level = level
    self.state = state
  }
}

/// The condition of an entity in view changed.
public struct EntityVitals: Hashable, Sendable {
  public var slot: UInt32
  public var condition: EntityCondition

  public init(slot: UInt32, condition: EntityCondition) {
    self.slot = slot
    self.condition = condition
  }
}
