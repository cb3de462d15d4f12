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
    /// The character is simulated by this region from now on.
    case attached(RegionID)
    /// Nobody simulates the character at the moment: the client should see a clear state.
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
  }

  public let session: SessionAddress
  /// The region that simulates the character, as far as known.
  public private(set) var region: RegionID
  /// The highest handoff sequence seen.
  public private(set) var sequence: HandoffSequence
  /// The last input that an update acknowledged.
  public private(set) var acknowledged: InputSequence
  /// Inputs refused because too many were unacknowledged.
  public private(set) var inputsRefused: UInt64 = 0
  private let limits: SessionLimits

  /// A session that is about to attach. `region` and `sequence` are the stored ones at log-in;
  /// `acknowledged` is the last input that storage knows of.
  public init(
    session: SessionAddress, region: RegionID, sequence: HandoffSequence,
    acknowledged: InputSequence, limits: SessionLimits = .init()
  ) {
    self.session = session
    self.region = region
    self.sequence = sequence
    self.acknowledged = acknowledged
    self.limits = limits
  }

  /// Whether the character is simulated by a region, as far as known.
  public var isAttached: Bool { false }
  /// Whether the session is over: it failed or its character left.
  public var isEnded: Bool { false }
  /// Inputs that no update has acknowledged.
  public var inputsPending: Int { 0 }

  /// Begins to attach. Call once.
  public mutating func started(now: BootTime, directory: some DirectoryView) -> [Action] { [] }

  /// An input of the client.
  public mutating func inputReceived(
    _ input: PlayerInput, now: BootTime, directory: some DirectoryView
  ) -> (verdict: InputVerdict, actions: [Action]) {
    (.accepted, [])
  }

  /// A message of a region for this session's character: outputs, routes and refusals. Others are
  /// ignored. `sender` is the shard whose link it came over.
  public mutating func received(
    _ message: ClusterMessage, from sender: ShardID, now: BootTime, directory: some DirectoryView
  ) -> [Action] {
    []
  }

  /// Time passed: resends, retries, keep-alives. Call every 50 to 100 ms.
  public mutating func expired(now: BootTime, directory: some DirectoryView) -> [Action] { [] }

  /// The session is over: asks the region to save the character and let it go, until `left`.
  public mutating func leave(now: BootTime, directory: some DirectoryView) -> [Action] { [] }
}
