import Model

/// The accepting region's claim: a compare-and-set from (s, A) to (s + 1, B) that checks B's epoch.
public struct HandoffClaim: Hashable, Sendable {
  public let character: CharacterID
  /// The sequence s at which the offering region holds the character.
  public let from: HandoffSequence
  /// The offering region A.
  public let source: RegionID
  /// The accepting region B at its epoch.
  public let fence: RegionFence

  public init(
    character: CharacterID, from: HandoffSequence, source: RegionID, fence: RegionFence
  ) {
    self.character = character
    self.from = from
    self.source = source
    self.fence = fence
  }
}

/// The offering region takes its offer back: a compare-and-set from (s, A) to (s + 2, A) that
/// checks A's epoch.
public struct HandoffRevoke: Hashable, Sendable {
  public let character: CharacterID
  /// The sequence s at which the region holds the character.
  public let from: HandoffSequence
  /// The region A at its epoch.
  public let fence: RegionFence

  public init(character: CharacterID, from: HandoffSequence, fence: RegionFence) {
    self.character = character
    self.from = from
    self.fence = fence
  }
}
