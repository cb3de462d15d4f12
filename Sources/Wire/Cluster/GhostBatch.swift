import Model

/// Region to a neighbour, every tick, also when empty: what of its own stands near the border.
public struct GhostBatch: Hashable, Sendable {
  public var source: RegionID
  public var epoch: Epoch
  public var target: RegionID
  /// Plus one with every batch of this source to this target; a jump asks for a full one.
  public var counter: UInt64
  /// Everything: ghosts of this source that are not named here are gone.
  public var isFull: Bool
  public var tick: Tick
  public var appear: [GhostAppear]
  public var move: [GhostMove]
  /// Slots of the source.
  public var vanish: [UInt32]
  /// Counter of the last batch in unbroken order that the source has from the target; 0 asks for
  /// a full one.
  public var heard: UInt64
  /// Conditions of known ghosts that changed; slots of the source.
  public var vitals: [EntityVitals] = []
  /// Seen near the border in this tick.
  public var events: [EntityEvent] = []
  /// What the target has to resolve: oldest first, again in every batch until it is heard.
  public var effects: [BorderEffect] = []
  /// The epoch under which the source's effects began to be counted: a region that moved to another
  /// shard goes on counting, one that came back after a crash begins anew.
  public var stream: Epoch
  /// The stream of the target that `effects` are numbered for.
  public var effectsEpoch: Epoch = .none
  /// The last effect that the source has from the target's stream `effectsHeardEpoch`.
  public var effectsHeard: UInt64 = 0
  public var effectsHeardEpoch: Epoch = .none
  /// Said near the border.
  public var words: [NearbyWord] = []

  public init(
    source: RegionID, epoch: Epoch, target: RegionID, counter: UInt64, isFull: Bool, tick: Tick,
    appear: [GhostAppear] = [], move: [GhostMove] = [], vanish: [UInt32] = [], heard: UInt64
  ) {
    self.source = source
    self.epoch = epoch
    stream = epoch
    self.target = target
    self.counter = counter
    self.isFull = isFull
    self.tick = tick
    self.appear = appear
    self.move = move
    self.vanish = vanish
    self.heard = heard
  }
}

/// An entity that came near the border.
public struct GhostAppear: Hashable, Sendable {
  public var slot: UInt32
  public var entity: UInt64
  public var position: Position
  public var facing: UInt8
  public var kind: UInt8
  public var name: String
  public var sequence: HandoffSequence
  /// The number of the creature in the content, from 1; 0 of players.
  public var definition: UInt32
  public var condition: EntityCondition

  public init(
    slot: UInt32, entity: UInt64, position: Position, facing: UInt8, kind: UInt8, name: String,
    sequence: HandoffSequence, definition: UInt32 = 0,
    condition: EntityCondition = EntityCondition()
  ) {
    self.slot = slot
    self.entity = entity
    self.position = position
    self.facing = facing
    self.kind = kind
    self.name = name
    self.sequence = sequence
    self.definition = definition
    self.condition = condition
  }
}

/// A known ghost that moved.
public struct GhostMove: Hashable, Sendable {
  public var slot: UInt32
  public var position: Position
  public var facing: UInt8

  public init(slot: UInt32, position: Position, facing: UInt8) {
    self.slot = slot
    self.position = position
    self.facing = facing
  }
}
