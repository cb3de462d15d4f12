import Model
import Wire

/// A character that a region simulates, or holds frozen.
struct Resident: Sendable {
  /// How sure the region is of its right.
  enum Claim: Hashable, Sendable {
    case confirmed
    /// Accepted from `source`, which held it at `from`; storage has not said yes.
    case unconfirmed(source: RegionID, from: HandoffSequence, request: AuthorityRequest.ID?)
  }

  enum Phase: Hashable, Sendable {
    case live
    /// Frozen; the target has been asked.
    case offered(Offer)
    /// Frozen; storage is asked to take the offer back.
    case revoking(Offer, request: AuthorityRequest.ID?)
    /// Frozen; storage is asked to save it for the last time.
    case leaving(Leaving)
  }

  struct Offer: Hashable, Sendable {
    var id: HandoffID
    var target: RegionID
    var targetEpoch: Epoch
    var at: BootTime
  }

  struct Leaving: Hashable, Sendable {
    var reason: Reason
    var request: AuthorityRequest.ID?
    /// Storage has been asked at this sequence, and may have done it, whatever was heard.
    var isAsked = false
  }

  /// Why a character leaves the region without going to another.
  enum Reason: Hashable, Sendable {
    /// Its gateway ended the session.
    case asked
    /// Its gateway says nothing.
    case silent
    /// The region is given away.
    case closing
  }

  var session: SessionAddress
  var sequence: HandoffSequence
  var valueVersion: ValueVersion
  var claim: Claim
  var phase: Phase = .live
  var window: InputWindow
  /// How long the gateway has said nothing.
  var silence = BootTime.Span(microseconds: 0)
  var offerAgainAt: BootTime?
  /// An attach that waits until it is clear whether the character stays here.
  var attachWaiting: Attach?
  /// A leave that waits likewise.
  var isLeaveWaiting = false
  /// A durable operation on what it owns is in flight.
  var isOperating = false
  /// What storage has, as far as known: unchanged characters are not written.
  var saved: CharacterState?

  var isConfirmed: Bool { claim == .confirmed }
  var isLive: Bool { phase == .live }

  /// Whether its state may be written behind: also under an offer, where it stands still. If the
  /// target has claimed it, storage refuses, and the answer to the offer decides.
  var maySave: Bool {
    switch phase {
    case .live, .offered: true
    case .revoking, .leaving: false
    }
  }

  /// The last input that a gateway may forget: none while the claim is open. The source may take
  /// the character back, or prove never to have had the right to give it.
  var acknowledged: InputSequence { isConfirmed ? window.counters.lastInput : .none }

  /// A state of the world with what this machine knows better.
  func filled(_ state: CharacterState, waiting: [PlayerInput]) -> CharacterState {
    var state = state
    state.counters = window.counters
    state.waiting = waiting
    return state
  }
}

/// A character on its way into the world: the region asks storage for it.
struct Arrival: Sendable {
  var attach: Attach
  var request: AuthorityRequest.ID?
  /// A newer session that asked while storage was asked for this one.
  var next: Attach?
  /// The gateway ended the session before storage answered.
  var isLeaving = false
}

/// Where a character went from here.
struct Departure: Hashable, Sendable {
  var region: RegionID
  var sequence: HandoffSequence
}

/// Who was handed over, while storage may still say that this region holds it.
struct Unclaimed: Hashable, Sendable {
  /// At which this region held it.
  var sequence: HandoffSequence
  /// How often storage was asked, and still said so.
  var rounds = 0
}

/// What a region answered to an offer, for ever and again.
enum OfferAnswer: Hashable, Sendable {
  case accept(HandoffAccept)
  case refuse(HandoffRefuse)

  var message: ClusterMessage {
    switch self {
    case .accept(let message): .handoffAccept(message)
    case .refuse(let message): .handoffRefuse(message)
    }
  }
}
