import Model

/// One thing that came of a step and that the region tells the world outside.
public enum Effect: Hashable, Sendable {
  case entered(EntityID, Slot)
  /// An `enter` or `leave` was not done.
  case refused(EntityID, Refusal)
  /// What it was when it left.
  case left(Body)
  /// It stands past the margin in another region; repeated every tick until frozen or back.
  case crossing(EntityID, Slot, to: RegionID)
}

/// Why somebody was not let in or out.
public enum Refusal: UInt8, Hashable, Sendable, CaseIterable {
  /// `Limits.entitiesMax` entities are here.
  case full
  /// Is simulated here already.
  case present
  /// Is not simulated here.
  case absent
  /// The place is not in this region nor near its border.
  case outside
  /// The place is in a wall, and so is everything near.
  case blocked
}
