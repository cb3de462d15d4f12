/// What one observer sees after a step, as indices of slots, never its own.
public struct Sight: Sendable {
  /// Everything within the view radius, in no particular order.
  public let visible: ArraySlice<UInt16>
  /// Seen now and not one step ago.
  public let appeared: ArraySlice<UInt16>
  /// Seen one step ago and not now. The slot may be free by now: it still names the one
  /// who was there until the next step.
  public let vanished: ArraySlice<UInt16>
}
