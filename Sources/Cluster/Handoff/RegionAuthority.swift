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
    /// character that stands here (a ghost) is replaced. A stored position outside the region is
    /// moved inside.
    case admit(CharacterState, sequence: HandoffSequence, session: SessionAddress)
    /// The character that is simulated here has a new session or sequence: its player begins with an
    /// empty view, for another region may have shown it one of its own in the meantime.
    case update(SessionAddress, sequence: HandoffSequence)
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
    /// For `Output.lastInput`: none while the claim is unconfirmed, because the character may still
    /// go back to its source, and the gateway must then have the inputs.
    public var acknowledged: InputSequence
    public var counters: InputCounters

    package init(
      session: SessionAddress, sequence: HandoffSequence, acknowledged: InputSequence,
      counters: InputCounters
    ) {
      self.session = session
      self.sequence = sequence
      self.acknowledged = acknowledged
      self.counters = counters
    }
  }

  public let region: RegionID
  public let epoch: Epoch
  public internal(set) var counters = AuthorityCounters()

  let limits: AuthorityLimits
  let sessionLimits: SessionLimits
  let broken: BrokenRules
  var residents = CharacterTable<Resident>()
  var arrivals: [CharacterID: Arrival] = [:]
  var departures: Remembered<CharacterID, Departure>
  var answers: Remembered<HandoffID, OfferAnswer>
  /// Residents frozen under an offer, or while it is taken back.
  var handingOver: Set<CharacterID> = []
  /// Residents that have inputs to apply.
  var ready: Set<CharacterID> = []
  /// Residents and arrivals with something to ask storage: claims, revokes, attaches, leaves.
  var due = DueRows()
  var requests: [AuthorityRequest.ID: AuthorityRequest.Operation] = [:]
  var requestsMade: UInt64 = 0
  var offersMade: UInt64 = 0
  var pace = StoragePace()
  /// The newer epoch, once storage has given the region away.
  var newerEpoch: Epoch?
  /// Whether an orderly end began.
  var isClosing = false
  /// Whether the region is about to move to another shard.
  var isSettling = false
  /// The epoch under which another shard handed the region over as it was.
  var predecessor: Epoch?
  /// Characters that were handed over, until storage was seen to say so.
  var unclaimed: [CharacterID: Unclaimed] = [:]

  public init(
    region: RegionID, epoch: Epoch, limits: AuthorityLimits = .init(),
    sessionLimits: SessionLimits = .init()
  ) {
    self.init(
      region: region, epoch: epoch, limits: limits, sessionLimits: sessionLimits, broken: [])
  }

  package init(
    region: RegionID, epoch: Epoch, limits: AuthorityLimits, sessionLimits: SessionLimits,
    broken: BrokenRules
  ) {
    self.region = region
    self.epoch = epoch
    self.limits = limits
    self.sessionLimits = sessionLimits
    self.broken = broken
    departures = Remembered(max: limits.departuresMax, age: limits.rememberedFor)
    answers = Remembered(max: limits.answersMax, age: limits.rememberedFor)
  }

  /// Characters that are simulated, frozen or on their way in.
  public var characterCount: Int { residents.count + arrivals.count }
  /// Characters frozen under an offer.
  public var handoffsPending: Int { handingOver.count }
  /// No character is here or on its way in or out. After `close`, the region may then be given
  /// away: its successor knows nothing of those on their way out, and while storage still says that
  /// they are here, a gateway that lost its way would turn them back.
  public var isEmpty: Bool { residents.isEmpty && arrivals.isEmpty && unclaimed.isEmpty }
  /// Whether the region takes nobody any more: it closes, or storage gave it to somebody else.
  public var isClosed: Bool { isClosing || newerEpoch != nil }
  /// The characters that are simulated or frozen here, in ascending order.
  public var characters: [CharacterID] { residents.keys.sorted() }

  /// What to write on an output of a character; nil when it is not simulated here.
  public func output(of character: CharacterID) -> OutputRoute? {
    guard let place = residents.place(of: character) else { return nil }
    return OutputRoute(
      session: residents[place].session, sequence: residents[place].sequence,
      acknowledged: residents[place].acknowledged, counters: residents[place].window.counters)
  }

  func staleEpoch(_ session: SessionAddress) -> Action {
    .send(
      .staleEpoch(
        StaleEpoch(
          region: region, epoch: newerEpoch ?? epoch, character: session.character,
          generation: session.generation)),
      to: .gateway(session.gateway))
  }

  func moved(_ session: SessionAddress, to region: RegionID, _ sequence: HandoffSequence)
    -> Action
  {
    .send(
      .moved(
        Moved(
          character: session.character, generation: session.generation, region: region,
          sequence: sequence)),
      to: .gateway(session.gateway))
  }

  func detached(_ session: SessionAddress, _ sequence: HandoffSequence) -> Action {
    .send(
      .detached(
        Detached(
          character: session.character, generation: session.generation, sequence: sequence,
          region: region)),
      to: .gateway(session.gateway))
  }

  func notHere(_ session: SessionAddress) -> Action {
    .send(
      .notHere(
        NotHere(
          character: session.character, generation: session.generation, region: region,
          epoch: epoch)),
      to: .gateway(session.gateway))
  }

  func left(_ session: SessionAddress) -> Action {
    .send(
      .left(Left(character: session.character, generation: session.generation)),
      to: .gateway(session.gateway))
  }
}
