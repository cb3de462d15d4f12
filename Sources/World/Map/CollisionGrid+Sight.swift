import Model

extension CollisionGrid {
  /// Whether nothing that blocks lies on the straight line between two places. What stops feet
  /// stops eyes and arrows, and the same both ways.
  func hasSight(from a: Position, to b: Position) -> Bool {
    isClear(from: a, to: b, halfWidth: 1)
  }
}
