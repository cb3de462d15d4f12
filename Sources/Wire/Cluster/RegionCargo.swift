import Model

/// Everything of a region that goes with it to another shard.
public struct RegionCargo: Hashable, Sendable {
  public var region: RegionID
  /// Under which it was packed.
  public var epoch: Epoch
  /// Under which its effects on neighbours began to be counted.
  public var stream: Epoch
  /// The simulation, as its module encodes it.
  public var world: [UInt8] = []
  public var residents: [Resident] = []
  /// Sessions on their way in, of whom storage has not been asked.
  public var attaches: [Attach] = []
  public var departures: [Departure] = []
  /// Remembered answers to offers.
  public var accepts: [HandoffAccept] = []
  public var refusals: [HandoffRefuse] = []
  public var neighbours: [Neighbour] = []
  public var labels: [Label] = []
  /// Ticks that its game time is behind the cluster's, because it ran slowly under load.
  public var delay: UInt64 = 0

  public init(region: RegionID, epoch: Epoch, stream: Epoch) {
    self.region = region
    self.epoch = epoch
    self.stream = stream
  }

  /// A character that is simulated there; its entity is in `world`.
  public struct Resident: Hashable, Sendable {
    public var session: SessionAddress
    public var sequence: HandoffSequence
    public var valueVersion: ValueVersion
    public var counters: InputCounters
    public var waiting: [PlayerInput]
    public var name: String
    /// How often its client was put right.
    public var corrections: UInt32
    /// What operators ordered of it and was done.
    public var orders: [OrderMark] = []

    public init(
      session: SessionAddress, sequence: HandoffSequence, valueVersion: ValueVersion,
      counters: InputCounters, waiting: [PlayerInput], name: String = "", corrections: UInt32 = 0
    ) {
      self.session = session
      self.sequence = sequence
      self.valueVersion = valueVersion
      self.counters = counters
      self.waiting = waiting
      self.name = name
      self.corrections = corrections
    }
  }

  /// Who went from there, and where.
  public struct Departure: Hashable, Sendable {
    public var character: CharacterID
    public var region: RegionID
    public var sequence: HandoffSequence
    /// Storage may still say that the packed region holds it.
    public var isUnclaimed: Bool

    public init(
      character: CharacterID, region: RegionID, sequence: HandoffSequence, isUnclaimed: Bool
    ) {
      self.character = character
      self.region = region
      self.sequence = sequence
      self.isUnclaimed = isUnclaimed
    }
  }

  /// Dealings with one neighbour.
  public struct Neighbour: Hashable, Sendable {
    public struct Ghost: Hashable, Sendable {
      /// Of the neighbour.
      public var slot: UInt32
      public var entity: UInt64

      public init(slot: UInt32, entity: UInt64) {
        self.slot = slot
        self.entity = entity
      }
    }

    public var region: RegionID
    /// Not yet heard by the neighbour.
    public var effects: [BorderEffect]
    /// Of the last one.
    public var effectsCounter: UInt64
    /// The neighbour's stream for which they are numbered.
    public var peerStream: Epoch
    /// The neighbour's stream that is heard, and the last effect taken of it.
    public var heardStream: Epoch
    public var heardCounter: UInt64
    /// In ascending order of slots.
    public var ghosts: [Ghost]

    public init(
      region: RegionID, effects: [BorderEffect], effectsCounter: UInt64, peerStream: Epoch,
      heardStream: Epoch, heardCounter: UInt64, ghosts: [Ghost]
    ) {
      self.region = region
      self.effects = effects
      self.effectsCounter = effectsCounter
      self.peerStream = peerStream
      self.heardStream = heardStream
      self.heardCounter = heardCounter
      self.ghosts = ghosts
    }
  }

  /// What is written over an entity.
  public struct Label: Hashable, Sendable {
    public var entity: UInt64
    public var name: String
    public var sequence: HandoffSequence

    public init(entity: UInt64, name: String, sequence: HandoffSequence) {
      self.entity = entity
      self.name = name
      self.sequence = sequence
    }
  }
}
