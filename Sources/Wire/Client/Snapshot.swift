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

/// The client's own character, exact, with the counters that prove loss and doubling.
public struct OwnState: Hashable, Sendable {
  public var position: Position
  public var counters: InputCounters
  public var sequence: HandoffSequence
  public var facing: UInt8

  public init(
    position: Position, counters: InputCounters, sequence: HandoffSequence, facing: UInt8
  ) {
    self.position = position
    self.counters = counters
    self.sequence = sequence
    self.facing = facing
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

  public init(
    slot: UInt32, entity: UInt64, x: UInt32, y: UInt32, kind: UInt32, name: String, facing: UInt8
  ) {
    self.slot = slot
    self.entity = entity
    self.x = x
    self.y = y
    self.kind = kind
    self.name = name
    self.facing = facing
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
