import Model

/// What those who write about the whole table of slots need.
extension Simulation {
  /// Every slot in use has an index below this.
  public var slotCount: Int { residents.count }

  /// Whether an entity, owned or ghost, stands in a slot.
  public func isOccupied(_ index: UInt16) -> Bool { residents.tenure[Int(index)] != .free }

  /// Whether a body stands free of walls at a place.
  public func isGround(_ place: Position) -> Bool {
    collision.isFree(place, halfWidth: halfWidth)
  }

  /// Where a player of this region may stand: the region, and as far beyond its border as
  /// somebody gets who is not handed over.
  public var placesForPlayers: Rectangle { reach }
}
