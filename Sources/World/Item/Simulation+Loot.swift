import Model

extension Simulation {
  /// What a dead creature leaves behind, if anything.
  mutating func leaveLoot(_ slot: Int, _ brain: Brain, killer: EntityID) {
    guard let creature = rules.combat.creature(brain.definition),
      let table = rules.items.lootTable(creature.loot)
    else { return }
    let rolled = table.roll(&random)
    guard !rolled.isEmpty else { return }
    let place = residents.position(slot)
    var drops: [Loot.Drop] = []
    for drop in rolled.prefix(Limits.lootDropsMax) {
      drops.append(
        Loot.Drop(item: drop.item, count: drop.count, position: placeToFall(around: place)))
    }
    counters.lootDrops += UInt64(drops.count)
    effects.append(
      .loot(
        Loot(
          source: residents.records[slot].id, region: region, epoch: brain.epoch,
          counter: brain.counter, position: place, killer: killer, drops: drops)))
  }

  /// Gives back health and mana for what a player has used up. The dead and those who have left get
  /// nothing.
  mutating func consume(_ id: EntityID, heal: Int32, mana: Int32) {
    guard let slot = playerIndex(of: id), !residents.records[slot].isFrozen,
      !residents.vitals[slot].isDead
    else { return ignore() }
    let vitals = residents.vitals[slot]
    let gained = min(max(0, heal), vitals.healthMax - vitals.health)
    residents.vitals[slot].health += gained
    residents.vitals[slot].mana += min(max(0, mana), vitals.manaMax - vitals.mana)
    if heal > 0 {
      emit(
        WorldEvent(
          .heal, source: id, target: id, amount: gained,
          audience: .around(residents.position(slot))))
    }
    residents.rouse(slot)
    showCondition(of: slot)
  }
}
