import Model

/// A region takes a character into the world, at log-in or after a crash: a compare-and-set from any
/// sequence of at most `seen` to `seen` + 2 with itself as holder, above any sequence that is still
/// unconfirmed.
public struct AttachClaim: Hashable, Sendable {
  public let character: CharacterID
  /// The session for which the gateway asks; refused unless it is the current one.
  public let generation: SessionGeneration
  /// The highest sequence that the gateway has seen; at log-in the stored one.
  public let seen: HandoffSequence
  /// The attaching region at its epoch.
  public let fence: RegionFence

  public init(
    character: CharacterID, generation: SessionGeneration, seen: HandoffSequence,
    fence: RegionFence
  ) {
    self.character = character
    self.generation = generation
    self.seen = seen
    self.fence = fence
  }
}

/// What became of an `AttachClaim`.
public enum AttachResult: Hashable, Sendable {
  /// The region holds the character at `holding.sequence`: what storage knows of it.
  case won(CharacterRow)
  case refused(AttachRefusal)
}

/// Why a region may not attach a character.
public enum AttachRefusal: Hashable, Sendable {
  /// The region's epoch is not the current one, or the region was given away: its row.
  case staleEpoch(RegionRow)
  /// The session is not the current one; it was taken over or closed. 0: there never was one.
  case staleGeneration(SessionGeneration)
  /// The row stands at a higher sequence than was seen: somebody may hold the character whom the
  /// gateway has not asked. What it says.
  case superseded(Holding)
  case unknownCharacter
}
