import Model

extension Simulation {
  /// Sends a projectile on its way; whom it follows it meets after the time of the flight.
  mutating func launch(_ blow: Blow, _ skill: SkillDefinition, at target: Int, speed: Fixed) {
    guard flights.count < Limits.flightsMax, let tick else {
      counters.flightsCut += 1
      return meet(blow, skill, target)
    }
    let square = residents.position(target).distanceSquared(to: blow.origin)
    let distance = squareRootRoundedUp(UInt64(square))
    let ticks = (distance + UInt64(max(speed, 1)) - 1) / UInt64(max(speed, 1))
    flights.append(
      Flight(
        blow: blow, target: residents.records[target].id,
        arrivesAt: tick.rawValue + min(max(ticks, 1), 1_000)))
  }

  /// Lets those projectiles meet their targets whose time it is, in the order of their launch.
  mutating func landFlights(at tick: Tick) {
    guard !flights.isEmpty else { return }
    var left: [Flight] = []
    let landing = flights
    flights.removeAll(keepingCapacity: true)
    for flight in landing {
      if flight.arrivesAt > tick.rawValue {
        left.append(flight)
      } else if let slot = residents.index(of: flight.target), !isDead(slot),
        let skill = rules.combat.skill(flight.blow.skill)
      {
        meet(flight.blow, skill, slot)
      }
    }
    flights = left
  }

  /// A skill meets somebody, and everybody hostile around when it has a radius.
  mutating func meet(_ blow: Blow, _ skill: SkillDefinition, _ target: Int) {
    let isFriendly =
      residents.records[target].kind == (blow.source.isCreature ? .creature : .player)
    var met = [target]
    if skill.radius > 0 {
      let place = residents.position(target)
      let kind = residents.records[target].kind
      for slot in 0..<residents.count where residents.tenure[slot] != .free && slot != target {
        guard met.count <= Limits.splashMax, residents.records[slot].kind == kind, !isDead(slot),
          isNear(residents.position(slot), place, skill.radius)
        else { continue }
        met.append(slot)
      }
    }
    for slot in met {
      let id = residents.records[slot].id
      for effect in skill.effects {
        switch effect {
        case .damage(let value, let element) where !isFriendly:
          let amount = damage(value, attack: blow.attack / 2)
          resolve(blow.deed(to: id, .damage(amount, element)))
        case .heal(let value) where isFriendly:
          resolve(blow.deed(to: id, .heal(max(0, value))))
        case .push(let distance) where !isFriendly:
          resolve(blow.deed(to: id, .push(distance)))
        default: break
        }
      }
    }
  }

  /// A blow without a skill.
  mutating func strike(_ blow: Blow, _ target: Int) {
    let amount = damage(0, attack: blow.attack)
    resolve(blow.deed(to: residents.records[target].id, .damage(amount, .physical)))
  }

  /// What a blow is worth before the defence: a skill's value and half the attack (a plain blow:
  /// the whole attack), 90 ... 110 % of it by chance.
  private mutating func damage(_ value: Int32, attack: Int32) -> Int32 {
    let whole = Int64(max(0, value)) + Int64(max(0, attack))
    return Int32(clamping: whole * (90 + Int64(random.below(21))) / 100)
  }
}
