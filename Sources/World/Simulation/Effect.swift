import Model

/// One thing that came of a step and that the region tells the world outside.
public enum Effect: Hashable, Sendable {
  case entered(EntityID, Slot)
  /// An `enter` or `leave` was not done.
  case refused(EntityID, Refusal)
  /// What it was when it left.
  case left(Body)
  /// It goes to another region: it stands past the margin there, or a portal or its return to life
  /// takes it to a place there (`arrival`). Repeated every tick until frozen, released or back.
  /// What to offer is `Simulation.departing(at:)`.
  case crossing(EntityID, Slot, to: RegionID, arrival: Position?)
  /// Something done to a ghost: for its owner, exactly once and in order.
  case border(BorderDeed, to: RegionID)
  /// A creature left something behind, or something fell out of a chest. It lies there when storage has made it and `Intent.lay` says
  /// so.
  case loot(Loot)
  /// It lay on the ground for too long, or was the oldest of too much, and is gone from here: for
  /// storage to take away.
  case decayed(ItemID)
  /// Somebody did within `Limits.conductTicks` what no honest client does; severity from 1.
  case violation(EntityID, Violation, severity: UInt8)
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
