import Model

extension CollisionGrid {
  /// A place when a body fits there, otherwise the middle of the nearest free tile.
  ///
  /// Nil when none of the `Limits.placementTilesMax` tiles around it is free, or within the bounds
  /// that are given.
  public func freePlace(
    near position: Position, halfWidth: Fixed, within reach: Rectangle
  ) -> Position? {
    if isFree(position, halfWidth: halfWidth) { return position }
    let column = tile(at: position.x)
    let row = tile(at: position.y)
    var looked = 0
    var ring = 0
    while looked < Limits.placementTilesMax {
      var best: Position?
      for r in row - ring...row + ring {
        let stride = r == row - ring || r == row + ring ? 1 : max(1, 2 * ring)
        for c in Swift.stride(from: column - ring, through: column + ring, by: stride) {
          looked += 1
          guard !isBlocked(column: c, row: r) else { continue }
          let place = centre(column: c, row: r)
          guard reach.contains(place) else { continue }
          if place.distanceSquared(to: position) < best?.distanceSquared(to: position) ?? .max {
            best = place
          }
        }
      }
      if let best { return best }
      ring += 1
    }
    return nil
  }
}
