import World

/// The tiles that can be reached on foot from one tile, stepping over edges and not over corners.
struct Reachability {
  private let columns: Int
  private let rows: Int
  private var reached: [Bool]
  /// How many tiles were reached.
  private(set) var count = 0

  init(_ collision: CollisionGrid, fromColumn column: Int, row: Int) {
    columns = collision.columns
    rows = collision.rows
    reached = [Bool](repeating: false, count: columns * rows)
    var open: [(column: Int, row: Int)] = []
    func visit(_ column: Int, _ row: Int) {
      guard !collision.isBlocked(column: column, row: row), !reached[row * columns + column] else {
        return
      }
      reached[row * columns + column] = true
      count += 1
      open.append((column, row))
    }
    visit(column, row)
    while let tile = open.popLast() {
      visit(tile.column - 1, tile.row)
      visit(tile.column + 1, tile.row)
      visit(tile.column, tile.row - 1)
      visit(tile.column, tile.row + 1)
    }
  }

  func contains(column: Int, row: Int) -> Bool {
    guard (0..<columns).contains(column), (0..<rows).contains(row) else { return false }
    return reached[row * columns + column]
  }
}
