import Model
import Wire

/// Walks to and fro over the nearest border, so that a handoff happens about once a second.
///
/// A place where something stands in the way is left along the border; after a few such places
/// another border is tried.
struct BorderCrosser {
  private struct Border {
    /// The line lies at x, not at y.
    var isVertical: Bool
    var line: Fixed

    func distance(of p: Position) -> Fixed { (isVertical ? p.x : p.y) - line }
  }

  /// How far beyond the border it turns: at eight units a tick a leg takes less than a second.
  private static let turn: Fixed = 70 * .one
  /// Less than this between two inputs is no progress.
  private static let progress: Fixed = .one / 4

  private let grid: RegionGrid
  private let inputsPerSecond: Int
  private var random: SeededGenerator
  private var border: Border?
  private var forward = true
  private var last: Position?
  /// Inputs without progress, inputs left of a walk along the border, blocked places met.
  private var stuck = 0
  private var aside = 0
  private var asideHeading: Int8 = 127
  private var blocked: UInt32 = 0

  init(grid: RegionGrid, seed: UInt64, inputsPerSecond: Int) {
    self.grid = grid
    self.inputsPerSecond = inputsPerSecond
    random = SeededGenerator(seed: seed)
  }

  mutating func next(from position: Position) -> WireMotion {
    guard let border = border ?? choose(near: position) else {
      return .heading(dx: Int8(Int(random.below(255)) - 127), dy: 127)
    }
    self.border = border
    noteProgress(to: position)
    if aside > 0 {
      aside -= 1
      return heading(along: border, asideHeading)
    }
    let distance = border.distance(of: position)
    if distance > Self.turn { forward = false }
    if distance < -Self.turn { forward = true }
    return heading(across: border, forward ? 127 : -127)
  }

  private func heading(across border: Border, _ speed: Int8) -> WireMotion {
    .heading(dx: border.isVertical ? speed : 0, dy: border.isVertical ? 0 : speed)
  }

  private func heading(along border: Border, _ speed: Int8) -> WireMotion {
    .heading(dx: border.isVertical ? 0 : speed, dy: border.isVertical ? speed : 0)
  }

  private mutating func noteProgress(to position: Position) {
    defer { last = position }
    guard let last else { return }
    let moved =
      abs(position.x - last.x) >= Self.progress || abs(position.y - last.y) >= Self.progress
    stuck = moved ? 0 : stuck + 1
    guard stuck > inputsPerSecond / 2 else { return }
    stuck = 0
    blocked += 1
    aside = inputsPerSecond / 4 + Int(random.below(UInt32(inputsPerSecond)))
    asideHeading = random.below(2) == 0 ? 127 : -127
    if blocked.isMultiple(of: 3) { border = nil }
  }

  /// The nearest border, or another one when the nearest proved blocked.
  private func choose(near position: Position) -> Border? {
    let edge = grid.edgeUnits * .one
    var borders: [Border] = []
    for column in 1..<max(grid.columns, 1) {
      borders.append(Border(isVertical: true, line: Fixed(column) * edge))
    }
    for row in 1..<max(grid.rows, 1) {
      borders.append(Border(isVertical: false, line: Fixed(row) * edge))
    }
    borders.sort { abs($0.distance(of: position)) < abs($1.distance(of: position)) }
    guard !borders.isEmpty else { return nil }
    return borders[Int(blocked / 3) % borders.count]
  }
}
