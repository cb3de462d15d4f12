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

  /// - Parameter blocked: one entry per tile, row by row; `columns * rows` of them.
  public init(columns: Int, rows: Int, tileUnits: Int32, blocked: [Bool]) {
    precondition(columns > 0 && rows > 0 && tileUnits > 0, "a grid has tiles")
    precondition(blocked.count == columns * rows, "one entry per tile")
    self.columns = columns
    self.rows = rows
    self.tileUnits = tileUnits
    var bits = [UInt64](repeating: 0, count: (blocked.count + 63) / 64)
    for (tile, isBlocked) in blocked.enumerated() where isBlocked {
      bits[tile >> 6] |= 1 << UInt64(tile & 63)
    }
    self.bits = bits
  }

  public func isBlocked(column: Int, row: Int) -> Bool {
    guard column >= 0, row >= 0, column < columns, row < rows else { return true }
    let tile = row * columns + column
    return bits[tile >> 6] & (1 << UInt64(tile & 63)) != 0
  }
}
