import Model
import World

/// The cases from which the vectors are made: named walks, and random ones from seeds.
enum VectorCases {
  typealias Case = MovementVectors.Case
  typealias Input = MovementVectors.Input

  static var all: [Case] { named + (1...8 as ClosedRange<UInt64>).map(random) }

  private static let hall = [
    "........", "........", "..####..", "..#..#..", "........", "......#.",
  ]

  private static let named: [Case] = [
    walk("stand still", from: (40, 40), [(0, 0)], ticks: 3),
    walk("right", from: (40, 40), [(1, 0)], ticks: 5),
    walk("oblique", from: (40, 20), [(1, 1)], ticks: 3),
    walk("an odd angle", from: (200, 40), [(-37, 11)], ticks: 8),
    walk("the longest vector", from: (200, 40), [(-128, -128)], ticks: 3),
    walk("into a wall from above", from: (100, 30), [(0, 1)], ticks: 6),
    walk("along a wall", from: (70, 40), [(2, 1)], ticks: 20),
    walk("into a niche and out", from: (112, 150), [(0, -1), (1, -1), (0, 1)], ticks: 24),
    walk("off the map at the corner", from: (20, 20), [(-1, -2)], ticks: 4),
    walk("past a corner", from: (40, 84), [(1, -1)], ticks: 10),
    Case(
      name: "toward a place and stay", grid: hall, start: [10_000, 9_000],
      inputs: Array(repeating: Input(toward: [15_003, 5_001]), count: 6), expected: []),
    Case(
      name: "toward a place behind a wall", grid: hall, start: [112 * 256, 40 * 256],
      inputs: Array(repeating: Input(toward: [120 * 256, 120 * 256]), count: 8), expected: []),
  ]

  private static func walk(
    _ name: String, from start: (Int32, Int32), _ headings: [(Int8, Int8)], ticks: Int
  ) -> Case {
    let inputs = (0..<ticks).map { tick in
      let heading = headings[tick * headings.count / ticks]
      return heading == (0, 0) ? Input() : Input(heading: [heading.0, heading.1])
    }
    return Case(
      name: name, grid: hall, start: [start.0 * 256, start.1 * 256], inputs: inputs, expected: [])
  }

  private static func random(seed: UInt64) -> Case {
    var random = SeededGenerator(seed: seed)
    let lines = (0..<10).map { row in
      String(
        (0..<10).map { column in
          (row, column) != (5, 5) && random.below(5) == 0 ? "#" as Character : "."
        })
    }
    var inputs: [Input] = []
    var motion = Input()
    for tick in 0..<40 {
      if tick % 4 == 0 {
        let place = random.place(in: Maps.drawn(lines).bounds)
        motion =
          switch random.below(6) {
          case 0: Input()
          case 1: Input(toward: [place.x, place.y])
          default:
            Input(heading: [Int8(truncatingIfNeeded: place.x), Int8(truncatingIfNeeded: place.y)])
          }
      }
      inputs.append(motion)
    }
    return Case(
      name: "random \(seed)", grid: lines, start: [Int32](repeating: 5 * 8192 + 4096, count: 2),
      inputs: inputs, expected: [])
  }
}
