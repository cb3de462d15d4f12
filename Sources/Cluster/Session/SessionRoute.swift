import Model
import NIOCore
import Wire

/// One session at its gateway: where its character is simulated, and which inputs are still to be
/// acknowledged.
///
/// It obeys the highest handoff sequence that it has seen; a lower one is history. Every event
/// returns what the gateway must do, in order.
public struct SessionRoute: Sendable {
  /// What the gateway must do.
  public enum Action: Hashable, Sendable {
    /// Over the mesh to a shard. Without a link the message is lost, which the route expects.
    case send(ClusterMessage, to: ShardID)
    /// One encoded frame for the client.
    case deliver(ByteBuffer)
    /// The character is simulated by this region from now on: its updates follow.
    case attached(RegionID)
    /// Nobody simulates the character at the moment: the client should see a clear state until
    /// `attached`.
    case waiting(Waiting)
    /// The session is over; the client is told why. Nothing further is sent.
    case failed(Failure)
    /// The character left the world, saved: the answer to `leave`.
    case left
    /// Somebody knows a newer epoch of a region than the directory: refresh its cache.
    case heardEpoch(RegionID, Epoch)
  }

  /// Why a character stands still.
  public enum Waiting: Hashable, Sendable {
    /// The region is full; the route goes on trying.
    case full
    /// The region is full, and the character has this place in its line, from 1.
    case inLine(place: UInt32)
    /// Storage does not answer; the route goes on trying.
    case storageAway
    /// The character's region is on its way up, or away; the route goes on trying.
    case regionAway
  }

  /// Why a session ended.
  public enum Failure: Hashable, Sendable {
    /// A newer log-in plays the character.
    case takenOver
    case unknownCharacter
  }

  /// What became of an input from the client.
  public enum InputVerdict: Hashable, Sendable {
    case accepted
    /// It arrived before, and was dropped.
    case duplicate
    /// Too many are unacknowledged; the client sends it again.
    case refused
    /// Its number is too far ahead: a broken client.
    case invalid
  }

  enum Phase: Hashable, Sendable {
    case idle
    case attaching(Attempt)
    case attached
    case leaving(Attempt)
    case ended
  }

  /// When a question is asked again, and how long the wait after that is.
  struct Attempt: Hashable, Sendable {
    var againAt: BootTime
    var wait: BootTime.Span
  }

  public let session: SessionAddress
  /// The region that simulates the character, as far as known.
  public internal(set) var region: RegionID
  /// The highest handoff sequence seen.
  public internal(set) var sequence: HandoffSequence
  /// The last input that an update acknowledged.
  public internal(set) var acknowledged: InputSequence
  /// Whether the character is in the world already, as far as known: then it has its place there, and
  /// does not wait in line.
  public internal(set) var hasPlayed: Bool
  /// Inputs refused because too many were unacknowledged.
  public internal(set) var inputsRefused: UInt64 = 0

  let limits: SessionLimits
  var phase: Phase = .idle
  /// Inputs that no update acknowledged, in ascending order.
  var pending: [PlayerInput] = []
  /// The highest input accepted from the client.
  var highest: InputSequence
  /// The highest input sent on this route.
  var sent: InputSequence = .none
  /// The region of which the client knows that it simulates the character.
  var announced: RegionID?
  var waitingFor: Waiting?
  /// When an output came last, or a new route.
  var outputAt = BootTime(microseconds: 0)
  /// When the oldest unacknowledged input was sent last, or acknowledging went on.
  var progressAt = BootTime(microseconds: 0)
  var resentAt = BootTime(microseconds: 0)
  var spokenAt = BootTime(microseconds: 0)
  var staleToldAt: BootTime?
  /// The owner of the region whose output came last, by its epoch: a region that moves keeps the
  /// sequences of its characters, and what its old owner sent before may come over another link
  /// after what the new one sends.
  var spoken: (region: RegionID, sequence: HandoffSequence, epoch: Epoch)?
  /// The last part of its view that was delivered; 0 before the first. Others of the same owner go on
  /// from there, or begin anew.
  var partShown: UInt64 = 0
  /// When the region was last asked for a whole view, because a part was missing.
  var viewAskedAt: BootTime?
  /// The last newer epoch that the directory was told of because of an output.
  var epochHeard: (region: RegionID, epoch: Epoch)?

  /// A session that is about to attach. `region` and `sequence` are the stored ones at log-in;
  /// `acknowledged` is the last input that storage knows of; `hasPlayed`: it is in the
  /// world already.
  public init(
    session: SessionAddress, region: RegionID, sequence: HandoffSequence,
    acknowledged: InputSequence, hasPlayed: Bool = false, limits: SessionLimits = .init()
  ) {
    self.session = session
    self.region = region
    self.sequence = sequence
    self.acknowledged = acknowledged
    self.highest = acknowledged
    self.hasPlayed = hasPlayed
    self.limits = limits
  }

  /// Whether the character is simulated by a region, as far as known.
  public var isAttached: Bool { phase == .attached }
  /// Whether the session is over: it failed or its character left.
  public var isEnded: Bool { phase == .ended }
  /// Inputs that no update has acknowledged.
  public var inputsPending: Int { pending.count }

  /// The first input that no update has acknowledged. A client that skips numbers moves it on.
  var base: InputSequence { pending.first?.sequence ?? highest.next }
}
