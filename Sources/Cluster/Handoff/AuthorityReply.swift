import Model
import Wire

/// Storage's answer to an `AuthorityRequest`.
public enum AuthorityReply: Hashable, Sendable {
  /// To `attach`, one for each row, in the order of the request.
  case attached([AttachOutcome])
  /// To `claim` and `revoke`, one for each row, in the order of the request.
  case moved([MoveOutcome])
  /// To `confirm`, `save` and `leave`: the rows that storage refused.
  case refused([Refusal])
  /// The region's epoch in storage is this one: nothing was done for any row.
  case superseded(by: Epoch)
  /// Nobody knows whether any row was done.
  case unavailable

  public enum AttachOutcome: Hashable, Sendable {
    /// The region holds the character at this sequence; `state` is what storage knows of it.
    case won(HandoffSequence, ValueVersion, CharacterState)
    /// The row stands at a higher sequence than the gateway has seen: nothing was done.
    case superseded(Holding)
    case staleGeneration
    case unknownCharacter
  }

  public enum MoveOutcome: Hashable, Sendable {
    case won(ValueVersion)
    /// The row says something else; nil when there is none.
    case refused(Holding?)
  }

  public struct Refusal: Hashable, Sendable {
    public var character: CharacterID
    /// What the row says; nil when there is none.
    public var holding: Holding?

    public init(character: CharacterID, holding: Holding?) {
      self.character = character
      self.holding = holding
    }
  }

  /// Who may commit for a character, as storage knows it.
  public struct Holding: Hashable, Sendable {
    public var sequence: HandoffSequence
    /// Nil: nobody has the character in the world.
    public var holder: RegionID?

    public init(sequence: HandoffSequence, holder: RegionID?) {
      self.sequence = sequence
      self.holder = holder
    }
  }
}
