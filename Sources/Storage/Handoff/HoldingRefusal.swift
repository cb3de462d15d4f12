import Model

/// Why storage refused what a region wanted to do with a character.
public enum HoldingRefusal: Hashable, Sendable {
  /// The region's epoch is not the current one, or the region was given away: its row.
  case staleEpoch(RegionRow)
  /// The character's row does not say what the claim or the save expects: what it says.
  case superseded(Holding)
  /// No such character; a guest that was removed.
  case unknownCharacter
}

/// What became of a `HandoffClaim` or a `HandoffRevoke`.
public enum HoldingResult: Hashable, Sendable {
  /// The region holds the character at this sequence. A value version other than the one it knows
  /// means: reload what the character owns before any durable operation.
  case won(HandoffSequence, ValueVersion)
  case refused(HoldingRefusal)
}
