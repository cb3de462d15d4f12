import Model
import Testing

@testable import World

@Suite struct PathTests {
  static let maze = [
    "..........",
    ".########.",
    ".#......#.",
    ".#.####.#.",
    ".#.#..#.#.",
    ".#.#.##.#.",
    ".#.#....#.",
    ".#.######.",
    ".#........",
    "..........",
  ]

  @Test func aMazeIsWalkedToItsHeart() throws {
    let walk = try Self.walk(Self.maze, from: (16, 16), to: (5 * 32 + 5, 4 * 32 + 20), ticks: 600)
    #expect(walk.last == Position(unitsX: 5 * 32 + 5, unitsY: 4 * 32 + 20))
  }

  /// On random maps: arrives exactly where a flood says that one can, and otherwise ends somewhere
  /// it can stand; never in a wall, never too fast, and never to and fro.
  @Test(arguments: 1...15 as ClosedRange<UInt64>)
  func aWalkArrivesWhereverOneCanGet(seed: UInt64) throws {
    let edge: Int32 = 20 * 32
    let grid = RegionGrid(
      map: Maps.map, columns: 1, rows: 1, edgeUnits: edge, viewRadiusUnits: edge / 2)
    let collision = Maps.scattered(grid, oneIn: 4, seed: seed)
    var random = SeededGenerator(seed: seed)
    var arrived = 0
    for _ in 0..<16 {
      let start = random.place(in: collision.bounds)
      let target = random.place(in: collision.bounds)
      guard collision.isFree(start, halfWidth: 2560), collision.isFree(target, halfWidth: 2560)
      else { continue }
      let track = try Self.track(on: grid, collision, from: start, to: target, ticks: 400)
      let isReachable = Self.flood(collision, from: start)
        .contains(Self.tile(of: target, on: collision))
      #expect((track.last == target) == isReachable, "seed \(seed) \(start) \(target)")
      let steps = zip(track, track.dropFirst())
      #expect(steps.allSatisfy { $0.distanceSquared(to: $1) <= 2048 * 2048 })
      #expect(track.allSatisfy { collision.isFree($0, halfWidth: 2560) })
      let standing = track.reversed().prefix { $0 == track.last }.count
      #expect(Set(track).count == track.count - standing + 1, "never to and fro")
      arrived += isReachable ? 1 : 0
    }
    #expect(arrived > 0)
  }

  @Test func aClearWayIsStraight() throws {
    let open = [String](repeating: String(repeating: ".", count: 12), count: 12)
    let walk = try Self.walk(open, from: (20, 20), to: (350, 200), ticks: 60)
    let distance = 375.9
    let ticks = walk.firstIndex(of: Position(unitsX: 350, unitsY: 200))
    #expect(ticks.map { Double($0) <= distance / 8 + 2 } == true)
  }

  @Test func anUnreachableTargetIsApproached() throws {
    let map = ["......", ".####.", ".#..#.", ".####.", "......"]
    let walk = try Self.walk(map, from: (16, 16), to: (96, 80), ticks: 100)
    let end = try #require(walk.last)
    #expect(end.distanceSquared(to: Position(unitsX: 96, unitsY: 80)) <= (70 * 256) * (70 * 256))
    #expect(walk.suffix(20).allSatisfy { $0 == end }, "and then it stands")
  }

  @Test func aTargetInAWallMeansThePlaceBesideIt() throws {
    let map = ["......", "......", "..##..", "......"]
    let walk = try Self.walk(map, from: (16, 16), to: (70, 70), ticks: 60)
    let end = try #require(walk.last)
    #expect(end == Position(unitsX: 54, unitsY: 70) || end == Position(unitsX: 70, unitsY: 54))
  }

  @Test func aSearchIsBoundedAndGoesOnFromWhereItGot() throws {
    // A wall with a gap at the far end, in a field with more tiles than one search may look at.
    let width = 90
    var map = [String](repeating: String(repeating: ".", count: width), count: width)
    map[80] = String(repeating: "#", count: width - 1) + "."
    let grid = Maps.single(map, tileUnits: 32)
    let collision = Maps.drawn(map)
    var finder = PathFinder(window: grid.bounds, on: collision, halfWidth: 2560)
    var walk = Walk()
    let result = finder.plan(
      from: Position(unitsX: 16, unitsY: 79 * 32), to: Position(unitsX: 16, unitsY: 82 * 32),
      on: collision, into: &walk)
    #expect(result.isCut && result.nodes == Limits.pathNodesMax && !walk.isComplete)
  }

