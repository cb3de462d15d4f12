import Model

extension Simulation {
  /// What a dead creature leaves behind, if anything.
  mutating func leaveLoot(_ slot: Int, _ brain: Brain, killer: EntityID) {
    guard let creature = rules.combat.creature(brain.definition),
      let table = rules.items.lootTable(creature.loot)
    else { return }
    leave(
      table,
      Loot(
        source: residents.records[slot].id, region: region, epoch: brain.epoch,
        counter: brain.counter, position: residents.position(slot), killer: killer, drops: []))
  }

  /// Rolls a table, and tells what came of it when it is anything.
  mutating func leave(_ table: LootTable, _ loot: Loot) {
    var loot = loot
    for drop in table.roll(&random).prefix(Limits.lootDropsMax) {
      let place = placeToFall(around: loot.position)
      loot.drops.append(Loot.Drop(item: drop.item, count: drop.count, position: place))
    }
    guard !loot.drops.isEmpty else { return }
    counters.lootDrops += UInt64(loot.drops.count)
    effects.append(.loot(loot))
  }

  /// What comes of it when a character uses up one of a kind of item.
  public func consumption(of item: ItemNumber, by character: EntityID) -> Consumption {
    guard let slot = playerIndex(of: character) else { return .away }
    guard !residents.vitals[slot].isDead else { return .dead }
    guard let item = rules.items.item(item), item.isConsumable else { return .useless }
    guard residents.vitals[slot].level >= item.level else { return .level }
    return .ready(heal: item.heal, mana: item.mana)
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
