import Foundation
import Model
import Testing
import World

/// `Tests/Fixtures/movement/v1.json`: what the server and the browser both compute.
struct MovementVectors: Codable, Equatable {
  var version = 1
  var tileUnits: Int32 = 32
  var halfWidthUnits: Int32 = 10
  /// 1/256 world unit per tick.
  var speed: Int32 = 2048
  var cases: [Case] = []

  enum CodingKeys: String, CodingKey {
    case version
    case tileUnits = "tile_units"
    case halfWidthUnits = "half_width_units"
    case speed
    case cases
  }

  struct Case: Codable, Equatable {
    var name: String
    /// `#` is a wall, row by row from the top.
    var grid: [String]
    /// [x, y] in 1/256 world unit, as all positions here.
    var start: [Int32]
    var inputs: [Input]
    /// The position after each tick.
    var expected: [[Int32]]
  }

  /// The motion of one tick: neither member is standing.
  struct Input: Codable, Equatable {
    /// [dx, dy], each -128 ... 127.
    var heading: [Int8]?
    /// A place to walk straight to.
    var toward: [Int32]?
  }
}

@Suite struct VectorTests {
  static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/movement/v1.json")

  @Test func theServerMovesAsTheVectorsSay() throws {
    let vectors = try JSONDecoder().decode(
      MovementVectors.self, from: try Data(contentsOf: Self.file))
    #expect(vectors.version == 1 && vectors.cases.count >= 12)
    for item in vectors.cases {
      #expect(item.expected == Self.positions(of: item, in: vectors), "\(item.name)")
    }
  }

  /// Writes the file anew, when `PANGEA_WRITE_VECTORS` is set: for a new version only.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PANGEA_WRITE_VECTORS"] != nil))
  func writeVectors() throws {
    var vectors = MovementVectors()
    vectors.cases = VectorCases.all
    for index in vectors.cases.indices {
      vectors.cases[index].expected = Self.positions(of: vectors.cases[index], in: vectors)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = String(decoding: try encoder.encode(vectors), as: UTF8.self)
    text = text.replacingOccurrences(of: "{\"expected\"", with: "\n{\"expected\"")
    try Data((text + "\n").utf8).write(to: Self.file)
  }

  static func positions(of item: MovementVectors.Case, in vectors: MovementVectors) -> [[Int32]] {
    let grid = Maps.drawn(item.grid, tileUnits: vectors.tileUnits)
    var position = Position(x: item.start[0], y: item.start[1])
    return item.inputs.map { input in
      position = Movement.advance(
        position, motion: input.motion, speed: vectors.speed,
        halfWidth: vectors.halfWidthUnits * .one, on: grid)
      return [position.x, position.y]
    }
  }
}

extension MovementVectors.Input {
  var motion: Motion {
    if let heading { return .heading(dx: heading[0], dy: heading[1]) }
    if let toward { return .walking(to: Position(x: toward[0], y: toward[1])) }
    return .standing
  }
}
