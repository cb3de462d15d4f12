import CWorkloads
import Model
import World

/// The simulation's side of workload W5.
struct InterestCrowd: ~Copyable {
  private var simulation: Simulation
  private var tick: UInt64 = 1
  private var places: [Position]
  private var headings: [(dx: Int8, dy: Int8)]
  private let isWalking: Bool

  init(in room: InterestRoom, isWalking: Bool) {
    simulation = Simulation(
      grid: room.grid, region: RegionID(map: room.grid.map, column: 0, row: 0),
      collision: room.collision, rules: room.rules, seed: 1, capacity: room.bodies.count)
    self.isWalking = isWalking
    headings = room.bodies.map { body in
      guard case .heading(let dx, let dy) = body.motion else { return (0, 0) }
      return (dx, dy)
    }
    places = room.bodies.map(\.position)
    let intents = room.bodies.map { body in
      var body = body
      if !isWalking { body.motion = .standing }
      return Intent.enter(body)
    }
    simulation.step(intents, at: Tick(tick))
    precondition(simulation.population == room.bodies.count, "everybody is in the room")
  }

  mutating func measure(ticks: Int) -> Double {
    var samples: [UInt64] = []
    for _ in 0..<ticks {
      let intents = isWalking ? bounces() : []
      tick += 1
      let start = workload_thread_nanoseconds()
      simulation.step(intents, at: Tick(tick))
      samples.append(workload_thread_nanoseconds() - start)
    }
    return InterestWorkload.perEntity(samples, entities: headings.count)
  }

  /// Turns whoever was stopped by a wall in the last tick.
  private mutating func bounces() -> [Intent] {
    var intents: [Intent] = []
    for number in headings.indices {
      let place = simulation.pose(at: UInt16(number)).position
      let old = places[number]
      places[number] = place
      let heading = headings[number]
      let isStopped = (
        x: place.x == old.x && heading.dx != 0, y: place.y == old.y && heading.dy != 0
      )
      guard tick > 1, isStopped.x || isStopped.y else { continue }
      headings[number] = (
        isStopped.x ? -heading.dx : heading.dx, isStopped.y ? -heading.dy : heading.dy
      )
      intents.append(
        .steer(
          EntityID(UInt64(number) + 1),
          .heading(dx: headings[number].dx, dy: headings[number].dy)))
    }
    return intents
  }

  /// What an entity sees and what changed of it in the last tick, on average.
  func sight() -> (visible: Double, changes: Double) {
    var visible = 0
    var changes = 0
    for observer in simulation.observers {
      simulation.withSight(of: observer) { sight in
        visible += sight.visible.count
        changes += sight.appeared.count + sight.vanished.count
      }
    }
    let count = Double(headings.count)
    return (Double(visible) / count, Double(changes) / count)
  }
}
