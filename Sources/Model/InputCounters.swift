/// What became of a character's inputs: they travel with it through handoffs and checkpoints, and
/// every update shows them to the client, which can so prove loss and doubling:
/// `applied + gaps == lastInput` always holds.
public struct InputCounters: Hashable, Sendable, Codable {
  /// The last input applied or skipped.
  public var lastInput: InputSequence
  /// How many inputs were applied.
  public var applied: UInt64
  /// How many sequence numbers were skipped without being applied.
  public var gaps: UInt64
  /// How many inputs arrived again and were dropped.
  public var duplicates: UInt64

  public init(
    lastInput: InputSequence = .none, applied: UInt64 = 0, gaps: UInt64 = 0, duplicates: UInt64 = 0
  ) {
    self.lastInput = lastInput
    self.applied = applied
    self.gaps = gaps
    self.duplicates = duplicates
  }
}
