import Model
import World

/// Where the players of workload W5 begin, and how large the room must be for the density.
struct InterestRoom {
  static let radiusUnits: Int32 = 480
  static let tileUnits: Int32 = 32
  static let speed: Fixed = 8 * .one

  let grid: RegionGrid
  let collision: CollisionGrid
  let rules = Rules(playerSpeed: InterestRoom.speed)
  let bodies: [Body]

  init(entities: Int, visible: Int) {
    // entities / edge² = visible / (π radius²)
    let radius = Double(Self.radiusUnits / Self.tileUnits)
    let area = Double.pi * radius * radius * Double(entities) / Double(visible)
    var tiles = 2 * Self.radiusUnits / Self.tileUnits
    while Double(tiles) * Double(tiles) < area { tiles += 1 }
    let edge = tiles * Self.tileUnits
    grid = RegionGrid(
      map: MapID(1), columns: 1, rows: 1, edgeUnits: edge, viewRadiusUnits: Self.radiusUnits)
    collision = CollisionGrid(
      columns: Int(tiles), rows: Int(tiles), tileUnits: Self.tileUnits,
      blocked: [Bool](repeating: false, count: Int(tiles * tiles)))
    var random = SeededGenerator(seed: 5)
    let inner = UInt32(edge - 2 * Self.tileUnits)
    bodies = (0..<entities).map { number in
      var heading = (dx: Int8(0), dy: Int8(0))
      while heading == (0, 0) {
        heading = (Int8(truncatingIfNeeded: random.next()), Int8(truncatingIfNeeded: random.next()))
        if heading.dx == .min || heading.dy == .min { heading = (0, 0) }
      }
      return Body(
        id: EntityID(UInt64(number) + 1),
        position: Position(
          unitsX: Self.tileUnits + Int32(random.below(inner)),
          unitsY: Self.tileUnits + Int32(random.below(inner))),
        motion: .heading(dx: heading.dx, dy: heading.dy), speed: Self.speed)
    }
  }
}
