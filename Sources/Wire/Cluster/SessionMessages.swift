import Model
import NIOCore

/// First message of a link: who dialled.
public struct MeshHello: Hashable, Sendable {
  public static let version: UInt32 = 1

  public var version: UInt32
  public var node: NodeID
  public var incarnation: Incarnation
  public var cluster: String

  public init(
    version: UInt32 = Self.version, node: NodeID, incarnation: Incarnation, cluster: String
  ) {
    self.version = version
    self.node = node
    self.incarnation = incarnation
    self.cluster = cluster
  }
}

/// A player's session as regions know it: which log-in plays which character through which gateway.
public struct SessionAddress: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var gateway: GatewayID

  public init(character: CharacterID, generation: SessionGeneration, gateway: GatewayID) {
    self.character = character
    self.generation = generation
    self.gateway = gateway
  }
}

/// Gateway to region: let this session play the character here.
public struct Attach: Hashable, Sendable {
  public var session: SessionAddress
  public var region: RegionID
  public var epoch: Epoch
  public var sequenceSeen: HandoffSequence
  public var inputBase: InputSequence
  public var trace: TraceContext?
  /// The character is in the world already, as far as known: it has its place there, and does not
  /// wait in line for it.
  public var isReturning: Bool

  public init(
    session: SessionAddress, region: RegionID, epoch: Epoch, sequenceSeen: HandoffSequence,
    inputBase: InputSequence, trace: TraceContext? = nil, isReturning: Bool = false
  ) {
    self.session = session
    self.region = region
    self.epoch = epoch
    self.sequenceSeen = sequenceSeen
    self.inputBase = inputBase
    self.trace = trace
    self.isReturning = isReturning
  }
}

/// Region to gateway: why it does not attach.
public struct AttachRefused: Hashable, Sendable {
  public enum Reason: UInt32, Sendable, CaseIterable {
    case unknown = 0
    case full, staleGeneration, unknownCharacter, storageAway
  }

  public var character: CharacterID
  public var generation: SessionGeneration
  public var region: RegionID
  public var epoch: Epoch
  public var reason: Reason
  /// When it is full: where in the region's line the character waits, from 1; 0: not in line.
  public var place: UInt32

  public init(
    character: CharacterID, generation: SessionGeneration, region: RegionID, epoch: Epoch,
    reason: Reason, place: UInt32 = 0
  ) {
    self.character = character
    self.generation = generation
    self.region = region
    self.epoch = epoch
    self.reason = reason
    self.place = place
  }
}

/// Gateway to region: inputs, oldest first; none asks "are you there".
public struct SessionInput: Hashable, Sendable {
  public var session: SessionAddress
  public var region: RegionID
  public var epoch: Epoch
  /// The first input that no update has acknowledged.
  public var base: InputSequence
  public var inputs: [PlayerInput]
  /// Of the last of them.
  public var trace: TraceContext?
  /// The client was not told every update: the next one shows everything in view anew.
  public var wantsView: Bool

  public init(
    session: SessionAddress, region: RegionID, epoch: Epoch, base: InputSequence,
    inputs: [PlayerInput], trace: TraceContext? = nil, wantsView: Bool = false
  ) {
    self.session = session
    self.region = region
    self.epoch = epoch
    self.base = base
    self.inputs = inputs
    self.trace = trace
    self.wantsView = wantsView
  }
}

/// Region to gateway: one encoded `ServerFrame` for the client, with what the gateway must know
/// beside it. Any output counts as a route.
public struct Output: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var sequence: HandoffSequence
  public var region: RegionID
  public var epoch: Epoch
  public var lastInput: InputSequence
  public var frame: ByteBuffer
  /// Which part of its view the frame shows the player; nil when it is no part, as what was said.
  public var part: ViewPart?

  public init(
    character: CharacterID, generation: SessionGeneration, sequence: HandoffSequence,
    region: RegionID, epoch: Epoch, lastInput: InputSequence, frame: ByteBuffer,
    part: ViewPart? = nil
  ) {
    self.character = character
    self.generation = generation
    self.sequence = sequence
    self.region = region
    self.epoch = epoch
    self.lastInput = lastInput
    self.frame = frame
    self.part = part
  }
}

