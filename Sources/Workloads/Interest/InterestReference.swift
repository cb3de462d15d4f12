import CWorkloads
import Model
import World

/// The plain-C side of workload W5; owns the room in C and frees it.
struct InterestReference: ~Copyable {
  private let room: OpaquePointer
  private let entities: Int

  /// Nil without memory.
  init?(in room: InterestRoom) {
    var velocities: [Movement.Velocity] = []
    for body in room.bodies {
      guard case .heading(let dx, let dy) = body.motion else { return nil }
      velocities.append(Movement.heading(dx: dx, dy: dy, speed: body.speed))
    }
    guard
      let created = interest_room_create(
        Int32(room.bodies.count), room.bodies.map { Self.units($0.position.x) },
        room.bodies.map { Self.units($0.position.y) }, velocities.map { Self.units($0.dx) },
        velocities.map { Self.units($0.dy) }, Float(room.grid.edgeUnits),
        Float(room.grid.viewRadiusUnits))
    else { return nil }
    self.room = created
    entities = room.bodies.count
  }

  deinit { interest_room_destroy(room) }

  func measure(ticks: Int) -> Double {
    var samples: [UInt64] = []
    for _ in 0..<ticks {
      let start = workload_thread_nanoseconds()
      interest_room_step(room)
      samples.append(workload_thread_nanoseconds() - start)
    }
    return InterestWorkload.perEntity(samples, entities: entities)
  }

  /// What an entity sees, itself not counted, and what changed of it in the last tick, on average.
  func sight() -> (visible: Double, changes: Double) {
    let changes = interest_room_appeared(room) + interest_room_vanished(room)
    let visible = Double(interest_room_visible(room)) / Double(entities) - 1
    return (visible, Double(changes) / Double(entities))
  }

  private static func units(_ n: Fixed) -> Float { Float(n) / Float(Fixed.one) }
}