  @Test func manyCornersAreWalkedInParts() throws {
    // A serpentine with more corners than a walk remembers.
    let map = (0..<21).map { row -> String in
      if row % 2 == 0 { return ".........." }
      return row % 4 == 1 ? "#########." : ".#########"
    }
    let walk = try Self.walk(map, from: (16, 16), to: (16, 20 * 32 + 16), ticks: 700)
    #expect(walk.last == Position(unitsX: 16, unitsY: 20 * 32 + 16))
  }

  @Test func aCrowdThatAsksAtOnceIsPlannedInTurn() throws {
    let grid = Maps.single(Self.maze)
    var simulation = Simulation(
      grid: grid, region: grid.regions[0], collision: Maps.drawn(Self.maze), rules: Rules(), seed: 1
    )
    let target = Motion.walking(to: Position(unitsX: 5 * 32, unitsY: 4 * 32 + 16))
    let crowd = 2_000 as UInt64
    simulation.step(
      (1...crowd).map { .enter(player($0, 16, 16, motion: target)) }, at: Tick(1))
    #expect(simulation.counters.pathsDelayed > 0 && simulation.counters.pathsFound < crowd)
    for _ in 0..<12 { simulation.run() }
    #expect(simulation.counters.pathsFound == crowd)
    for id in 1...crowd {
      let slot = try simulation.find(EntityID(id))
      #expect(simulation.body(at: slot).position != Position(unitsX: 16, unitsY: 16))
    }
  }

  @Test func theNextRegionPlansTheRestOfAWalk() throws {
    var first = Simulation.open()
    let target = Position(unitsX: 600, unitsY: 384)
    first.run(.enter(player(1, 500, 384, motion: .walking(to: target))))
    while first.run().isEmpty {}
    let body = first.body(at: try first.find(EntityID(1)))
    #expect(body.motion == .walking(to: target))
    var second = Simulation(
      grid: Maps.small, region: Maps.region(2, 1), collision: Maps.open(Maps.small), rules: Rules(),
      seed: 1)
    second.run(.enter(body))
    for _ in 0..<20 { second.run() }
    let end = second.body(at: try second.find(EntityID(1)))
    #expect(end.position == target && end.motion == .standing)
  }

  static func walk(_ map: [String], from: (Int32, Int32), to: (Int32, Int32), ticks: Int) throws
    -> [Position]
  {
    try track(
      on: Maps.single(map), Maps.drawn(map), from: Position(unitsX: from.0, unitsY: from.1),
      to: Position(unitsX: to.0, unitsY: to.1), ticks: ticks)
  }

  static func track(
    on grid: RegionGrid, _ collision: CollisionGrid, from start: Position, to target: Position,
    ticks: Int
  ) throws -> [Position] {
    var simulation = Simulation(
      grid: grid, region: grid.regions[0], collision: collision, rules: Rules(), seed: 1)
    simulation.run(
      .enter(Body(id: EntityID(1), position: start, motion: .walking(to: target), speed: 2048)))
    let slot = try simulation.find(EntityID(1))
    var track = [simulation.body(at: slot).position]
    for _ in 0..<ticks {
      simulation.run()
      track.append(simulation.body(at: slot).position)
    }
    #expect(simulation.body(at: slot).motion == .standing, "a walk ends")
    return track
  }

  static func tile(of position: Position, on grid: CollisionGrid) -> Int {
    grid.tile(at: position.y) * grid.columns + grid.tile(at: position.x)
  }

  /// Every tile to which one gets without cutting corners.
  static func flood(_ grid: CollisionGrid, from start: Position) -> Set<Int> {
    var found: Set<Int> = [tile(of: start, on: grid)]
    var open = Array(found)
    while let tile = open.popLast() {
      let (row, column) = tile.quotientAndRemainder(dividingBy: grid.columns)
      for step in TileWindow.steps
      where grid.isOpen(column: column, row: row, dx: step.dx, dy: step.dy) {
        let next = (row + step.dy) * grid.columns + column + step.dx
        if found.insert(next).inserted { open.append(next) }
      }
    }
    return found
  }
}
