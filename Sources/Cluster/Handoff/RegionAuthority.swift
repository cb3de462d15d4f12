import Model
import Wire

/// What one region at one epoch decides about who simulates characters and who may commit for them:
/// attach, handoff, confirmation, saving and leaving.
///
/// A pure machine: every event returns what the shell must do, in order; replies of storage are
/// events. In a tick the shell calls `takeInputs`, steps the world, then `crossed` for characters
/// beyond the border, `saves`, and `expired`; states of characters that it passes are those after
/// the step.
public struct RegionAuthority: Sendable {
  public enum Destination: Hashable, Sendable {
    /// The owner of a region, by the directory.
    case region(RegionID)
    case gateway(GatewayID)
  }

  /// What the shell must do.
  public enum Action: Hashable, Sendable {
    case send(ClusterMessage, to: Destination)
    /// To storage; the reply comes back by `answered` with the request's id.
    case store(AuthorityRequest)
    /// Simulate this character from now on, and show the session a new view. An entity of the same
    /// character that stands here (a ghost, or an outdated copy) is replaced.
    case admit(CharacterState, sequence: HandoffSequence, session: SessionAddress)
    /// The same, already simulated character has a new session or a higher sequence; the gateway
    /// starts with an empty view when `isViewNew`.
    case update(SessionAddress, sequence: HandoffSequence, isViewNew: Bool)
    /// Stands still and applies nothing until `unfreeze`.
    case freeze(CharacterID)
    case unfreeze(CharacterID)
    /// Is a ghost of that region from now on.
    case release(CharacterID, to: RegionID)
    /// Out of the world without a ghost.
    case remove(CharacterID)
    /// Somebody knows a newer epoch of another region than the directory: refresh its cache.
    case heardEpoch(RegionID, Epoch)
    /// Storage gave the region to somebody else: stop it. Its characters are already removed.
    case superseded(by: Epoch)
    /// For metrics: an offer of this region was accepted, this long after it was made.
    case handedOver(CharacterID, to: RegionID, after: BootTime.Span)
  }

  /// What an `Output` envelope of a character says beside the frame.
  public struct OutputRoute: Hashable, Sendable {
    public var session: SessionAddress
    public var sequence: HandoffSequence
    /// For `Output.lastInput`: behind `counters.lastInput` while the claim is unconfirmed, because
    /// the source may still take the character back, and the gateway must then have the inputs.
    public var acknowledged: InputSequence
    public var counters: InputCounters
  }

  public let region: RegionID
  public let epoch: Epoch
  public internal(set) var counters = AuthorityCounters()
  let limits: AuthorityLimits

  public init(region: RegionID, epoch: Epoch, limits: AuthorityLimits = .init()) {
    self.region = region
    self.epoch = epoch
    self.limits = limits
  }

  /// Characters that are simulated or frozen here.
  public var characterCount: Int { 0 }
  /// Characters frozen under an offer.
  public var handoffsPending: Int { 0 }
  /// Nothing is left: no character, no attach on its way, no claim. After `close`, the region may
  /// be given away.
  public var isEmpty: Bool { true }
  /// Whether the region takes nobody any more: it closes, or storage gave it to somebody else.
  public var isClosed: Bool { false }

  /// What to write on an output of a character; nil when it is not simulated here.
  public func output(of character: CharacterID) -> OutputRoute? { nil }

  // MARK: Sessions

  /// A gateway asks to attach a session. `hasRoom`: whether one more character fits.
  public mutating func attachRequested(
    _ attach: Attach, hasRoom: Bool, now: BootTime
  ) -> [Action] { [] }

  /// Inputs of a session. They are applied by `takeInputs`.
  public mutating func inputReceived(_ input: SessionInput, now: BootTime) -> [Action] { [] }

  /// A gateway ends a session. The next `saves` writes the character, and storage's answer lets it
  /// go.
  public mutating func leaveRequested(_ leave: Leave, now: BootTime) -> [Action] { [] }

  /// Hands out the inputs to apply in this tick, in ascending order of characters, a few of each.
  public mutating func takeInputs(_ apply: (CharacterID, PlayerInput) -> Void) {}

  // MARK: Handoff, as source

  /// A character stands beyond the hysteresis margin, in `target`. Call it every tick while that
  /// is so: nothing happens while the character may not be offered. `state` is the character after
  /// the step; its counters and waiting inputs are filled in here.
  public mutating func crossed(
    _ character: CharacterID, to target: RegionID, targetEpoch: Epoch, state: CharacterState,
    trace: String = "", now: BootTime
  ) -> [Action] { [] }

  /// The target simulates the character.
  public mutating func accepted(_ accept: HandoffAccept, now: BootTime) -> [Action] { [] }

  /// The target does not take the character.
  public mutating func refused(_ refuse: HandoffRefuse, now: BootTime) -> [Action] { [] }

  // MARK: Handoff, as target

  /// Another region offers a character. `hasRoom`: whether one more fits; `isGatewayLinked`:
  /// whether there is a live link to the gateway of its session.
  public mutating func offered(
    _ offer: HandoffOffer, hasRoom: Bool, isGatewayLinked: Bool, now: BootTime
  ) -> [Action] { [] }

  // MARK: Storage and time

  /// Storage's answer to a request.
  public mutating func answered(
    _ id: AuthorityRequest.ID, _ reply: AuthorityReply, now: BootTime
  ) -> [Action] { [] }

  /// What to write behind, when it is time: changed characters whose claim is confirmed, and those
  /// that leave. `state` gives a character as it stands after the step; its counters and waiting
  /// inputs are filled in here. Call every tick.
  public mutating func saves(now: BootTime, state: (CharacterID) -> CharacterState?) -> [Action] {
    []
  }

  /// Time passed: silent offers, batches for storage, the confirmation of every second. Call every
  /// tick, or every `AuthorityLimits.flushEvery` for prompter claims.
  public mutating func expired(now: BootTime) -> [Action] { [] }

  /// The region is given away in order: nobody is taken any more; every character is saved by the
  /// next `saves` and its gateway told; `isEmpty` says when that is done.
  public mutating func close(now: BootTime) -> [Action] { [] }

  /// Somebody says that the region has a newer epoch. The machine asks storage, which decides.
  public mutating func heard(epoch newer: Epoch, now: BootTime) -> [Action] { [] }

  /// Storage has given the region away, as the shard learnt elsewhere: drops everything and tells
  /// the gateways.
  public mutating func superseded(by newer: Epoch, now: BootTime) -> [Action] { [] }
}
