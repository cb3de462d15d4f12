import Model
import Wire

/// Decides where a bot walks.
enum Pilot {
  case wander(Wanderer)
  case cross(BorderCrosser)

  /// The next thing to do, asked for each input.
  mutating func next(from position: Position) -> WireMotion {
    switch self {
    case .wander(var wanderer):
      defer { self = .wander(wanderer) }
      return wanderer.next()
    case .cross(var crosser):
      defer { self = .cross(crosser) }
      return crosser.next(from: position)
    }
  }
}

/// Walks one way for a while, then another.
struct Wanderer {
  private var random: SeededGenerator
  private var heading = WireMotion.stand
  private var left = 0
  private let inputsPerSecond: Int

  init(seed: UInt64, inputsPerSecond: Int) {
    random = SeededGenerator(seed: seed)
    self.inputsPerSecond = inputsPerSecond
  }

  mutating func next() -> WireMotion {
    if left == 0 {
      left = inputsPerSecond + Int(random.below(UInt32(2 * inputsPerSecond)))
      heading = .heading(dx: component(), dy: component())
    }
    left -= 1
    return heading
  }

  private mutating func component() -> Int8 { Int8(Int(random.below(255)) - 127) }
}
