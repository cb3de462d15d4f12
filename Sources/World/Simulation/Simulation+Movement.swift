import Model

extension Simulation {
  /// Moves everybody who is not still.
  mutating func move() {
    moveHeadings(
      x: &residents.x, y: &residents.y, moved: &residents.moved, gait: residents.gait,
      velocities: residents.velocities, reach: reach, halfWidth: halfWidth, on: collision)
    guard plans.mayWalk else { return }
    var walking = 0
    for slot in 0..<residents.count where residents.gait[slot] == .walking {
      walk(slot)
      walking += 1
    }
    plans.mayWalk = walking > 0
  }

  /// One tick along the corners of a path, with what is left of the tick's way after each.
  private mutating func walk(_ slot: Int) {
    let start = residents.position(slot)
    var position = start
    var look = residents.facing[slot]
    var left = residents.records[slot].speed
    while left > 0, residents.walks[slot].next < residents.walks[slot].count {
      let target = residents.walks[slot].waypoints[Int(residents.walks[slot].next)]
      let velocity = Movement.toward(target, from: position, speed: left)
      let square = position.distanceSquared(to: target)
      let moved = Movement.advance(position, by: velocity, halfWidth: halfWidth, on: collision)
      guard reach.contains(moved), mayStand(slot, moved) else { break }
      look = facing(dx: velocity.dx, dy: velocity.dy) ?? look
      position = moved
      guard position == target else { break }
      residents.walks[slot].next += 1
      left -= Fixed(min(Int64(left), Int64(squareRootRoundedUp(UInt64(square)))))
    }
    residents.place(slot, at: position, facing: look)
    finish(slot, hasMoved: position != start)
  }

  /// Stands when the path is at its end, asks for more of it, or for another when stuck.
  private mutating func finish(_ slot: Int, hasMoved: Bool) {
    let walk = residents.walks[slot]
    if walk.next == walk.count, walk.isComplete {
      setMotion(slot, .standing)
    } else if walk.next == walk.count, !walk.isQueued {
      residents.walks[slot].isQueued = true
      plans.append(UInt16(slot))
    } else if !hasMoved, !walk.isQueued {
      residents.walks[slot].stalls += 1
      if residents.walks[slot].stalls >= Walk.stallsMax { setMotion(slot, .standing) }
    }
  }

  /// Plans the walks that wait, in the order in which they began to, within the tick's budget.
  mutating func planWalks() {
    var nodes = 0
    while nodes < Limits.pathNodesPerTickMax, let index = plans.popFirst() {
      let slot = Int(index)
      residents.walks[slot].isQueued = false
      guard residents.gait[slot] == .walking,
        case .walking(let target) = residents.records[slot].motion
      else { continue }
      plans.mayWalk = true
      let position = residents.position(slot)
      let result = pathFinder.plan(
        from: position, to: target, on: collision, into: &residents.walks[slot])
      nodes += result.nodes
      counters.pathsFound += 1
      if result.isCut { counters.pathsCut += 1 }
      if residents.walks[slot].count == 0 { setMotion(slot, .standing) }
    }
    counters.pathsDelayed += UInt64(plans.count)
  }

  /// The given place when a body fits there, otherwise the middle of a free tile near it.
  mutating func freePlace(near position: Position) -> Position? {
    let place = collision.freePlace(near: position, halfWidth: halfWidth, within: reach)
    if place != nil, place != position { counters.displaced += 1 }
    return place
  }
}

/// Moves everybody who goes on in a direction. Nobody gets further from the region than `reach`.
private func moveHeadings(
  x: inout ContiguousArray<Fixed>, y: inout ContiguousArray<Fixed>,
  moved: inout ContiguousArray<Bool>, gait: ContiguousArray<Gait>,
  velocities: ContiguousArray<Movement.Velocity>, reach: Rectangle, halfWidth: Fixed,
  on collision: CollisionGrid
) {
  var xs = x.mutableSpan
  var ys = y.mutableSpan
  var changes = moved.mutableSpan
  let gaits = gait.span
  let speeds = velocities.span
  for slot in gaits.indices where gaits[slot] == .heading {
    let old = Position(x: xs[slot], y: ys[slot])
    let new = Movement.advance(old, by: speeds[slot], halfWidth: halfWidth, on: collision)
    guard new != old, reach.contains(new) else { continue }
    xs[slot] = new.x
    ys[slot] = new.y
    changes[slot] = true
  }
}
