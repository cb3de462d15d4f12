import Model

/// Which tiles of a map block movement: the only part of a map that movement looks at.
///
/// Anything outside the grid blocks, so nobody walks off the map.
public struct CollisionGrid: Hashable, Sendable {
  public let columns: Int
  public let rows: Int
  /// The edge of a tile in world units.
  public let tileUnits: Int32
  /// One bit per tile, row by row.
  private let bits: [UInt64]
  private let tiles: Reciprocal

  /// - Parameter blocked: one entry per tile, row by row; `columns * rows` of them.
  public init(columns: Int, rows: Int, tileUnits: Int32, blocked: [Bool]) {
    precondition(columns > 0 && rows > 0 && tileUnits > 0, "a grid has tiles")
    precondition(blocked.count == columns * rows, "one entry per tile")
    let edgeMax = Int(Int32.max) / Int(Fixed.one) / Int(tileUnits)
    precondition(columns < edgeMax && rows < edgeMax, "a map's edges fit fixed-point numbers")
    self.columns = columns
    self.rows = rows
    self.tileUnits = tileUnits
    var bits = [UInt64](repeating: 0, count: (blocked.count + 63) / 64)
    for (tile, isBlocked) in blocked.enumerated() where isBlocked {
      bits[tile >> 6] |= 1 << UInt64(tile & 63)
    }
    self.bits = bits
    tiles = Reciprocal(tileUnits * .one)
  }

  public func isBlocked(column: Int, row: Int) -> Bool {
    guard column >= 0, row >= 0, column < columns, row < rows else { return true }
    let tile = row &* columns &+ column
    return bits[tile >> 6] & (1 << UInt64(truncatingIfNeeded: tile & 63)) != 0
  }

  /// The edge of a tile in 1/256 world unit.
  public var tileEdge: Fixed { tiles.divisor }

  /// The whole grid.
  public var bounds: Rectangle {
    Rectangle(minX: 0, minY: 0, maxX: Fixed(columns) * tileEdge, maxY: Fixed(rows) * tileEdge)
  }

  /// The column (or row) of tiles at a coordinate; -1 left of (above) the map.
  @inline(__always)
  public func tile(at coordinate: Fixed) -> Int {
    coordinate < 0 ? -1 : Int(tiles.quotient(coordinate))
  }

  /// The middle of a tile.
  public func centre(column: Int, row: Int) -> Position {
    Position(
      x: Fixed(column) * tileEdge + tileEdge / 2, y: Fixed(row) * tileEdge + tileEdge / 2)
  }

  /// Whether any tile of a block of tiles blocks.
  @inline(__always)
  func isBlocked(columns: ClosedRange<Int>, rows: ClosedRange<Int>) -> Bool {
    var row = rows.lowerBound
    while row <= rows.upperBound {
      var column = columns.lowerBound
      while column <= columns.upperBound {
        if isBlocked(column: column, row: row) { return true }
        column += 1
      }
      row += 1
    }
    return false
  }

  /// Whether a body's square, `position - halfWidth ..< position + halfWidth`, touches no blocked
  /// tile.
  public func isFree(_ position: Position, halfWidth: Fixed) -> Bool {
    guard bounds.contains(position) else { return false }
    return !isBlocked(
      columns: tile(at: position.x - halfWidth)...tile(at: position.x + halfWidth - 1),
      rows: tile(at: position.y - halfWidth)...tile(at: position.y + halfWidth - 1))
  }
}
