import Model
import World

/// Random intents from a seed: few ids, so that entities enter where their ghosts stand, ghosts
/// come for those who are owned, neighbours hand one entity on to another, and nothing is known of
/// many that are spoken of.
struct Script {
  let grid: RegionGrid
  let region: RegionID
  let ids: UInt32
  let speed: Fixed
  private var random: SeededGenerator

  init(grid: RegionGrid, region: RegionID, ids: UInt32, speed: Fixed = 8 * .one, seed: UInt64) {
    self.grid = grid
    self.region = region
    self.ids = ids
    self.speed = speed
    random = SeededGenerator(seed: seed)
  }

  mutating func intents() -> [Intent] {
    (0..<random.below(8)).map { _ in intent() }
  }

  private mutating func intent() -> Intent {
    let id = EntityID(UInt64(random.below(ids)) + 1)
    return switch random.below(100) {
    case 0..<18: .enter(body(id))
    case 18..<24: .leave(id)
    case 24..<32: .release(id, to: neighbour())
    case 32..<36: .freeze(id)
    case 36..<44: .unfreeze(id)
    case 44..<64: .steer(id, random.motion(in: grid.bounds))
    case 64..<78: .ghostAppear(body(id), from: neighbour())
    case 78..<92: .ghostMove(id, place(), facing: UInt8(random.below(256)))
    case 92..<99: .ghostVanish(id, from: neighbour())
    default: .ghostsLost(from: neighbour())
    }
  }

  private mutating func body(_ id: EntityID) -> Body {
    Body(
      id: id, position: place(), facing: UInt8(random.below(256)),
      motion: random.motion(in: grid.bounds), speed: speed)
  }

  /// Mostly in the region or near it, now and then anywhere.
  private mutating func place() -> Position {
    let near = grid.bounds(of: region).expanded(by: 60 * .one)
    return random.below(20) == 0
      ? random.place(in: grid.bounds.expanded(by: 50 * .one))
      : grid.bounds.clamped(random.place(in: near))
  }

  private mutating func neighbour() -> RegionID {
    let neighbours = grid.neighbours(of: region)
    return neighbours[Int(random.below(UInt32(neighbours.count)))]
  }
}

extension Simulation {
  /// The middle region of the small map with walls here and there.
  static func scattered(seed: UInt64, capacity: Int = Limits.entitiesMax) -> Simulation {
    Simulation(
      grid: Maps.small, region: Maps.region(1, 1),
      collision: Maps.scattered(Maps.small, oneIn: 8, seed: seed), rules: Rules(), seed: seed,
      capacity: capacity)
  }

  /// The middle region of the small map with nothing in the way.
  static func open(rules: Rules = Rules(), capacity: Int = Limits.entitiesMax) -> Simulation {
    Simulation(
      grid: Maps.small, region: Maps.region(1, 1), collision: Maps.open(Maps.small), rules: rules,
      seed: 1, capacity: capacity)
  }

  /// Where an entity stands that must be here.
  func find(_ id: EntityID) throws -> Slot {
    guard let slot = slot(of: id) else { throw Missing(id: id) }
    return slot
  }

  /// The next tick, and what came of it.
  @discardableResult
  mutating func run(_ intents: Intent...) -> [Effect] {
    step(intents, at: Tick((tick?.rawValue ?? 0) + 1))
    return effects
  }
}

/// A player at a place in whole units.
func player(
  _ id: UInt64, _ x: Int32, _ y: Int32, motion: Motion = .standing, speed: Fixed = 8 * .one
) -> Body {
  Body(id: EntityID(id), position: Position(unitsX: x, unitsY: y), motion: motion, speed: speed)
}

struct Missing: Error {
  let id: EntityID
}
