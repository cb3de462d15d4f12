import Model
import Testing

@testable import World

@Suite struct MovementTests {
  static let half = 10 * Fixed.one

  /// Random headings on random maps: free all the time, never too fast, never off the map.
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func nobodyIsEverInAWallOrTooFast(seed: UInt64) throws {
    let tile: Int32 = seed % 2 == 0 ? 32 : 20
    let grid = Maps.scattered(Maps.small, oneIn: 4, seed: seed, tileUnits: tile)
    var random = SeededGenerator(seed: seed)
    var moves = 0
    var stops = 0
    for _ in 0..<60 {
      var position = random.place(in: grid.bounds)
      guard grid.isFree(position, halfWidth: Self.half) else { continue }
      let speed = 1 + Fixed(random.below(UInt32(grid.tileEdge - 1)))
      var motion = Motion.standing
      for tick in 0..<100 {
        if tick % 10 == 0 { motion = random.motion(in: grid.bounds) }
        let next = Movement.advance(
          position, motion: motion, speed: speed, halfWidth: Self.half, on: grid)
        #expect(grid.isFree(next, halfWidth: Self.half))
        let way = next.distanceSquared(to: position)
        #expect(way <= Int64(speed) * Int64(speed))
        if way == 0 { stops += 1 } else { moves += 1 }
        position = next
      }
    }
    #expect(moves > 100 && stops > 10)
  }

  @Test func aFreeWayIsGoneAtFullSpeedInEveryDirection() {
    let grid = Maps.open(Maps.small)
    let start = Position(unitsX: 384, unitsY: 384)
    for dx in Int8.min...Int8.max {
      for dy in [-128, -77, -1, 0, 1, 2, 90, 127] as [Int8] where dx != 0 || dy != 0 {
        let next = Movement.advance(
          start, motion: .heading(dx: dx, dy: dy), speed: 2048, halfWidth: Self.half, on: grid)
        let way = start.distanceSquared(to: next)
        #expect(way <= 2048 * 2048 && way >= 2045 * 2045)
        // Along the direction: the cross product is small against the lengths.
        let cross =
          Int64(next.x - start.x) * Int64(dy) - Int64(next.y - start.y) * Int64(dx)
        #expect(cross.magnitude <= 2 * 181)
      }
    }
  }

  @Test func aWallIsSlidAlongUpToItsFace() {
    let grid = Maps.drawn(["....", "....", "####", "...."])
    var position = Position(unitsX: 30, unitsY: 50)
    for _ in 0..<4 {
      position = Movement.advance(
        position, motion: .heading(dx: 1, dy: 1), speed: 2048, halfWidth: Self.half, on: grid)
    }
    #expect(position.y == (64 - 10) * .one)
    #expect(position.x == 30 * .one + 4 * 1448)
    let back = Movement.advance(
      position, motion: .heading(dx: 0, dy: -1), speed: 2048, halfWidth: Self.half, on: grid)
    #expect(back.y == position.y - 2048, "nothing sticks")
  }

  @Test func aBodyAsWideAsTheCorridorPasses() {
    let grid = Maps.drawn(["#####", ".....", "#####"], tileUnits: 20)
    var position = Position(unitsX: 10, unitsY: 30)
    for _ in 0..<8 {
      position = Movement.advance(
        position, motion: .heading(dx: 3, dy: -1), speed: 2048, halfWidth: Self.half, on: grid)
    }
    #expect(position.y == 30 * .one && position.x > 70 * .one)
  }

  @Test func theLastStepToATargetEndsOnIt() {
    let grid = Maps.open(Maps.small)
    let target = Position(x: 70_001, y: 70_777)
    var position = Position(unitsX: 300, unitsY: 250)
    var ticks = 0
    while position != target, ticks < 20 {
      position = Movement.advance(
        position, motion: .walking(to: target), speed: 2048, halfWidth: Self.half, on: grid)
      ticks += 1
    }
    #expect(position == target && ticks == 5)
    #expect(
      Movement.advance(
        position, motion: .walking(to: target), speed: 2048, halfWidth: Self.half, on: grid)
        == target)
  }

  @Test func lookingGoesRoundTheCircle() throws {
    #expect(facing(dx: 0, dy: 0) == nil)
    let eighths: [(Int32, Int32, UInt8)] = [
      (1, 0, 0), (1, 1, 32), (0, 1, 64), (-1, 1, 96), (-1, 0, 128), (-1, -1, 160), (0, -1, 192),
      (1, -1, 224), (Int32.max, Int32.min, 224), (2000, 1, 0),
    ]
    for (dx, dy, expected) in eighths { #expect(facing(dx: dx, dy: dy) == expected) }
    var last = 0
    for step in 0...255 as ClosedRange<Int32> {
      // A square walked round once: the angle only grows.
      let along = step % 64 * 2 - 64
      let (dx, dy) = [(64, along), (-along, 64), (-64, -along), (along, -64)][Int(step / 64)]
      let angle = Int(try #require(facing(dx: dx, dy: dy))) + 32
      #expect(angle % 256 >= last)
      last = angle % 256
    }
  }

  @Test func rootsAreRoundedUp() {
    for n in 0...5_000 as ClosedRange<UInt64> {
      let root = squareRootRoundedUp(n)
      #expect(root * root >= n && (root == 0 || (root - 1) * (root - 1) < n))
    }
    var random = SeededGenerator(seed: 5)
    for _ in 0..<5_000 {
      let n = random.next() >> 3
      let root = squareRootRoundedUp(n)
      #expect(root * root >= n && (root - 1) * (root - 1) < n)
    }
  }
}
