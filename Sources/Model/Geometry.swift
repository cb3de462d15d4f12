/// A length or coordinate of the simulation in 1/256 of a world unit (one pixel of the Tiled map).
///
/// Integers, so that every machine and the browser compute the same.
public typealias Fixed = Int32

extension Fixed {
  /// Steps of a world unit.
  public static let one: Fixed = 256
}

/// A place on a map: x grows right, y grows down, in 1/256 of a world unit.
public struct Position: Hashable, Sendable, Codable {
  public var x: Fixed
  public var y: Fixed

  public init(x: Fixed, y: Fixed) {
    self.x = x
    self.y = y
  }

  /// A place given in whole world units.
  public init(unitsX: Int32, unitsY: Int32) {
    self.init(x: unitsX * .one, y: unitsY * .one)
  }

  /// The square of the distance to another place, in (1/256 unit)². Never overflows.
  public func distanceSquared(to other: Position) -> Int64 {
    let dx = Int64(x) - Int64(other.x)
    let dy = Int64(y) - Int64(other.y)
    return dx * dx + dy * dy
  }
}

/// A half-open rectangle: `minX ..< maxX`, `minY ..< maxY`, in 1/256 of a world unit.
public struct Rectangle: Hashable, Sendable {
  public var minX: Fixed
  public var minY: Fixed
  public var maxX: Fixed
  public var maxY: Fixed

  public init(minX: Fixed, minY: Fixed, maxX: Fixed, maxY: Fixed) {
    precondition(minX <= maxX && minY <= maxY, "a rectangle's edges are in order")
    self.minX = minX
    self.minY = minY
    self.maxX = maxX
    self.maxY = maxY
  }

  public func contains(_ p: Position) -> Bool {
    p.x >= minX && p.x < maxX && p.y >= minY && p.y < maxY
  }

  /// This rectangle grown by `margin` on all four sides.
  public func expanded(by margin: Fixed) -> Rectangle {
    Rectangle(
      minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
  }

  /// The nearest place inside.
  public func clamped(_ p: Position) -> Position {
    Position(
      x: Swift.min(Swift.max(p.x, minX), maxX - 1), y: Swift.min(Swift.max(p.y, minY), maxY - 1))
  }
}

/// How one map is cut into square regions.
public struct RegionGrid: Hashable, Sendable {
  public let map: MapID
  public let columns: Int
  public let rows: Int
  /// The edge of a region in world units: at least twice the view radius.
  public let edgeUnits: Int32
  /// How far a player sees, and how far ghosts reach over a border, in world units.
  public let viewRadiusUnits: Int32

  public init(map: MapID, columns: Int, rows: Int, edgeUnits: Int32, viewRadiusUnits: Int32) {
    precondition(
      (1...256).contains(columns) && (1...256).contains(rows), "1 ... 256 regions a side")
    precondition(viewRadiusUnits > 0 && edgeUnits >= 2 * viewRadiusUnits, "edge >= 2 x view radius")
    self.map = map
    self.columns = columns
    self.rows = rows
    self.edgeUnits = edgeUnits
    self.viewRadiusUnits = viewRadiusUnits
  }

  /// Every region of the map, row by row.
  public var regions: [RegionID] {
    (0..<rows).flatMap { row in
      (0..<columns).map { RegionID(map: map, column: UInt8($0), row: UInt8(row)) }
    }
  }

  /// The whole map.
  public var bounds: Rectangle {
    Rectangle(
      minX: 0, minY: 0, maxX: Fixed(columns) * edgeUnits * .one,
      maxY: Fixed(rows) * edgeUnits * .one)
  }

  /// What one region covers.
  public func bounds(of region: RegionID) -> Rectangle {
    let edge = edgeUnits * .one
    let x = Fixed(region.column) * edge
    let y = Fixed(region.row) * edge
    return Rectangle(minX: x, minY: y, maxX: x + edge, maxY: y + edge)
  }

  /// The region that holds a place; nil outside the map.
  public func region(at p: Position) -> RegionID? {
    guard bounds.contains(p) else { return nil }
    let edge = edgeUnits * .one
    return RegionID(map: map, column: UInt8(p.x / edge), row: UInt8(p.y / edge))
  }

  /// The up to eight regions that touch this one by an edge or a corner, in ascending order.
  public func neighbours(of region: RegionID) -> [RegionID] {
    var found: [RegionID] = []
    for row in Int(region.row) - 1...Int(region.row) + 1 where (0..<rows).contains(row) {
      for column in Int(region.column) - 1...Int(region.column) + 1
      where (0..<columns).contains(column) {
        let id = RegionID(map: map, column: UInt8(column), row: UInt8(row))
        if id != region { found.append(id) }
      }
    }
    return found
  }
}
