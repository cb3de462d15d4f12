import Model
import Wire

/// Walks about near the place where it came into the world, so that a crowd stays in one view.
struct Gatherer {
  /// How far from its place it turns back: a crowd fills less than a screen.
  static let reach: Fixed = 120 * .one

  private var wanderer: Wanderer
  private var place: Position?
  private var isReturning = false

  init(seed: UInt64, inputsPerSecond: Int) {
    wanderer = Wanderer(seed: seed, inputsPerSecond: inputsPerSecond)
  }

  mutating func next(from position: Position) -> WireMotion {
    let place = self.place ?? position
    self.place = place
    let distance = position.distanceSquared(to: place)
    let reach = Int64(Self.reach)
    if distance > reach * reach { isReturning = true }
    if distance < reach * reach / 4 { isReturning = false }
    return isReturning ? .target(place) : wanderer.next()
  }
}
