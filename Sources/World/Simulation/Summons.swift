import Model

/// Somebody is called elsewhere by those who look after the world.
struct Summons: Hashable, Sendable {
  var entity: EntityID
  var region: RegionID
  var arrival: Position
}

extension Simulation {
  /// Puts a player elsewhere: at once when that is in this region; else it leaves for the other one as
  /// through a portal, as soon as that takes it, or until `dismiss`.
  mutating func summon(_ id: EntityID, to target: RegionID, at place: Position) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen else {
      return ignore()
    }
    dismiss(id)
    guard target == region else {
      guard summoned.count < Limits.entitiesMax else { return ignore() }
      summoned.append(Summons(entity: id, region: target, arrival: place))
      return
    }
    guard let place = freePlace(near: place) else { return ignore() }
    teleport(slot, to: place)
    showTravel(of: slot)
    showCondition(of: slot)
  }

  mutating func dismiss(_ id: EntityID) {
    guard !summoned.isEmpty else { return }
    summoned.removeAll { $0.entity == id }
  }

  /// Where a player is called to; nil: nowhere. Whoever returns to life does that first.
  func summons(of slot: Int) -> Summons? {
    guard !summoned.isEmpty, !residents.records[slot].isReviving else { return nil }
    let id = residents.records[slot].id
    return summoned.first { $0.entity == id }
  }

  /// Sets vitals of a player.
  mutating func adjust(_ id: EntityID, _ change: VitalsChange) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen else {
      return ignore()
    }
    residents.vitals[slot] = residents.vitals[slot].changed(by: change, rules: rules.combat)
    residents.rouse(slot)
    showCondition(of: slot)
  }
}
