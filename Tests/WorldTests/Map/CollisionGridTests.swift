import Model
import Testing

@testable import World

@Suite struct CollisionGridTests {
  @Test(
    arguments: [1, 2, 3, 7, 16, 24, 32, 48, 255, 256, 1_000, 8_191, 122_880, 1 << 30] as [Int32])
  func theReciprocalDividesExactly(divisor: Int32) {
    let reciprocal = Reciprocal(divisor)
    var random = SeededGenerator(seed: UInt64(divisor))
    for _ in 0..<2_000 {
      let n = Int32(random.below(UInt32(Int32.max)))
      let multiple = n / divisor * divisor
      for m in [n, multiple, max(0, multiple - 1), Int32.max, Int32.max - 1, 0] {
        #expect(reciprocal.quotient(m) == m / divisor)
      }
    }
  }

  @Test func everythingOutsideBlocks() {
    let grid = Maps.drawn(["...", ".#.", "..."])
    #expect(grid.isBlocked(column: -1, row: 0) && grid.isBlocked(column: 0, row: 3))
    #expect(grid.isBlocked(column: 1, row: 1) && !grid.isBlocked(column: 2, row: 2))
    #expect(grid.tile(at: -1) == -1 && grid.tile(at: 0) == 0 && grid.tile(at: 32 * .one) == 1)
  }

  @Test func aBodyIsFreeUpToTheWallAndNotAStepFurther() {
    let grid = Maps.drawn(["...", ".#.", "..."])
    let half = 10 * Fixed.one
    #expect(grid.isFree(Position(unitsX: 22, unitsY: 48), halfWidth: half))
    #expect(!grid.isFree(Position(x: 22 * .one + 1, y: 48 * .one), halfWidth: half))
    #expect(grid.isFree(Position(unitsX: 74, unitsY: 48), halfWidth: half))
    #expect(!grid.isFree(Position(x: 74 * .one - 1, y: 48 * .one), halfWidth: half))
    #expect(grid.isFree(Position(unitsX: 10, unitsY: 10), halfWidth: half))
    #expect(!grid.isFree(Position(x: 10 * .one - 1, y: 10 * .one), halfWidth: half))
    #expect(!grid.isFree(Position(x: .max, y: .max), halfWidth: half))
  }

  /// `isClear` against a body put on the line step by step.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func aClearWayTouchesNothing(seed: UInt64) {
    let grid = Maps.scattered(Maps.small, oneIn: 12, seed: seed)
    var random = SeededGenerator(seed: seed)
    let half = 10 * Fixed.one
    var clear = 0
    var blocked = 0
    for _ in 0..<300 {
      let a = random.place(in: grid.bounds)
      let b =
        random.below(3) == 0
        ? Position(x: a.x, y: random.place(in: grid.bounds).y)
        : random.place(in: grid.bounds)
      let isFreeAllAlong = (0...400).allSatisfy {
        grid.isFree(Self.point($0, from: a, to: b), halfWidth: half)
      }
      let isClear = grid.isClear(from: a, to: b, halfWidth: half)
      #expect(isClear == grid.isClear(from: b, to: a, halfWidth: half))
      if isClear { #expect(isFreeAllAlong, "\(a) \(b)") }
      if isFreeAllAlong { clear += 1 } else { blocked += 1 }
      if isFreeAllAlong, !isClear {
        // The steps may have missed a corner, but not by more than a step.
        #expect(grid.isClear(from: a, to: b, halfWidth: half - 3 * .one))
      }
    }
    #expect(clear > 10 && blocked > 10)
  }

  private static func point(_ step: Int64, from a: Position, to b: Position) -> Position {
    let dx = Int64(b.x) - Int64(a.x)
    let dy = Int64(b.y) - Int64(a.y)
    return Position(x: a.x + Fixed(dx * step / 400), y: a.y + Fixed(dy * step / 400))
  }
}
