/// What a neighbour region is told about our entities near it, as indices of slots, ascending.
public struct Border: Sendable {
  /// Every owned entity within the neighbour's reach: what it must be told after a lost link.
  public let present: ArraySlice<UInt16>
  public let appeared: ArraySlice<UInt16>
  /// Of `present` and not of `appeared`: those whose position or facing changed.
  public let moved: ArraySlice<UInt16>
  /// Of `present` and not of `appeared`: those whose condition changed.
  public let changed: ArraySlice<UInt16>
  /// Out of reach, gone or handed over. The slot still names its entity until the next step.
  public let vanished: ArraySlice<UInt16>
}
