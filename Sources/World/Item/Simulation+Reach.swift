import Model

extension Simulation {
  /// Whether a character of this region gets at an entity, ours or a ghost: an item on the ground,
  /// an NPC, a chest, somebody to trade with.
  public func canReach(character: EntityID, entity: EntityID) -> Reach {
    guard let slot = playerIndex(of: character) else { return .away }
    guard !residents.vitals[slot].isDead else { return .dead }
    guard let other = residents.index(of: entity), residents.tenure[other] != .free else {
      return .absent
    }
    guard !isDead(other) else { return .lifeless }
    guard !residents.conditions[other].state.contains(.open) else { return .empty }
    let here = residents.position(slot)
    let there = residents.position(other)
    guard isNear(here, there, rules.reach) else { return .far }
    return collision.hasSight(from: here, to: there) ? .near : .hidden
  }

  /// Whether a character of this region gets at one who keeps a shop; else what keeps it from the
  /// first of them.
  public func canReach(character: EntityID, shop: ShopNumber) -> Reach {
    var first: Reach?
    for keeper in keepers(of: shop) {
      let reach = canReach(character: character, entity: keeper)
      if reach == .near { return reach }
      first = first ?? reach
    }
    return first ?? .absent
  }

  /// The region that simulates an entity that stands here, ours or a ghost.
  public func holder(of entity: EntityID) -> RegionID? {
    guard let slot = residents.index(of: entity), residents.tenure[slot] != .free else {
      return nil
    }
    return residents.tenure[slot] == .owned ? region : residents.records[slot].source
  }
}
