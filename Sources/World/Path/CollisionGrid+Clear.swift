import Model

extension CollisionGrid {
  /// Whether a body gets from a tile to a neighbouring one: an oblique step needs both tiles
  /// beside it free, so that nobody squeezes past a corner.
  func isOpen(column: Int, row: Int, dx: Int, dy: Int) -> Bool {
    if isBlocked(column: column + dx, row: row + dy) { return false }
    if dx == 0 || dy == 0 { return true }
    return !isBlocked(column: column + dx, row: row) && !isBlocked(column: column, row: row + dy)
  }

  /// Whether a body that goes straight from one place to another touches no blocked tile.
  ///
  /// Row by row: the part of the way on which the body touches the row, and the columns that it
  /// touches there; rounded to the safe side.
  func isClear(from start: Position, to end: Position, halfWidth: Fixed) -> Bool {
    let (top, bottom) = start.y <= end.y ? (start, end) : (end, start)
    var row = tile(at: top.y - halfWidth)
    let lastRow = tile(at: bottom.y + halfWidth - 1)
    while row <= lastRow {
      let from = max(Int64(top.y), Int64(row) * Int64(tileEdge) - Int64(halfWidth) + 1)
      let to = min(Int64(bottom.y), Int64(row + 1) * Int64(tileEdge) + Int64(halfWidth) - 1)
      let a = Self.crossing(of: top, bottom, atY: from)
      let b = Self.crossing(of: top, bottom, atY: to)
      let isLevel = top.y == bottom.y
      let low = isLevel ? min(top.x, bottom.x) : min(a.low, b.low)
      let high = isLevel ? max(top.x, bottom.x) : max(a.high, b.high)
      let columns = tile(at: low - halfWidth)...tile(at: high + halfWidth - 1)
      if isBlocked(columns: columns, rows: row...row) { return false }
      row += 1
    }
    return true
  }

  /// Where a line crosses a height, rounded down and up.
  private static func crossing(of top: Position, _ bottom: Position, atY y: Int64)
    -> (low: Fixed, high: Fixed)
  {
    let down = Int64(bottom.y) - Int64(top.y)
    guard down > 0 else { return (top.x, top.x) }
    let across = (Int64(bottom.x) - Int64(top.x)) * (y - Int64(top.y))
    let rounded = across / down
    let rest = across % down
    let low = Int64(top.x) + rounded - (rest < 0 ? 1 : 0)
    return (Fixed(low), Fixed(low + (rest == 0 ? 0 : 1)))
  }
}
