/// What a `FakeGateway` does wrong on purpose, once for each character.
enum FakeFault: String, Sendable, CaseIterable {
  /// An input is skipped and counted as a gap.
  case losesInput
  /// An input is skipped and not counted at all.
  case forgetsInput
  case appliesTwice
  /// As after a crash: counters and place of an earlier moment, with a new epoch and sequence.
  case rollsBack
  /// The same without a crash to show for it.
  case turnsBack
  case inventsInput
  case unknownSlot
  case unknownVanish
  case tickBack
  case sequenceBack
  case teleports
  case garbage
  /// Updates go on, and acknowledge nothing any more.
  case stopsAcknowledging
  /// The connection is cut; the character waits.
  case cutsConnection
  /// The connection is cut, and the character gone.
  case forgetsCharacter
  /// The source took the character back: the sequence grows, the region stays.
  case refusesHandoff
  /// Log-ins are refused at first.
  case isFullAtFirst
  /// Nobody is let in.
  case isFull
}
