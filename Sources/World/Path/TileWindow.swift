import Model

/// The tiles of a rectangle of the map, numbered row by row: what a search looks at.
struct TileWindow: Sendable {
  let firstColumn: Int
  let firstRow: Int
  let width: Int
  let height: Int

  /// A step to a neighbouring tile. Straight ones cost 10, oblique ones 14 (about 10 · √2).
  struct Step: Sendable {
    let dx: Int
    let dy: Int
    let cost: UInt32
  }

  static let steps = [
    Step(dx: 1, dy: 0, cost: 10), Step(dx: -1, dy: 0, cost: 10),
    Step(dx: 0, dy: 1, cost: 10), Step(dx: 0, dy: -1, cost: 10),
    Step(dx: 1, dy: 1, cost: 14), Step(dx: -1, dy: 1, cost: 14),
    Step(dx: 1, dy: -1, cost: 14), Step(dx: -1, dy: -1, cost: 14),
  ]

  init(of rectangle: Rectangle, on grid: CollisionGrid) {
    firstColumn = max(0, grid.tile(at: rectangle.minX))
    firstRow = max(0, grid.tile(at: rectangle.minY))
    width = max(0, min(grid.columns, grid.tile(at: rectangle.maxX - 1) + 1) - firstColumn)
    height = max(0, min(grid.rows, grid.tile(at: rectangle.maxY - 1) + 1) - firstRow)
    precondition(count < 1 << NodeHeap.nodeBits, "a tile's number fits into the heap's keys")
  }

  var count: Int { width * height }

  func column(of node: Int) -> Int { firstColumn + Int(UInt32(node) % UInt32(width)) }

  func row(of node: Int) -> Int { firstRow + Int(UInt32(node) / UInt32(width)) }

  func node(column: Int, row: Int) -> Int? {
    let x = column - firstColumn
    let y = row - firstRow
    guard x >= 0, y >= 0, x < width, y < height else { return nil }
    return y * width + x
  }

  func node(of position: Position, on grid: CollisionGrid) -> Int? {
    node(column: grid.tile(at: position.x), row: grid.tile(at: position.y))
  }

  /// The cost of the way if nothing were in it: never more than the real one.
  static func estimate(column: Int, row: Int, to goal: (column: Int, row: Int)) -> UInt32 {
    let across = abs(column - goal.column)
    let down = abs(row - goal.row)
    return UInt32(10 * max(across, down) + 4 * min(across, down))
  }
}
