import Model
import Wire

/// What a region asks of storage, in one statement or transaction. All rows are fenced by the
/// region and its epoch.
///
/// Every request is answered exactly once, by `RegionAuthority.answered`; when the outcome is
/// unknown, with `.unavailable`.
public struct AuthorityRequest: Hashable, Sendable {
  /// Names a request of one region at one epoch.
  public struct ID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// Rows are in ascending order of characters, and name each at most once.
  public enum Operation: Hashable, Sendable {
    /// Take characters into the world: from any holder at a sequence of at most `seen`, to
    /// (`seen` + 2, this region). A row beyond is left alone: somebody holds the character whom the
    /// gateway has not asked, or this request was under way for so long that its time is over.
    case attach([Attach])
    /// Confirm accepted handoffs: from (s, source) to (s + 1, this region).
    case claim([Claim])
    /// Take offers back: from (s, this region) to (s + 2, this region).
    case revoke([Held])
    /// Does this region still own its epoch and hold these characters? Empty asks the first alone.
    case confirm([Held])
    /// Write changed characters behind.
    case save([Save])
    /// Write characters for the last time and clear their holder.
    case leave([Save])
  }

  public struct Attach: Hashable, Sendable {
    public var character: CharacterID
    public var generation: SessionGeneration
    /// The highest sequence that the gateway has seen, or that storage answered.
    public var seen: HandoffSequence
  }

  public struct Claim: Hashable, Sendable {
    public var character: CharacterID
    /// The sequence at which the offering region held the character.
    public var from: HandoffSequence
    /// The offering region.
    public var source: RegionID
  }

  /// A character that this region believes to hold.
  public struct Held: Hashable, Sendable {
    public var character: CharacterID
    public var sequence: HandoffSequence
  }

  public struct Save: Hashable, Sendable {
    public var character: CharacterID
    public var sequence: HandoffSequence
    /// Grows with every save of this region at this epoch. Storage lets none replace a later one of
    /// the same sequence: a save of unknown outcome may be carried out late.
    public var number: UInt64
    /// `waiting` is empty: inputs that were not applied come again from the gateway.
    public var state: CharacterState
  }

  public var id: ID
  public var region: RegionID
  public var epoch: Epoch
  public var operation: Operation
}
