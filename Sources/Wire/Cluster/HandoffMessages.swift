import Model

/// Everything of a character that moves on with it.
public struct CharacterState: Hashable, Sendable {
  public var character: CharacterID
  public var name: String
  public var position: Position
  public var facing: UInt8
  public var kind: UInt8
  /// 1/256 of a world unit per tick.
  public var speed: Int32
  public var motion: WireMotion
  public var counters: InputCounters
  /// Inputs received and not yet applied, oldest first.
  public var waiting: [PlayerInput]
  /// The last tick in which its entity was moved: whoever takes it over goes on with a later one,
  /// so that nobody is moved twice in one tick.
  public var tick: Tick
  /// Nil: as a new character has them.
  public var vitals: CharacterVitals?
  /// It comes through a portal or back to life, not on its feet.
  public var travelled: Bool
  /// What operators ordered of it and was done, the oldest first.
  public var orders: [OrderMark] = []

  public init(
    character: CharacterID, name: String, position: Position, facing: UInt8, kind: UInt8,
    speed: Int32, motion: WireMotion, counters: InputCounters, waiting: [PlayerInput],
    tick: Tick = Tick(0), vitals: CharacterVitals? = nil, travelled: Bool = false
  ) {
    self.character = character
    self.name = name
    self.position = position
    self.facing = facing
    self.kind = kind
    self.speed = speed
    self.motion = motion
    self.counters = counters
    self.waiting = waiting
    self.tick = tick
    self.vitals = vitals
    self.travelled = travelled
  }
}

/// A region offers a frozen character to its neighbour.
public struct HandoffOffer: Hashable, Sendable {
  public var id: HandoffID
  public var target: RegionID
  public var targetEpoch: Epoch
  public var session: SessionAddress
  /// The source's sequence plus one.
  public var sequence: HandoffSequence
  public var valueVersion: ValueVersion
  public var state: CharacterState
  public var effectsCounter: UInt64
  public var trace: TraceContext?

  public init(
    id: HandoffID, target: RegionID, targetEpoch: Epoch, session: SessionAddress,
    sequence: HandoffSequence, valueVersion: ValueVersion, state: CharacterState,
    effectsCounter: UInt64 = 0, trace: TraceContext? = nil
  ) {
    self.id = id
    self.target = target
    self.targetEpoch = targetEpoch
    self.session = session
    self.sequence = sequence
    self.valueVersion = valueVersion
    self.state = state
    self.effectsCounter = effectsCounter
    self.trace = trace
  }
}

/// The target simulates the character from now on.
public struct HandoffAccept: Hashable, Sendable {
  public var id: HandoffID
  public var character: CharacterID
  public var sequence: HandoffSequence
  public var target: RegionID
  public var targetEpoch: Epoch

  public init(
    id: HandoffID, character: CharacterID, sequence: HandoffSequence, target: RegionID,
    targetEpoch: Epoch
  ) {
    self.id = id
    self.character = character
    self.sequence = sequence
    self.target = target
    self.targetEpoch = targetEpoch
  }
}

/// The target does not take the character, and remembers that it said so.
public struct HandoffRefuse: Hashable, Sendable {
  public enum Reason: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case full, noGatewayLink, staleSequence, staleTargetEpoch
  }

  public var id: HandoffID
  public var character: CharacterID
  public var sequence: HandoffSequence
  public var target: RegionID
  /// The target's own epoch, newer than the offer's when that was stale.
  public var targetEpoch: Epoch
  public var reason: Reason
  /// When it is full: where in the target's line the character waits, from 1; 0: not in line.
  public var place: UInt32

  public init(
    id: HandoffID, character: CharacterID, sequence: HandoffSequence, target: RegionID,
    targetEpoch: Epoch, reason: Reason, place: UInt32 = 0
  ) {
    self.id = id
    self.character = character
    self.sequence = sequence
    self.target = target
    self.targetEpoch = targetEpoch
    self.reason = reason
    self.place = place
  }
}