/// One of the parts in which a region shows a player what it sees: each says what changed since the
/// one before, and some show everything.
public struct ViewPart: Hashable, Sendable {
  /// Counts what one holder shows one session, from 1.
  public var number: UInt64
  /// Whether everything in view is shown: none before it is needed.
  public var isWhole: Bool

  public init(number: UInt64, isWhole: Bool) {
    self.number = number
    self.isWhole = isWhole
  }

  /// From the wire, where the number 0 stands for no part.
  init?(wire number: UInt64, isWhole: Bool) {
    guard number > 0 else { return nil }
    self.init(number: number, isWhole: isWhole)
  }
}

/// Region to gateway: this region no longer simulates the character.
public struct Detached: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var sequence: HandoffSequence
  public var region: RegionID

  public init(
    character: CharacterID, generation: SessionGeneration, sequence: HandoffSequence,
    region: RegionID
  ) {
    self.character = character
    self.generation = generation
    self.sequence = sequence
    self.region = region
  }
}

/// Region to gateway: that character is not here, and I do not know where it is.
public struct NotHere: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var region: RegionID
  public var epoch: Epoch

  public init(
    character: CharacterID, generation: SessionGeneration, region: RegionID, epoch: Epoch
  ) {
    self.character = character
    self.generation = generation
    self.region = region
    self.epoch = epoch
  }
}

/// Region to gateway: the character has moved on.
public struct Moved: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration
  public var region: RegionID
  public var sequence: HandoffSequence

  public init(
    character: CharacterID, generation: SessionGeneration, region: RegionID,
    sequence: HandoffSequence
  ) {
    self.character = character
    self.generation = generation
    self.region = region
    self.sequence = sequence
  }
}

/// Typed refusal of a message whose epoch is not the region's: it carries the receiver's.
public struct StaleEpoch: Hashable, Sendable {
  public var region: RegionID
  public var epoch: Epoch
  /// Of the refused message, where it had one.
  public var character: CharacterID?
  public var generation: SessionGeneration?

  public init(
    region: RegionID, epoch: Epoch, character: CharacterID?, generation: SessionGeneration?
  ) {
    self.region = region
    self.epoch = epoch
    self.character = character
    self.generation = generation
  }
}

/// Gateway to region: the session is over; save the character and let it leave.
public struct Leave: Hashable, Sendable {
  public var session: SessionAddress
  public var region: RegionID
  public var epoch: Epoch

  public init(session: SessionAddress, region: RegionID, epoch: Epoch) {
    self.session = session
    self.region = region
    self.epoch = epoch
  }
}

/// Region to gateway: the character left the world, saved.
public struct Left: Hashable, Sendable {
  public var character: CharacterID
  public var generation: SessionGeneration

  public init(character: CharacterID, generation: SessionGeneration) {
    self.character = character
    self.generation = generation
  }
}

/// Gateway to region: answer at once.
public struct SessionProbe: Hashable, Sendable {
  public var character: CharacterID
  public var region: RegionID
  public var nonce: UInt64
  public var gateway: GatewayID

  public init(character: CharacterID, region: RegionID, nonce: UInt64, gateway: GatewayID) {
    self.character = character
    self.region = region
    self.nonce = nonce
    self.gateway = gateway
  }
}

public struct SessionProbeReply: Hashable, Sendable {
  public var character: CharacterID
  public var region: RegionID
  public var nonce: UInt64
  public var tick: Tick

  public init(character: CharacterID, region: RegionID, nonce: UInt64, tick: Tick) {
    self.character = character
    self.region = region
    self.nonce = nonce
    self.tick = tick
  }
}
