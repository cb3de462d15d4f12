import Model
import World

/// Maps that the tests walk on.
enum Maps {
  static let map = MapID(1)

  /// Three by three regions of 256 units, sight of 100, tiles of 32: small, so that a few dozen
  /// entities meet, cross and look over borders all the time.
  static let small = RegionGrid(map: map, columns: 3, rows: 3, edgeUnits: 256, viewRadiusUnits: 100)

  static func region(_ column: UInt8, _ row: UInt8) -> RegionID {
    RegionID(map: map, column: column, row: row)
  }

  /// A map of the grid's size with nothing in the way.
  static func open(_ grid: RegionGrid, tileUnits: Int32 = 32) -> CollisionGrid {
    let columns = Int(grid.bounds.maxX / (tileUnits * .one))
    let rows = Int(grid.bounds.maxY / (tileUnits * .one))
    return CollisionGrid(
      columns: columns, rows: rows, tileUnits: tileUnits,
      blocked: [Bool](repeating: false, count: columns * rows))
  }

  /// A map of the grid's size on which about one tile in `one(in:)` is a wall.
  static func scattered(_ grid: RegionGrid, oneIn n: UInt32, seed: UInt64, tileUnits: Int32 = 32)
    -> CollisionGrid
  {
    var random = SeededGenerator(seed: seed)
    let columns = Int(grid.bounds.maxX / (tileUnits * .one))
    let rows = Int(grid.bounds.maxY / (tileUnits * .one))
    return CollisionGrid(
      columns: columns, rows: rows, tileUnits: tileUnits,
      blocked: (0..<columns * rows).map { _ in random.below(n) == 0 })
  }

  /// A drawn map: `#` is a wall.
  static func drawn(_ lines: [String], tileUnits: Int32 = 32) -> CollisionGrid {
    CollisionGrid(
      columns: lines[0].count, rows: lines.count, tileUnits: tileUnits,
      blocked: lines.flatMap { $0.map { $0 == "#" } })
  }

  /// One region that covers a drawn map.
  static func single(_ lines: [String], tileUnits: Int32 = 32) -> RegionGrid {
    let edge = Int32(max(lines.count, lines[0].count)) * tileUnits
    return RegionGrid(map: map, columns: 1, rows: 1, edgeUnits: edge, viewRadiusUnits: edge / 2)
  }
}

extension SeededGenerator {
  /// A place in a rectangle.
  mutating func place(in rectangle: Rectangle) -> Position {
    Position(
      x: rectangle.minX + Fixed(below(UInt32(rectangle.maxX - rectangle.minX))),
      y: rectangle.minY + Fixed(below(UInt32(rectangle.maxY - rectangle.minY))))
  }

  mutating func motion(in rectangle: Rectangle) -> Motion {
    switch below(5) {
    case 0: .standing
    case 1: .walking(to: place(in: rectangle))
    default:
      .heading(
        dx: Int8(truncatingIfNeeded: next()), dy: Int8(truncatingIfNeeded: next()))
    }
  }
}
