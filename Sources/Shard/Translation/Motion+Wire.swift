import Model
import Wire
import World

extension Motion {
  /// What a player asked for, as the world does it.
  init(_ wire: WireMotion) {
    switch wire {
    case .stand: self = .standing
    case .heading(let dx, let dy): self = .heading(dx: dx, dy: dy)
    case .target(let place): self = .walking(to: place)
    }
  }

  /// What an entity is doing, as messages say it.
  var wire: WireMotion {
    switch self {
    case .standing: .stand
    case .heading(let dx, let dy): .heading(dx: dx, dy: dy)
    case .walking(let place): .target(place)
    }
  }
}
