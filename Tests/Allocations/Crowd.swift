import Model
import World

/// A region full of players who walk all the time, far enough from its walls.
struct Crowd: ~Copyable {
  static let players = 400
  /// So that about 42 are visible to each.
  static let grid = RegionGrid(
    map: MapID(1), columns: 1, rows: 1, edgeUnits: 1_760, viewRadiusUnits: 320)
  static let region = RegionID(map: grid.map, column: 0, row: 0)

  var simulation: Simulation
  private var tick: UInt64 = 0

  /// After so many ticks that every table has its size.
  init() {
    let tiles = 1_760 / 32
    simulation = Simulation(
      grid: Self.grid, region: Self.region,
      collision: CollisionGrid(
        columns: tiles, rows: tiles, tileUnits: 32,
        blocked: [Bool](repeating: false, count: tiles * tiles)),
      rules: Rules(playerSpeed: .one), seed: 1, capacity: Self.players)
    var random = SeededGenerator(seed: 7)
    step(
      (1...UInt64(Self.players)).map { number in
        let place = Position(
          unitsX: 64 + Int32(random.below(1_632)), unitsY: 64 + Int32(random.below(1_632)))
        let heading = (
          dx: Int8(clamping: Int(random.below(255)) - 127), dy: Int8(1 + random.below(100))
        )
        return .enter(
          Body(
            id: EntityID(number), position: place,
            motion: .heading(dx: heading.dx, dy: heading.dy), speed: .one))
      })
    for _ in 0..<100 { step([]) }
  }

  mutating func step(_ intents: [Intent]) {
    tick += 1
    simulation.step(intents, at: Tick(tick))
  }

  var lastTick: Tick { Tick(tick) }
}
