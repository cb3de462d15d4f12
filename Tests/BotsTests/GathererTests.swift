import Model
import Testing
import Wire

@testable import Bots

@Suite struct GathererTests {
  /// Ten minutes of walking at a player's speed never lead out of view.
  @Test(arguments: UInt64(1)...8) func staysNearItsPlace(seed: UInt64) {
    let place = Position(x: 5_000 * Fixed.one, y: 700 * Fixed.one)
    var position = place
    var gatherer = Gatherer(seed: seed, inputsPerSecond: 10)
    var farthest: Int64 = 0
    var visited: Set<Position> = []
    for _ in 0..<6_000 {
      // Two ticks of eight units for each input.
      position = Self.step(gatherer.next(from: position), from: position, by: 16 * Fixed.one)
      farthest = max(farthest, position.distanceSquared(to: place))
      visited.insert(position)
    }
    let most = Int64(Gatherer.reach + 32 * Fixed.one)
    #expect(farthest <= most * most)
    #expect(visited.count > 500, "it walks about")
  }

  private static func step(_ motion: WireMotion, from position: Position, by length: Fixed)
    -> Position
  {
    var (dx, dy) = (0.0, 0.0)
    switch motion {
    case .stand: return position
    case .heading(let x, let y): (dx, dy) = (Double(x), Double(y))
    case .target(let target):
      (dx, dy) = (Double(target.x - position.x), Double(target.y - position.y))
    }
    let distance = max((dx * dx + dy * dy).squareRoot(), 1)
    return Position(
      x: position.x + Fixed(dx / distance * Double(length)),
      y: position.y + Fixed(dy / distance * Double(length)))
  }
}
