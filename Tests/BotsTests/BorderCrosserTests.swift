import Model
import Testing
import Wire

@testable import Bots

/// The crosser on a tiny world: it walks eight units for an input, and walls stand where told.
@Suite struct BorderCrosserTests {
  private struct Walk {
    var position: Position
    var regions: [RegionID] = []
    private var crosser: BorderCrosser
    private let grid: RegionGrid
    private let isBlocked: (Position) -> Bool

    init(
      from position: Position, columns: Int, rows: Int, seed: UInt64,
      isBlocked: @escaping (Position) -> Bool = { _ in false }
    ) {
      self.position = position
      self.isBlocked = isBlocked
      grid = RegionGrid(
        map: MapID(1), columns: columns, rows: rows, edgeUnits: 1024, viewRadiusUnits: 480)
      crosser = BorderCrosser(grid: grid, seed: seed, inputsPerSecond: 20)
    }

    mutating func run(inputs: Int) {
      for _ in 0..<inputs {
        guard case .heading(let dx, let dy) = crosser.next(from: position) else { continue }
        let next = grid.bounds.clamped(
          Position(
            x: position.x + Fixed(dx.signum()) * 2048, y: position.y + Fixed(dy.signum()) * 2048))
        if !isBlocked(next) { position = next }
        if let region = grid.region(at: position), region != regions.last {
          regions.append(region)
        }
      }
    }
  }

  @Test(arguments: UInt64(1)...10) func crossesAboutOnceASecond(seed: UInt64) {
    var walk = Walk(from: Position(unitsX: 1000, unitsY: 500), columns: 2, rows: 1, seed: seed)
    walk.run(inputs: 20 * 60)
    #expect((55...90).contains(walk.regions.count))
  }

  @Test func walksToTheNearestBorderFirst() {
    var walk = Walk(from: Position(unitsX: 500, unitsY: 900), columns: 3, rows: 3, seed: 1)
    walk.run(inputs: 100)
    #expect(Set(walk.regions.map(\.row)) == [0, 1])
    #expect(Set(walk.regions.map(\.column)) == [0])
  }

  @Test(arguments: UInt64(1)...10) func goesAroundAWall(seed: UInt64) {
    // A wall on the border, from y = 300 to y = 700.
    var walk = Walk(
      from: Position(unitsX: 900, unitsY: 500), columns: 2, rows: 1, seed: seed,
      isBlocked: { abs($0.x - 1024 * .one) < 16 * .one && abs($0.y - 500 * .one) < 200 * .one })
    walk.run(inputs: 20 * 120)
    #expect(walk.regions.count > 20)
  }

  @Test(arguments: UInt64(1)...10) func triesAnotherBorderWhenOneIsClosed(seed: UInt64) {
    var walk = Walk(
      from: Position(unitsX: 900, unitsY: 500), columns: 2, rows: 2, seed: seed,
      isBlocked: { abs($0.x - 1024 * .one) < 16 * .one })
    walk.run(inputs: 20 * 120)
    #expect(walk.regions.count > 20)
    #expect(Set(walk.regions.map(\.column)) == [0])
  }

  @Test func aMapOfOneRegionIsWalkedAnyway() {
    var walk = Walk(from: Position(unitsX: 500, unitsY: 500), columns: 1, rows: 1, seed: 1)
    walk.run(inputs: 200)
    #expect(walk.regions.count == 1)
    #expect(walk.position != Position(unitsX: 500, unitsY: 500))
  }

  @Test func aWandererGoesManyWays() {
    var wanderer = Wanderer(seed: 1, inputsPerSecond: 10)
    var motions: Set<WireMotion> = []
    var last: WireMotion?
    var turns = 0
    for _ in 0..<1000 {
      let motion = wanderer.next()
      motions.insert(motion)
      if motion != last { turns += 1 }
      last = motion
    }
    #expect(motions.count > 20)
    #expect((1000 / 30...1000 / 10 + 1).contains(turns))
  }
}
